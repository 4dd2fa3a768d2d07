/* objects_read.c - get and find; see objects.h. What the client asks for is checked first; rows are left
 * to rows.c, their fields to projection.c and the class's own writer. */
#include "objects/objects.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "objects/condition.h"
#include "objects/parameters.h"
#include "read/disclosure.h"
#include "read/order.h"
#include "read/projection.h"
#include "read/redirect.h"
#include "read/row_taker.h"
#include "read/shown_row.h"
#include "write/file_references.h"

/* Get. */

/* Writes a row, behind `before`; false when a hook kept it back, or failed. `way` is as for
 * shown_row_open(). */
static bool write_object(struct object_writer *writer, const struct projection *projection,
                         struct store_statement *rows, const char *way, const char *before)
{
    struct row_taker *taker = writer->request->taker;
    struct row row = {.statement = rows};
    struct shown_row found;
    bool shown;

    if (!shown_row_open(writer->request, projection, &row, way, &found, &shown) || !shown)
        return false;
    if (taker)
        return taker->take(taker, writer->request, &row, &found);
    buffer_add_string(writer->buffer, before);
    buffer_add_char(writer->buffer, '{');
    shown_row_write(writer, &row, &found);
    buffer_add_char(writer->buffer, '}');
    return true;
}

/* Which columns of the class's rows somebody looks at; NULL: all. */
static const unsigned char *columns_to_read(const struct request *request,
                                            const struct class *class)
{
    return request->taker && request->taker->class == class ? request->taker->columns : NULL;
}

bool object_write_by_id(struct request *request, struct buffer *buffer, const struct class *class,
                        struct text object_id)
{
    struct object_writer writer = {.buffer = buffer, .request = request};
    struct row_query query = {
        .class = class,
        .operation = OPERATION_GET,
        .object_id = object_id,
        .limit = -1,
    };
    const struct projection *projection;
    struct store_statement *rows;
    bool found;

    query.columns = columns_to_read(request, class);
    if (!projection_build(request, class, &projection) ||
        !shown_row_narrow(request, class, &query.extra_where) ||
        !rows_select(request, &query, &rows))
        return false;
    if (sql_next(&request->context, rows, &found) && found) {
        int64_t updated_at = store_column_int64(rows, COLUMN_UPDATED_AT);
        found = write_object(&writer, projection, rows, "get", "") &&
                (buffer != &request->response.body || condition_tell(request, updated_at));
    }
    store_release(rows);
    if (!found)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    return request->context.error.code == 0;
}

bool object_get(struct request *request, const struct class *class, struct text object_id)
{
    static const char *const allowed[] = {
        "keys",
        "include",
        "excludeKeys",
        "includeAll",
        "readPreference",
        "includeReadPreference",
        "subqueryReadPreference",
        NULL,
    };

    if (parameters_find_stray(request, allowed).bytes)
        return fail(&request->context, PARSE_INVALID_QUERY, "Improper encode of parameter");
    return object_write_by_id(request, &request->response.body, class, object_id);
}

/* Find. */

static bool read_where(struct request *request, struct row_query *query)
{
    cJSON *where;
    const cJSON *only;

    if (!request_where(request, &where))
        return false;
    if (where && !file_references_note(request, where)) /* Files are compared by their names */
        return false;
    query->where = where;
    only = where && cJSON_IsObject(where) ? where->child : NULL;
    if (query->extra_where || !only || only->next || strcmp(only->string, "objectId") != 0 ||
        !cJSON_IsString(only))
        return true;
    /* The SDKs' way to get one object by its id: needs the get permission, not find. */
    query->operation = OPERATION_GET;
    query->object_id = text_of(only->valuestring);
    query->where = NULL;
    return true;
}

/* Whether `keys` names $score, which is how well an object answers a full-text search. */
static bool wants_score(struct request *request)
{
    static const char score[] = "$score";
    struct text keys = request_list_parameter(request, "keys");

    return keys.length && memmem(keys.bytes, keys.length, score, sizeof score - 1);
}

static bool read_query(struct request *request, struct row_query *query)
{
    static const char *const allowed[] = {
        "where",
        "order",
        "limit",
        "skip",
        "count",
        "keys",
        "excludeKeys",
        "include",
        "includeAll",
        "hint",
        "comment",
        "redirectClassNameForKey",
        "explain",
        "readPreference",
        "includeReadPreference",
        "subqueryReadPreference",
        NULL,
    };

    if (!parameters_check(request, allowed))
        return false;
    query->explain = parameters_want(request, "explain");
    if (query->explain && !request->principal.master)
        return fail(&request->context, PARSE_INVALID_QUERY,
                    "Using the explain query parameter requires the master key");
    query->score = wants_score(request);
    return read_where(request, query) && order_read(request, query) &&
           parameters_read_limit(request, &query->limit) &&
           parameters_read_count(request, "skip", 0, &query->skip);
}

static void write_score(struct object_writer *writer, const struct row_query *query,
                        struct store_statement *rows)
{
    int column = query->class->column_count;

    if (!query->score || store_column_is_null(rows, column))
        return;
    writer->buffer->length--; /* the brace */
    buffer_add_string(writer->buffer, ",\"score\":");
    json_write_number(writer->buffer, store_column_double(rows, column));
    buffer_add_char(writer->buffer, '}');
}

/* How the engine goes about a query: {"results":[{"plan":"SEARCH ..."}]}. */
static void write_plan(struct buffer *body, struct store_statement *rows)
{
    buffer_add_string(body, "{\"plan\":");
    json_write_string(body, store_column_text(rows, 3));
    buffer_add_char(body, '}');
}

/* An object that is damaged is left out of the results, and named beside them. */
static void note_damaged(struct request *request, struct buffer *damaged,
                         struct store_statement *rows)
{
    struct row_taker *taker = request->taker;

    if (taker && taker->each)
        taker->note_damaged(taker, row_taker_owner(taker, rows));
    else if (taker)
        taker->damaged = true;
    if (damaged->length)
        buffer_add_char(damaged, ',');
    else
        buffer_init(damaged, request->context.arena, 64);
    json_write_string(damaged, store_column_text(rows, COLUMN_OBJECT_ID));
}

/* Of what class an object is, when the query was redirected to it. */
static void write_class_name(struct buffer *body, const struct class *class)
{
    body->length--; /* the brace */
    buffer_add_string(body, ",\"className\":");
    json_write_string(body, class->name);
    buffer_add_char(body, '}');
}

static bool write_results(struct request *request, const struct row_query *query,
                          const struct projection *projection, bool redirected)
{
    struct buffer *body = &request->response.body;
    struct object_writer writer = {.buffer = body, .request = request};
    struct store_statement *rows;
    const char *way = query->operation == OPERATION_GET ? "get" : "find";
    const char *separator = "";
    struct buffer damaged = {0};
    bool found;

    /* That a query finds nothing tells something, too. */
    if (!query->explain && !audit_read(request, query->class, query->operation, way, text_none()))
        return false;
    if ((query->where || query->extra_where || query->order_count || query->each) &&
        !disclosure_enter_query(request, query->class))
        return false;
    if (!rows_select(request, query, &rows))
        return false;
    buffer_add_string(body, "{\"results\":[");
    while (sql_next(&request->context, rows, &found) && found && !body->failed) {
        size_t start = body->length;
        if (query->explain) {
            buffer_add_string(body, separator);
            separator = ",";
            write_plan(body, rows);
        } else if (write_object(&writer, projection, rows, way, separator) &&
                   !request->context.error.code) {
            separator = ",";
            write_score(&writer, query, rows);
            if (redirected)
                write_class_name(body, query->class);
        } else if (context_pass_over_row(&request->context)) {
            body->length = start;
            note_damaged(request, &damaged, rows);
        } else if (request->context.error.code) {
            break;
        }
    }
    buffer_add_char(body, ']');
    if (damaged.length) {
        buffer_add_string(body, ",\"unreadable\":[");
        buffer_add_text(body, buffer_text(&damaged));
        buffer_add_char(body, ']');
    }
    store_release(rows);
    return request->context.error.code == 0;
}

/* What a hook asks of the objects comes on top of what the query asks. */
static bool narrow_query(struct request *request, struct row_query *query, const cJSON *narrow)
{
    cJSON *both = narrow && query->extra_where ? cJSON_CreateObject() : NULL;
    cJSON *list = both ? cJSON_AddArrayToObject(both, "$and") : NULL;

    if (!narrow || !query->extra_where) {
        query->extra_where = narrow ? narrow : query->extra_where;
        return true;
    }
    if (!list || !cJSON_AddItemReferenceToArray(list, (cJSON *)(uintptr_t)narrow) ||
        !cJSON_AddItemReferenceToArray(list, (cJSON *)(uintptr_t)query->extra_where))
        return fail_internal(&request->context, "out of memory");
    query->extra_where = both;
    return true;
}

static bool write_count(struct request *request, struct row_query *query)
{
    int64_t count;

    query->operation = OPERATION_COUNT;
    if (query->each)
        return rows_count_each(request, query, request->taker->take_count, request->taker);
    if (!rows_count(request, query, &count))
        return false;
    if (request->taker)
        request->taker->count = count;
    buffer_add_string(&request->response.body, ",\"count\":");
    buffer_add_int64(&request->response.body, count);
    return true;
}

bool objects_find_class(struct request *request, const struct class *class,
                        const cJSON *extra_where)
{
    struct row_query query = {
        .class = class, .operation = OPERATION_FIND, .extra_where = extra_where};
    struct text key = request_list_parameter(request, "redirectClassNameForKey");
    bool redirected = key.length && !extra_where;
    const struct projection *projection;
    const cJSON *narrow;
    bool counts;

    if ((redirected && !redirect_class(request, &query.class, key)) ||
        !read_query(request, &query) || !projection_build(request, query.class, &projection) ||
        !shown_row_narrow(request, query.class, &narrow) || !narrow_query(request, &query, narrow))
        return false;
    counts = parameters_want(request, "count");
    query.columns = columns_to_read(request, query.class);
    query.each = request->taker ? request->taker->each : NULL;
    /* Who asks for the number alone needs no permission to find. */
    if (counts && query.limit == 0 && !query.explain)
        buffer_add_string(&request->response.body, "{\"results\":[]");
    else if (!write_results(request, &query, projection, redirected))
        return false;
    if (counts && !write_count(request, &query))
        return false;
    buffer_add_char(&request->response.body, '}');
    return true;
}

/* No handler. */

/* To the master key a class that is not there is an empty one, as in parse-server: the dashboard
 * looks for classes of its own. */
bool objects_find_none(struct request *request)
{
    const struct class *class;

    if (!request->principal.master && !request_class(request, &class))
        return false;
    buffer_add_string(&request->response.body, "{\"results\":[]");
    if (parameters_want(request, "count"))
        buffer_add_string(&request->response.body, ",\"count\":0");
    buffer_add_char(&request->response.body, '}');
    return true;
}
