/* versions.c - see versions.h. A version is written as its row would be, by the same projection and
 * the same hooks, with three or four members more. */
#include "routes/versions.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "model/field_name.h"
#include "objects/objects.h"
#include "objects/parameters.h"
#include "read/disclosure.h"
#include "read/projection.h"
#include "read/shown_row.h"
#include "write/versions_table.h"

/* ,"_version":2,"_by":{...},"_at":{...},"_means":"session" */
static void write_provenance(struct buffer *buffer, const struct request *request,
                             const struct class *class, struct store_statement *row)
{
    int first = class->column_count;

    buffer_add_string(buffer, ",\"_version\":");
    buffer_add_int64(buffer, store_column_int64(row, first + VERSION_NUMBER));
    buffer_add_string(buffer, ",\"_by\":");
    if (store_column_is_null(row, first + VERSION_BY))
        buffer_add_string(buffer, "null");
    else
        write_pointer_value(buffer, request->app->user->name,
                            store_column_text(row, first + VERSION_BY));
    buffer_add_string(buffer, ",\"_at\":");
    write_date_value(buffer, store_column_int64(row, first + VERSION_AT));
    buffer_add_string(buffer, ",\"_means\":");
    json_write_string(buffer, store_column_text(row, first + VERSION_MEANS));
}

/* Writes a version, behind `before`; false when a hook kept it back, or failed. *written is
 * what of the row was written. */
static bool write_version(struct object_writer *writer, const struct projection *projection,
                          struct store_statement *rows, const char *before,
                          const struct projection **written)
{
    struct row row = {
        .statement = rows,
        .version = store_column_int64(rows, projection->class->column_count + VERSION_NUMBER)};
    struct shown_row found;
    bool shown;

    if (!shown_row_open(writer->request, projection, &row, "versions", &found, &shown) || !shown)
        return false;
    buffer_add_string(writer->buffer, before);
    buffer_add_char(writer->buffer, '{');
    shown_row_write(writer, &row, &found);
    *written = found.projection;
    write_provenance(writer->buffer, writer->request, projection->class, rows);
    buffer_add_char(writer->buffer, '}');
    return true;
}

bool versions_write(struct request *request, const struct version_query *query,
                    const struct projection *projection,
                    bool (*take)(void *state, const struct projection *shown,
                                 const struct row *row),
                    void *state, size_t *written)
{
    struct object_writer writer = {.buffer = &request->response.body, .request = request};
    const struct projection *shown;
    struct row row;
    bool found;

    *written = 0;
    row = (struct row){.class = query->class};
    if (!version_select(request, query, &row.statement))
        return false;
    while (sql_next(&request->context, row.statement, &found) && found && !writer.buffer->failed) {
        if (write_version(&writer, projection, row.statement, *written ? "," : "", &shown)) {
            (*written)++;
            if (take && !take(state, shown, &row))
                break;
        } else if (request->context.error.code) {
            break;
        }
    }
    store_release(row.statement);
    return request->context.error.code == 0;
}

static bool read_number(struct request *request, struct text text, int64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_ascii_digit(text.bytes[i]) || *number > INT32_MAX)
            return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
        *number = 10 * *number + (text.bytes[i] - '0');
    }
    return *number > 0 ? true
                       : fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}

static bool read_order(struct request *request, struct version_query *query)
{
    struct text order = request_list_parameter(request, "order");

    query->descending = text_is(order, "-_version");
    if (order.length && !query->descending && !text_is(order, "_version"))
        return fail(&request->context, PARSE_INVALID_QUERY,
                    "order of versions is _version or -_version");
    return true;
}

static bool read_query(struct request *request, struct version_query *query)
{
    static const char *const allowed[] = {
        "order", "limit", "skip", "count", "keys", "excludeKeys", "include", "includeAll", NULL,
    };

    return parameters_check(request, allowed) && request_class(request, &query->class) &&
           read_order(request, query) && parameters_read_limit(request, &query->limit) &&
           parameters_read_count(request, "skip", 0, &query->skip) &&
           shown_row_narrow(request, query->class, &query->extra_where);
}

bool versions_find(struct request *request)
{
    struct version_query query = {.object_id = request->segments[1]};
    struct buffer *body = &request->response.body;
    const struct projection *projection;
    int64_t count;
    size_t written;

    if (!read_query(request, &query) ||
        !audit_read(request, query.class, OPERATION_GET, "versions", text_none()) ||
        !version_count(request, &query, &count))
        return false;
    if (count == 0)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    buffer_add_string(body, "{\"results\":[");
    if (!disclosure_enter(request, query.class, query.object_id) ||
        !projection_build(request, query.class, &projection) ||
        !versions_write(request, &query, projection, NULL, NULL, &written))
        return false;
    buffer_add_char(body, ']');
    if (parameters_want(request, "count")) {
        buffer_add_string(body, ",\"count\":");
        buffer_add_int64(body, count);
    }
    buffer_add_char(body, '}');
    return true;
}

bool versions_get(struct request *request)
{
    struct version_query query = {.object_id = request->segments[1]};
    const struct projection *projection;
    size_t written;

    if (!read_query(request, &query) ||
        !read_number(request, request->segments[2], &query.number) ||
        !projection_build(request, query.class, &projection) ||
        !versions_write(request, &query, projection, NULL, NULL, &written))
        return false;
    return written ? true : fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}
