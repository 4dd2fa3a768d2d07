/* include.c - included pointers: object_writer_include(), write_array() and write_elements() of
 * object_writer.h.
 *
 * A target is read by its id through the guard like any other object, in the middle of writing the
 * row that points at it. Rows often share their targets (all messages of one patient), so the
 * writer remembers where in its buffer each target's bytes are, and copies them the next time. */
#include "guard/guard.h"
#include "read/file_writer.h"
#include "read/object_writer.h"
#include "read/projection.h"
#include "read/rows.h"
#include "read/shown_row.h"

#include "formats/json.h"

enum { FIRST_CAPACITY = 64 }; /* a power of two */

/* A target as one projection shows it. */
struct included {
    const struct projection *projection; /* NULL: a free place */
    struct text object_id;
    bool found;
    size_t start; /* in the writer's buffer */
    size_t length;
};

struct include_cache {
    struct included *entries; /* open addressing */
    size_t capacity;
    size_t count;
};

static size_t hash(const struct projection *projection, struct text object_id)
{
    /* FNV-1a (draft-eastlake-fnv), from the projection's address on. */
    uint64_t value = 14695981039346656037U ^ (uint64_t)(uintptr_t)projection;

    for (size_t i = 0; i < object_id.length; i++)
        value = (value ^ (unsigned char)object_id.bytes[i]) * 1099511628211U;
    return (size_t)(value ^ (value >> 32));
}

/* The target's place, which is free when it is not there. The table is never full. */
static struct included *find_place(const struct include_cache *cache,
                                   const struct projection *projection, struct text object_id)
{
    size_t at = hash(projection, object_id) & (cache->capacity - 1);

    while (cache->entries[at].projection && (cache->entries[at].projection != projection ||
                                             !text_equal(cache->entries[at].object_id, object_id)))
        at = (at + 1) & (cache->capacity - 1);
    return &cache->entries[at];
}

static bool grow(struct arena *arena, struct include_cache *cache)
{
    struct include_cache larger = {.count = cache->count};

    larger.capacity = cache->capacity ? cache->capacity * 2 : FIRST_CAPACITY;
    larger.entries = arena_alloc_array(arena, larger.capacity, sizeof *larger.entries);
    if (!larger.entries)
        return false;
    for (size_t i = 0; i < cache->capacity; i++) {
        const struct included *entry = &cache->entries[i];
        if (entry->projection)
            *find_place(&larger, entry->projection, entry->object_id) = *entry;
    }
    *cache = larger;
    return true;
}

static void remember(struct object_writer *writer, const struct projection *projection,
                     struct text object_id, bool found, size_t start)
{
    struct arena *arena = writer->request->context.arena;
    struct include_cache *cache = writer->includes;

    if (!cache) {
        cache = arena_alloc(arena, sizeof *cache);
        writer->includes = cache;
    }
    if (!cache || (2 * cache->count >= cache->capacity && !grow(arena, cache)))
        return;
    *find_place(cache, projection, object_id) = (struct included){
        .projection = projection,
        .object_id = object_id,
        .found = found,
        .start = start,
        .length = writer->buffer->length - start,
    };
    cache->count++;
}

/* Appends the bytes that were written before. */
static void repeat(struct buffer *buffer, const struct included *entry)
{
    char *place = buffer_reserve(buffer, entry->length);

    if (!place)
        return;
    memcpy(place, buffer->bytes + entry->start, entry->length);
    buffer->length += entry->length;
}

/* False when a hook keeps the target back, or failed. */
static bool write_target(struct object_writer *writer, const struct projection *projection,
                         struct store_statement *rows)
{
    struct buffer *buffer = writer->buffer;
    struct row row = {.statement = rows};
    struct shown_row found;
    bool shown;

    if (!shown_row_open(writer->request, projection, &row, "include", &found, &shown) || !shown)
        return false;
    buffer_add_string(buffer, "{\"__type\":\"Object\",\"className\":");
    json_write_string(buffer, projection->class->name);
    buffer_add_char(buffer, ',');
    shown_row_write(writer, &row, &found);
    buffer_add_char(buffer, '}');
    return true;
}

/* Reads the target and writes it; false when the principal may not get it, or when it is gone. */
static bool read_target(struct object_writer *writer, const struct projection *projection,
                        struct text object_id)
{
    struct request *request = writer->request;
    struct row_query query = {
        .class = projection->class,
        .operation = OPERATION_GET,
        .object_id = object_id,
        .limit = -1,
    };
    struct store_statement *rows;
    bool found;

    if (!shown_row_narrow(request, query.class, &query.extra_where))
        return false;
    /* Including from a class that the principal may not get fails the request, as in parse-server. */
    if (!rows_select(request, &query, &rows))
        return false;
    if (sql_next(&request->context, rows, &found) && found)
        found = write_target(writer, projection, rows);
    /* One that is damaged is as one that is gone. */
    if (context_pass_over_row(&request->context))
        found = false;
    store_release(rows);
    return found;
}

bool object_writer_include(struct object_writer *writer, const struct projection *included,
                           struct text object_id)
{
    struct request *request = writer->request;
    const struct included *known = NULL;
    size_t start = writer->buffer->length;
    bool found;

    if (request->context.error.code)
        return false;
    if (writer->includes && writer->includes->capacity)
        known = find_place(writer->includes, included, object_id);
    if (known && known->projection) {
        if (known->found)
            repeat(writer->buffer, known);
        return known->found;
    }
    object_id = arena_copy(request->context.arena, object_id);
    found = object_id.bytes && read_target(writer, included, object_id);
    if (object_id.bytes)
        remember(writer, included, object_id, found, start);
    return found;
}

/* Writes an element of an array; a pointer becomes its target. False when there is none that the
 * principal may get: nothing was written then. */
static bool write_element(struct object_writer *writer, struct file_writer *files,
                          const cJSON *element, const struct projection *included)
{
    struct request *request = writer->request;
    const cJSON *type = cJSON_GetObjectItemCaseSensitive(element, "__type");
    const cJSON *class_name = cJSON_GetObjectItemCaseSensitive(element, "className");
    const cJSON *object_id = cJSON_GetObjectItemCaseSensitive(element, "objectId");
    const struct class *class = NULL;
    const struct projection *projection;

    if (cJSON_IsString(type) && strcmp(type->valuestring, "Pointer") == 0 &&
        cJSON_IsString(class_name) && cJSON_IsString(object_id))
        class = app_find_class(request->app, text_of(class_name->valuestring));
    projection = class ? projection_of_class(request, included, class) : NULL;
    if (projection)
        return object_writer_include(writer, projection, text_of(object_id->valuestring));
    file_value_write_tree(writer->buffer, element, file_writer_add, files);
    return true;
}

void write_elements(struct object_writer *writer, const struct row *row, struct text json,
                    const struct projection *included)
{
    struct file_writer files = file_writer_of_row(writer, row);
    struct buffer *buffer = writer->buffer;
    const char *separator = "";
    const cJSON *element;
    cJSON *array = json_parse(&writer->request->context, json);

    buffer_add_char(buffer, '[');
    cJSON_ArrayForEach(element, array)
    {
        size_t start = buffer->length;
        buffer_add_string(buffer, separator);
        if (write_element(writer, &files, element, included))
            separator = ",";
        else
            buffer->length = start;
    }
    buffer_add_char(buffer, ']');
}

void write_array(struct object_writer *writer, const struct row *row, int column, struct text key,
                 const struct projection *included)
{
    if (!included || store_column_is_null(row->statement, column)) {
        write_json(writer, row, column, key);
        return;
    }
    buffer_add_text(writer->buffer, key);
    write_elements(writer, row, store_column_text(row->statement, column), included);
}
