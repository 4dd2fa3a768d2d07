/* runtime_memory.c - arena, buffer, errors and SQL texts of the runtime, and what happens when
 * memory runs out at any point. The linker sends every malloc() and realloc() here first
 * (--wrap=malloc).
 *
 *   runtime_memory NAME     runs the test of that name; says what failed and ends with 1 */
#include "fake_store.h"
#include "formats/acl.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "formats/json_plain.h"
#include "model/value.h"
#include "read/object_writer.h"
#include "sample_class.h"
#include "store/sql.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static int mallocs_left = -1; /* negative: no limit */
static int mallocs_made;

void *__wrap_malloc(size_t size)
{
    if (mallocs_left == 0)
        return NULL;
    if (mallocs_left > 0)
        mallocs_left--;
    mallocs_made++;
    return __real_malloc(size);
}

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_realloc(void *memory, size_t size)
{
    if (mallocs_left == 0)
        return NULL;
    if (mallocs_left > 0)
        mallocs_left--;
    mallocs_made++;
    return __real_realloc(memory, size);
}

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    (void)included;
    buffer_add_string(writer->buffer, "{\"included\":");
    json_write_string(writer->buffer, object_id);
    buffer_add_char(writer->buffer, '}');
    return true;
}

static bool failed;

static void expect(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "not so: %s\n", what);
        failed = true;
    }
}

static void test_arena(void)
{
    struct arena arena;

    arena_init(&arena);
    int before = mallocs_made;
    for (int round = 0; round < 3; round++) {
        char *first = arena_alloc(&arena, 100);
        for (int i = 0; i < 100; i++)
            expect(first[i] == 0, "memory is zeroed, also when it was used before the reset");
        memset(first, 0xAA, 100);
        expect((uintptr_t)arena_alloc(&arena, 1) % _Alignof(max_align_t) == 0, "aligned");
        arena_alloc_bytes(&arena, 3);
        expect((uintptr_t)arena_alloc(&arena, 8) % _Alignof(max_align_t) == 0,
               "aligned behind bytes");
        arena_reset(&arena);
    }
    expect(mallocs_made == before + 1, "small requests cost one malloc() in all");

    for (int round = 0; round < 2; round++) {
        char *large = arena_alloc(&arena, 5000000);
        expect(large && large[4999999] == 0, "a large block");
        for (int i = 0; i < 1000; i++)
            memset(arena_alloc(&arena, 3000), i, 3000);
        arena_reset(&arena);
    }
    expect(arena_alloc(&arena, SIZE_MAX) == NULL && arena.failed, "too large fails");
    arena_reset(&arena);
    expect(!arena.failed, "a reset forgets the failure");
    expect(arena_alloc(&arena, SIZE_MAX - 20) == NULL, "nearly too large fails");
    arena_reset(&arena);
    expect(arena_alloc_array(&arena, SIZE_MAX / 2, 4) == NULL && arena.failed, "overflow fails");
    arena_release(&arena);

    struct arena large_first;
    arena_init(&large_first);
    memset(arena_alloc(&large_first, 3000000), 1, 3000000);
    arena_reset(&large_first);
    before = mallocs_made;
    arena_alloc(&large_first, 1000);
    expect(mallocs_made == before, "a block is kept also when the first request was large");
    arena_release(&large_first);
    arena_release(&large_first);
}

static void test_pieces(void)
{
    struct arena arena, other;
    struct context context = {.arena = &arena};
    char *pieces[3] = {NULL, NULL, NULL};

    arena_init(&arena);
    arena_init(&other);
    for (int round = 1; round <= 40; round++)
        for (int i = 0; i < 3; i++) {
            pieces[i] = arena_resize_piece(&arena, pieces[i], (size_t)round * 10000);
            memset(pieces[i] + (round - 1) * 10000, 'a' + i, 10000);
        }
    bool whole = true;
    for (int i = 0; i < 3; i++)
        for (int at = 0; at < 400000; at++)
            whole = whole && pieces[i][at] == 'a' + i;
    expect(whole, "pieces grow and keep what is in them");
    arena_release_piece(&arena, pieces[1]);
    arena_release_piece(&arena, pieces[0]);
    arena_release_piece(&arena, pieces[2]);
    expect(arena.size == 0, "all that was taken is given back");

    arena_set_limits(1000000, 1500000);
    expect(arena_alloc(&arena, 10) && arena_alloc(&arena, 800000), "below the limit");
    expect(!arena_alloc(&arena, 800000) && arena.failed && arena.full, "beyond it");
    expect(!fail_internal(&context, "out of memory") && context.error.code == 155, "is said");
    expect(!arena_resize_piece(&other, NULL, 900000) && other.full, "beyond what all may have");
    arena_reset(&other);
    expect(arena_resize_piece(&other, NULL, 600000), "below that");
    arena_reset(&arena);
    arena_reset(&other);
    expect(arena_resize_piece(&other, NULL, 900000), "a reset gives all back");
    arena_release(&arena);
    arena_release(&other);
    arena_set_limits(0, 0);
}

static void test_texts(void)
{
    struct arena arena;
    struct text empty = text_of("");

    arena_init(&arena);
    struct text copy = arena_copy(&arena, text_of("hello"));
    expect(text_is(copy, "hello") && copy.bytes[5] == '\0', "copies end with a NUL");
    expect(arena_copy(&arena, text_none()).bytes == NULL, "no text stays no text");
    expect(arena_copy(&arena, empty).bytes != NULL, "an empty text stays a text");
    expect(text_is(arena_printf(&arena, "%d-%s", 5, "x"), "5-x"), "printf");
    expect(arena_printf(&arena, "%*d", 100000, 1).length == 100000, "a long printf");
    const struct text parts[] = {TEXT("ab"), text_none(), empty, TEXT("c")};
    copy = arena_join(&arena, parts, 4);
    expect(text_is(copy, "abc") && copy.bytes[3] == '\0', "texts are joined, with a NUL behind");
    copy = arena_join(&arena, parts, 0);
    expect(copy.bytes && text_is(copy, ""), "none make an empty one");
    const struct text huge[] = {{"", SIZE_MAX - 1}, {"", 1}};
    expect(!arena_join(&arena, huge, 2).bytes && arena.failed, "more than there can be is refused");
    arena_release(&arena);
}

/* What json_plain_length() finds eight bytes at a time, at each place, before and behind each byte,
 * beside what it says of one byte at a time. */
static void test_plain(void)
{
    char bytes[32];
    bool same = true;

    for (int other = 0; other < 256; other++)
        for (int mark = 0; mark < 256; mark++)
            for (size_t at = 0; at < 24; at++) {
                memset(bytes, 'a', sizeof bytes);
                bytes[at] = (char)mark;
                bytes[at + 1] = (char)other;
                size_t expected = 0;
                while (expected < sizeof bytes && json_plain_length(bytes + expected, 1))
                    expected++;
                same = same && json_plain_length(bytes, sizeof bytes) == expected &&
                       json_plain_length(bytes, at) == at;
            }
    expect(same, "eight bytes at a time are as one at a time");
    for (int byte = 0; byte < 256; byte++) {
        bool plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
        bytes[0] = (char)byte;
        expect(json_plain_length(bytes, 1) == plain, "a byte is plain or not");
    }
}

static void test_buffer(void)
{
    struct arena arena;
    struct buffer buffer;

    arena_init(&arena);
    buffer_init(&buffer, &arena, 0);
    expect(buffer_text(&buffer).bytes != NULL, "nothing written is an empty text");
    buffer_add_int64(&buffer, INT64_MIN);
    buffer_add_char(&buffer, ' ');
    buffer_add_int64(&buffer, INT64_MAX);
    buffer_add_char(&buffer, ' ');
    buffer_add_int64(&buffer, 0);
    buffer_add_text(&buffer, text_none());
    expect(text_is(buffer_text(&buffer), "-9223372036854775808 9223372036854775807 0"), "integers");
    for (int i = 0; i < 100000; i++)
        buffer_add_string(&buffer, "0123456789");
    expect(buffer.length == 42 + 1000000, "grows");
    bool whole = true;
    for (size_t i = 42; i < buffer.length; i++)
        whole = whole && buffer.bytes[i] == (char)('0' + (i - 42) % 10);
    expect(whole, "and keeps what is in it");
    expect(buffer_reserve(&buffer, SIZE_MAX / 2) == NULL && buffer.failed, "too large fails");
    size_t length = buffer.length;
    buffer_add_string(&buffer, "dropped");
    expect(buffer.length == length, "a failed buffer drops what comes");
    arena_release(&arena);
}

static void test_context(void)
{
    struct arena arena;

    arena_init(&arena);
    struct context context = {.arena = &arena};
    expect(!fail(&context, PARSE_OBJECT_NOT_FOUND, "no %s", "object"), "fail() is false");
    expect(context.error.code == 101 && context.error.status == 404, "its code and status");
    expect(text_is(context.error.message, "no object"), "its message");
    fail(&context, PARSE_INVALID_QUERY, "later");
    fail_internal(&context, "later");
    expect(context.error.code == 101, "the first error counts");

    struct context internal = {.arena = &arena};
    expect(!fail_internal(&internal, "secret detail"), "fail_internal() is false");
    expect(internal.error.code == 1 && internal.error.status == 500, "internal errors are 500");
    expect(text_is(internal.error.message, "Internal server error."), "and tell no details");

    struct context other = {.arena = &arena};
    fail(&other, PARSE_INVALID_QUERY, "x");
    expect(other.error.status == 400, "all others are 400");
    arena_release(&arena);
}

static void test_class(void)
{
    for (size_t i = 0; i < sample_class.name_count; i++) {
        const struct class_name *name = &sample_class.names[i];
        expect(class_find_field(&sample_class, name->name) == &sample_class.fields[name->field],
               "each name finds its field");
    }
    expect(!class_find_field(&sample_class, text_of("textx")), "no other name does");
    expect(!class_find_field(&other_class, text_of("text")), "nor any in a class without fields");
    expect(app_find_class(&sample_app, text_of("Sample")) == &sample_class, "finds a class");
    expect(app_find_class(&sample_app, text_of("Other")) == &other_class, "finds the other");
    expect(!app_find_class(&sample_app, text_of("Othe")), "and no other");
    expect(!app_find_class(&sample_app, text_of("")), "nor one without a name");
}

static void test_sql(void)
{
    struct arena arena;
    struct sql sql;
    struct store_connection connection = {.refuses = false};
    struct store_statement *statement;
    struct principal principal = {.master = true};

    arena_init(&arena);
    struct context context = {.arena = &arena};
    sql_init(&sql, &arena);
    sql_add(&sql, "SELECT ");
    sql_add_text(&sql, text_of("a'); --"));
    sql_add(&sql, ",");
    sql_add_text(&sql, text_none());
    sql_add(&sql, ",");
    sql_add_int64(&sql, -7);
    sql_add(&sql, ",");
    sql_add_double(&sql, 1.5);
    sql_add(&sql, ",");
    sql_add_bytes(&sql, text_of("bb"));
    sql_add(&sql, ",");
    sql_add_principal(&sql, &principal);
    expect(sql_prepare(&context, &sql, &connection, &statement), "prepares");
    expect(text_is(connection.sql, "SELECT ?1,?2,?3,?4,?5,?6"), "values never become text");
    const struct fake_cell *cells = statement->cells;
    expect(cells[0].kind == 't' && text_is(cells[0].text, "a'); --"), "a text is bound");
    expect(cells[1].kind == 'n', "no text is bound as null");
    expect(cells[2].kind == 'i' && cells[2].integer == -7, "an integer is bound");
    expect(cells[3].kind == 'd' && cells[3].number == 1.5, "a double is bound");
    expect(cells[4].kind == 'b' && text_is(cells[4].text, "bb"), "bytes are bound");
    expect(cells[5].kind == 'p' && cells[5].principal == &principal, "a principal is bound");

    connection.refuses = true;
    expect(!sql_prepare(&context, &sql, &connection, &statement) && !statement, "refused");
    expect(context.error.code == 1, "as an internal error");

    struct context crowded = {.arena = &arena};
    connection = (struct store_connection){.refuses = false};
    sql_init(&sql, &arena);
    for (int i = 0; i < FAKE_COLUMNS + 1; i++)
        sql_add_int64(&sql, i);
    expect(!sql_prepare(&crowded, &sql, &connection, &statement), "a bind that fails");
    expect(crowded.error.code == 1 && connection.statement.released, "releases the statement");

    struct context full = {.arena = &arena};
    for (int i = FAKE_COLUMNS + 1; i < SQL_PARAMETER_LIMIT; i++)
        sql_add_int64(&sql, i);
    expect(!sql.failed, "as many values as the limit says");
    sql_add_int64(&sql, 0);
    expect(sql.failed && !sql_prepare(&full, &sql, &connection, &statement), "and not one more");
    expect(full.error.code == 102, "which is the client's fault");
    arena_release(&arena);
}

static void test_include(void)
{
    struct arena arena;
    struct buffer buffer;
    struct store_statement cells = {.released = false};
    struct row row = {.statement = &cells};
    struct projection projection = {.class = &other_class, .all = true};

    arena_init(&arena);
    buffer_init(&buffer, &arena, 0);
    struct object_writer writer = {.buffer = &buffer};
    store_bind_text(&cells, 5, text_of("id1"));
    write_pointer(&writer, &row, 4, (struct text)TEXT("\"p\":"), &other_class, &projection);
    buffer_add_char(&buffer, ' ');
    write_pointer(&writer, &row, 4, (struct text)TEXT("\"p\":"), &other_class, NULL);
    store_bind_null(&cells, 5);
    write_pointer(&writer, &row, 4, (struct text)TEXT("\"p\":"), &other_class, &projection);
    expect(text_is(buffer_text(&buffer),
                   "\"p\":{\"included\":\"id1\"} "
                   "\"p\":{\"__type\":\"Pointer\",\"className\":\"Other\",\"objectId\":\"id1\"}"),
           "a pointer is its target when included, itself when not, and left out when null");
    store_bind_text(&cells, COLUMN_ACL + 1, text_of("bu1\n"));
    buffer.length = 0;
    write_object_acl(&writer, &row);
    expect(text_is(buffer_text(&buffer), ",\"ACL\":{\"u1\":{\"read\":true,\"write\":true}}"),
           "ACL");
    arena_release(&arena);
}

/* A request that needs many blocks: a large body, read, carried through a row and written. */
static bool carry_large_value(struct context *context, struct text body)
{
    struct buffer buffer;
    struct sample sample = {.object.has_acl = false};
    struct sample again;
    struct store_statement row = {.released = false};
    struct text acl;
    const cJSON *json = json_parse(context, body);

    memset(&again, 0, sizeof again);
    if (!json ||
        !value_from_json(context, &sample_class, &sample_class.fields[SAMPLE_ARRAY], json, &sample))
        return false;
    store_bind_text(&row, COLUMN_OBJECT_ID + 1, text_of("abc"));
    for (int i = COLUMN_CREATED_AT; i < FAKE_COLUMNS; i++)
        store_bind_null(&row, i + 1);
    value_bind(context, &row, sample_class.fields[SAMPLE_ARRAY].column + 1, &sample_class,
               &sample_class.fields[SAMPLE_ARRAY], &sample);
    if (!value_read_row(context, &sample_class, &row, &again))
        return false;
    buffer_init(&buffer, context->arena, 0);
    value_write_json(&buffer, &sample_class, &sample_class.fields[SAMPLE_ARRAY], &again);
    base64_write(&buffer, again.array);
    if (!new_object_id(context->arena).bytes || buffer.failed)
        return fail_internal(context, "out of memory");
    return acl_from_json(context, cJSON_GetArrayItem(json, 0), &acl);
}

static void test_exhaustion(void)
{
    struct arena arena;
    char *body = malloc(400000);
    size_t length = 0;
    int allowed = 0;
    bool good = false;

    if (!body)
        exit(2);
    static const char first[] = "[{\"*\":{\"read\":true}}";
    static const char element[] = ",{\"a\":\"\\\"x\"}";
    memcpy(body, first, sizeof first - 1);
    length = sizeof first - 1;
    for (int i = 0; i < 20000; i++, length += sizeof element - 1)
        memcpy(body + length, element, sizeof element - 1);
    body[length++] = ']';
    if (!freopen("/dev/null", "w", stderr)) /* each failure is logged */
        exit(2);
    while (!good && allowed < 200) {
        arena_init(&arena);
        struct context context = {.arena = &arena};
        mallocs_left = allowed++;
        good = carry_large_value(&context, (struct text){body, length});
        mallocs_left = -1;
        if (!good && (context.error.code != 1 || context.error.status != 500))
            exit(3); /* nobody reads stderr: the exit code says it */
        if (!good && !context.error.message.bytes)
            exit(4);
        arena_release(&arena);
    }
    if (!good || allowed < 5)
        exit(5);
    free(body);
}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
    {"arena", test_arena},   {"pieces", test_pieces},   {"texts", test_texts},
    {"buffer", test_buffer}, {"context", test_context}, {"class", test_class},
    {"sql", test_sql},       {"include", test_include}, {"exhaustion", test_exhaustion},
    {"plain", test_plain},
};

int main(int argument_count, char **arguments)
{
    if (argument_count != 2 || sodium_init() < 0)
        return 2;
    json_init();
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (strcmp(tests[i].name, arguments[1]) == 0) {
            tests[i].run();
            return failed;
        }
    }
    return 2;
}
