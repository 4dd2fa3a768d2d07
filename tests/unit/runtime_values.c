/* runtime_values.c - the value layer behind a line protocol, so that tests in JavaScript can
 * compare it with JavaScript's own JSON, dates and base64.
 *
 * Each line of standard input is a command and its argument's bytes in hex. Each line of standard
 * output is "ok HEX" or "fail CODE HEX", the latter with the error's message. */
#include "formats/acl.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "fake_store.h"
#include "formats/json.h"
#include "read/object_writer.h"
#include "sample_class.h"
#include "request/server.h"
#include "base/utf8.h"
#include "model/class_checks.h"
#include "model/value.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    (void)writer;
    (void)included;
    (void)object_id;
    return false;
}

typedef bool (*command)(struct context *context, struct text argument, struct buffer *answer);

static bool check_json(struct context *context, struct text argument, struct buffer *answer)
{
    (void)context;
    buffer_add_string(answer, json_is_valid(argument) ? "valid" : "invalid");
    return true;
}

static bool copy_json(struct context *context, struct text argument, struct buffer *answer)
{
    const cJSON *tree = json_parse(context, argument);

    if (!tree)
        return false;
    json_write_tree(answer, tree);
    return true;
}

static bool write_text(struct context *context, struct text argument, struct buffer *answer)
{
    (void)context;
    json_write_string(answer, argument);
    return true;
}

/* Eight bytes, a double as the machine has it. */
static bool write_double(struct context *context, struct text argument, struct buffer *answer)
{
    double number;

    (void)context;
    memcpy(&number, argument.bytes, sizeof number);
    json_write_number(answer, number);
    return true;
}

static bool check_utf8(struct context *context, struct text argument, struct buffer *answer)
{
    (void)context;
    buffer_add_string(answer, utf8_is_valid(argument) ? "valid" : "invalid");
    return true;
}

static bool parse_date(struct context *context, struct text argument, struct buffer *answer)
{
    int64_t milliseconds;

    if (!date_parse(argument, &milliseconds))
        return fail(context, PARSE_INVALID_JSON, "no date");
    buffer_add_int64(answer, milliseconds);
    return true;
}

static bool format_date(struct context *context, struct text argument, struct buffer *answer)
{
    char bytes[DATE_LENGTH];

    date_format(strtoll(arena_copy(context->arena, argument).bytes, NULL, 10), bytes);
    buffer_add(answer, bytes, sizeof bytes);
    return true;
}

static bool encode(struct context *context, struct text argument, struct buffer *answer)
{
    (void)context;
    base64_write(answer, argument);
    return true;
}

static bool decode(struct context *context, struct text argument, struct buffer *answer)
{
    struct text bytes;

    if (!base64_read(context, argument, &bytes))
        return false;
    buffer_add_text(answer, bytes);
    return true;
}

static bool make_id(struct context *context, struct text argument, struct buffer *answer)
{
    (void)argument;
    buffer_add_text(answer, new_object_id(context->arena));
    return true;
}

static bool make_hex(struct context *context, struct text argument, struct buffer *answer)
{
    const char *characters = arena_copy(context->arena, argument).bytes;

    buffer_add_text(answer, random_hex(context->arena, strtoul(characters, NULL, 10)));
    return true;
}

static bool store_acl(struct context *context, struct text argument, struct buffer *answer)
{
    const cJSON *json = json_parse(context, argument);
    struct text stored;

    if (!json || !acl_from_json(context, json, &stored))
        return false;
    if (stored.bytes)
        buffer_add_text(answer, stored);
    else
        buffer_add_string(answer, "(none)");
    return true;
}

static bool show_acl(struct context *context, struct text argument, struct buffer *answer)
{
    (void)context;
    acl_write_json(answer, argument);
    return true;
}

static struct text text_member(const cJSON *json, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, name)));
}

static bool flag_member(const cJSON *json, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, name));
}

/* {"stored":...,"user":...,"roles":[...],"master":...,"open":...,"write":...}; all may be absent.
 */
static bool ask_acl(struct context *context, struct text argument, struct buffer *answer)
{
    const cJSON *json = json_parse(context, argument);
    struct text roles[64];
    struct principal principal = {.roles = roles};
    const cJSON *role;

    if (!json)
        return false;
    principal.user_id = text_member(json, "user");
    principal.master = flag_member(json, "master");
    principal.no_acl_is_public = flag_member(json, "open");
    cJSON_ArrayForEach(role, cJSON_GetObjectItemCaseSensitive(json, "roles"))
        roles[principal.role_count++] = text_of(role->valuestring);
    enum acl_right right = flag_member(json, "write") ? ACL_WRITE : ACL_READ;
    buffer_add_string(answer,
                      acl_allows(text_member(json, "stored"), &principal, right) ? "yes" : "no");
    return true;
}

/* Binds every field to a row, as an insert and a select would carry it over. */
static bool make_row(struct context *context, const struct sample *sample,
                     struct store_statement *row)
{
    bool good = store_bind_text(row, COLUMN_OBJECT_ID + 1, text_of("abc")) &&
                store_bind_int64(row, COLUMN_CREATED_AT + 1, 0) &&
                store_bind_int64(row, COLUMN_UPDATED_AT + 1, 1) &&
                store_bind_null(row, COLUMN_ACL + 1);

    for (int i = 0; i < SAMPLE_FIELDS; i++) {
        const struct class_field *field = &sample_class.fields[i];
        good = good && value_bind(context, row, field->column + 1, &sample_class, field, sample);
    }
    return good;
}

/* {"field":...,"value":...}: answers the value as it is read from JSON, after a trip through a row,
 * and the whole object as the class's writer has it, in an array. */
static bool carry_value(struct context *context, struct text argument, struct buffer *answer)
{
    struct sample before = {.object.has_acl = false};
    struct sample after = {.object.has_acl = false};
    struct store_statement row_cells = {.released = false};
    struct row row = {.statement = &row_cells, .class = &sample_class};
    struct server server = {.options = {.public_url = text_of("http://localhost"),
                                        .app_id = text_of("app")}};
    struct request request = {
        .context = {.arena = context->arena}, .server = &server, .app = &sample_app};
    struct object_writer writer = {.buffer = answer, .request = &request};
    const cJSON *json = json_parse(context, argument);

    if (!json)
        return false;
    const struct class_field *field = class_find_field(&sample_class, text_member(json, "field"));
    if (!field)
        return fail(context, PARSE_INVALID_KEY_NAME, "no such field");
    if (!value_from_json(context, &sample_class, field,
                         cJSON_GetObjectItemCaseSensitive(json, "value"), &before) ||
        !sample_class.checks->check_values(context, &before))
        return false;
    buffer_add_char(answer, '[');
    value_write_json(answer, &sample_class, field, &before);
    buffer_add_char(answer, ',');
    if (!make_row(context, &before, row.statement) ||
        !value_read_row(context, &sample_class, row.statement, &after))
        return fail(context, PARSE_INTERNAL, "the row is not read back");
    value_write_json(answer, &sample_class, field, &after);
    buffer_add_string(answer, ",{");
    sample_class.codec->write_members(&writer, &row, NULL);
    buffer_add_string(answer, "}]");
    return true;
}

static const struct {
    const char *name;
    command run;
} commands[] = {
    {"json-check", check_json},    {"json-copy", copy_json},   {"json-string", write_text},
    {"json-number", write_double}, {"utf8-check", check_utf8}, {"date-parse", parse_date},
    {"date-format", format_date},  {"base64-encode", encode},  {"base64-decode", decode},
    {"object-id", make_id},        {"hex", make_hex},          {"acl-store", store_acl},
    {"acl-show", show_acl},        {"acl-ask", ask_acl},       {"value", carry_value},
};

/* The bytes in a block of exactly their size, so that reading past the end is seen. */
static char *from_hex(const char *hex, size_t *length)
{
    *length = strspn(hex, "0123456789abcdef") / 2;
    char *bytes = malloc(*length ? *length : 1);
    if (!bytes ||
        sodium_hex2bin((unsigned char *)bytes, *length, hex, *length * 2, NULL, NULL, NULL) != 0)
        exit(2);
    return bytes;
}

static void print_hex(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        printf("%02x", (unsigned char)text.bytes[i]);
    putchar('\n');
}

static void answer_line(struct arena *arena, const char *line)
{
    struct context context = {.arena = arena};
    struct buffer answer;
    size_t name_length = strcspn(line, " ");
    size_t length;
    char *bytes = from_hex(line + name_length + 1, &length);
    command run = NULL;

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strncmp(line, commands[i].name, name_length) == 0 && !commands[i].name[name_length])
            run = commands[i].run;
    }
    if (!run)
        exit(2);
    buffer_init(&answer, arena, 0);
    if (run(&context, (struct text){bytes, length}, &answer) && !answer.failed) {
        printf("ok ");
        print_hex(buffer_text(&answer));
    } else {
        printf("fail %d ", context.error.code);
        print_hex(context.error.message);
    }
    free(bytes);
}

int main(void)
{
    struct arena arena;
    char *line = NULL;
    size_t capacity = 0;

    if (sodium_init() < 0)
        return 2;
    json_init();
    arena_init(&arena);
    while (getline(&line, &capacity, stdin) > 0) {
        answer_line(&arena, line);
        arena_reset(&arena);
    }
    arena_release(&arena);
    free(line);
    return 0;
}
