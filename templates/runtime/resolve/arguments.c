/* arguments.c - see arguments.h. */
#include "resolve/arguments.h"

#include "formats/digits.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "resolve/where_input.h"

static const char cursor_prefix[] = "arrayconnection:";

enum {
    CURSOR_DIGITS = 10,
    CURSOR_PREFIX = sizeof cursor_prefix - 1,
    LONGEST_ID = 256, /* of what may be a global id */
    LARGEST_PAGE = INT32_MAX
};

const struct graphql_coerced *argument_find(const struct graphql_field *field,
                                            const struct graphql_coerced *arguments,
                                            const char *name)
{
    const struct graphql_input *argument = graphql_find_argument(field, text_of(name));
    const struct graphql_coerced *value = argument ? &arguments[argument->index] : NULL;

    if (!value || value->kind == GRAPHQL_COERCED_ABSENT || value->kind == GRAPHQL_COERCED_NULL)
        return NULL;
    return value;
}

/* "createdAt_DESC" -> "-createdAt" */
static void add_order(struct buffer *order, struct text value)
{
    static const struct {
        const char *end;
        const char *sign;
    } directions[] = {{"_ASC", ""}, {"_DESC", "-"}};

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(directions[i].end);
        if (value.length <= length ||
            memcmp(value.bytes + value.length - length, directions[i].end, length) != 0)
            continue;
        value.length -= length;
        if (order->length)
            buffer_add_char(order, ',');
        buffer_add_string(order, directions[i].sign);
        buffer_add_text(order, text_is(value, "id") ? text_of("objectId") : value);
        return;
    }
}

bool arguments_of_find(struct run *run, const struct graphql_field *field,
                       struct connection_plan *plan)
{
    struct request *request = run->request;
    const struct graphql_coerced *where = argument_find(field, plan->arguments, "where");
    const struct graphql_coerced *order = argument_find(field, plan->arguments, "order");
    struct buffer text;

    json_use_arena(request->context.arena);
    plan->where = NULL;
    plan->order = text_none();
    if (where) {
        const cJSON *input = graphql_coerced_to_json(request->context.arena, where);
        if (!input)
            return fail_internal(&request->context, "out of memory");
        plan->where = where_input_read(request, plan->class, input);
        if (!plan->where)
            return false;
    }
    if (!order)
        return true;
    buffer_init(&text, request->context.arena, 64);
    for (const struct graphql_coerced *item = order->items; item; item = item->next)
        if (item->kind == GRAPHQL_COERCED_ENUM)
            add_order(&text, item->value->name);
    buffer_add_char(&text, '\0');
    if (text.failed)
        return fail_internal(&request->context, "out of memory");
    plan->order = (struct text){text.bytes, text.length - 1};
    return true;
}

/* The number that Base64 of "arrayconnection:N" says; negative: it is no cursor. */
static int64_t read_cursor(struct arena *arena, struct text cursor)
{
    struct context scratch = {.arena = arena};
    struct text bytes;
    int64_t number;

    if (cursor.length > LONGEST_ID || !base64_read(&scratch, cursor, &bytes) ||
        bytes.length <= CURSOR_PREFIX || memcmp(bytes.bytes, cursor_prefix, CURSOR_PREFIX) != 0)
        return -1;
    number = digits_read((struct text){bytes.bytes + CURSOR_PREFIX, bytes.length - CURSOR_PREFIX},
                         CURSOR_DIGITS);
    return number > LARGEST_PAGE ? -1 : number;
}

static bool fail_query(struct run *run, const char *message)
{
    return fail(&run->request->context, PARSE_INVALID_QUERY, "%s", message);
}

/* A whole number that is not negative; -1 where there is none. */
static bool read_number(struct run *run, const struct graphql_field *field,
                        const struct graphql_coerced *arguments, const char *name,
                        const char *message, int64_t *number)
{
    const struct graphql_coerced *value = argument_find(field, arguments, name);

    *number = value ? value->integer : -1;
    return !value || value->integer >= 0 || fail_query(run, message);
}

static bool read_place(struct run *run, const struct graphql_field *field,
                       const struct graphql_coerced *arguments, const char *name,
                       const char *message, int64_t *place)
{
    const struct graphql_coerced *value = argument_find(field, arguments, name);

    *place = -1;
    if (!value || !value->text.length)
        return true;
    *place = read_cursor(run->request->context.arena, value->text);
    return *place >= 0 || fail_query(run, message);
}

bool arguments_page(struct run *run, const struct graphql_field *field,
                    const struct graphql_coerced *arguments, struct page *page)
{
    int64_t most = run->request->server->options.max_limit;
    int64_t usual = graphql_default_limits.page;
    int64_t skip;
    int64_t first;
    int64_t last;
    int64_t after;
    int64_t before;

    if (!read_number(run, field, arguments, "skip", "Skip should be a positive number", &skip) ||
        !read_number(run, field, arguments, "first", "First should be a positive number", &first) ||
        !read_number(run, field, arguments, "last", "Last should be a positive number", &last) ||
        !read_place(run, field, arguments, "after", "After is not a valid cursor", &after) ||
        !read_place(run, field, arguments, "before", "Before is not a valid cursor", &before))
        return false;
    *page = (struct page){.skip = skip > 0 ? skip : 0, .limit = first};
    page->skip += after + 1;
    if (before >= 0 && page->skip >= before)
        page->limit = 0;
    else if (before >= 0 && (page->limit < 0 || page->skip + page->limit > before))
        page->limit = before - page->skip;
    last = last > most ? most : last;
    if (last < 0) {
        /* Where a cursor alone says how many, they are no more than the page that was paid for (cost.c). */
        if (first < 0 && page->limit > usual)
            page->limit = usual;
        return true;
    }
    if (page->limit >= 0 && last < page->limit) {
        page->skip += page->limit - last;
        page->limit = last;
    } else if (page->limit < 0) {
        page->limit = last;
        page->from_end = last > 0;
    }
    return true;
}

/* Splits the bytes of a global id at their colon; false when they are none. */
static bool split(struct text bytes, struct text *class_name, struct text *object_id)
{
    const char *colon = bytes.length ? memchr(bytes.bytes, ':', bytes.length) : NULL;

    if (!colon)
        return false;
    *class_name = (struct text){bytes.bytes, (size_t)(colon - bytes.bytes)};
    *object_id = (struct text){colon + 1, bytes.length - class_name->length - 1};
    return true;
}

/* Reads "Class:id" in Base64. */
static bool read_global(struct arena *arena, struct text id, struct text *class_name,
                        struct text *object_id)
{
    struct context scratch = {.arena = arena};
    struct text bytes;

    return id.length && id.length <= LONGEST_ID && base64_read(&scratch, id, &bytes) &&
           split(bytes, class_name, object_id);
}

bool global_id_read(struct run *run, struct text id, const struct class **class,
                    struct text *object_id)
{
    struct arena *arena = run->request->context.arena;
    struct text class_name;

    *class = NULL;
    *object_id = id;
    if (read_global(arena, id, &class_name, object_id))
        *class = app_find_class(run->request->app, class_name);
    *object_id = arena_copy(arena, *class ? *object_id : id);
    return object_id->bytes || fail_internal(&run->request->context, "out of memory");
}

struct text global_id_of_class(struct arena *arena, const struct class *class, struct text id)
{
    struct text class_name;
    struct text object_id;

    if (read_global(arena, id, &class_name, &object_id) && text_equal(class_name, class->name))
        return arena_copy(arena, object_id);
    return arena_copy(arena, id);
}

/* In quotes; without bytes, memory is at its end. */
static void write_in_base64(struct buffer *json, struct text whole)
{
    buffer_add_char(json, '"');
    if (whole.bytes)
        base64_write(json, whole);
    else
        json->failed = true;
    buffer_add_char(json, '"');
}

void global_id_write(struct buffer *json, const struct class *class, struct text object_id)
{
    const struct text parts[] = {class->name, TEXT(":"), object_id};

    write_in_base64(json, arena_join(json->arena, parts, 3));
}

void cursor_write(struct buffer *json, int64_t place)
{
    write_in_base64(json, arena_printf(json->arena, "%s%lld", cursor_prefix, (long long)place));
}
