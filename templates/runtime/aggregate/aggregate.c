/* aggregate.c - see aggregate.h.
 *
 * Rows stream through the pipeline, each as the document that a client would get. What its first
 * stages say in the query language goes to the database instead: $match as a where, $sort, $skip and
 * $limit as such, so that indexes serve and rows that nobody wants are not read. */
#include "aggregate/aggregate.h"

#include "aggregate/document.h"
#include "aggregate/pipeline.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "model/field_name.h"
#include "read/disclosure.h"
#include "read/order.h"
#include "read/projection.h"

struct aggregation {
    struct row_query query;
    cJSON *matches; /* a list of wheres */
    struct order_key *order;
    struct pipeline pipeline;
    bool sorted; /* the database does it */
    bool bounded;
};

/* The where that a $match is: MongoDB's names become the class's, {"$date":...} a Date. */
static cJSON *where_of_match(const cJSON *match)
{
    const cJSON *date = cJSON_GetObjectItemCaseSensitive(match, "$date");
    const cJSON *member;
    cJSON *copy;

    if (cJSON_IsString(date)) {
        copy = cJSON_CreateObject();
        cJSON_AddStringToObject(copy, "__type", "Date");
        cJSON_AddStringToObject(copy, "iso", date->valuestring);
        return copy;
    }
    if (!cJSON_IsObject(match) && !cJSON_IsArray(match))
        return cJSON_Duplicate(match, true);
    copy = cJSON_IsObject(match) ? cJSON_CreateObject() : cJSON_CreateArray();
    cJSON_ArrayForEach(member, match)
    {
        if (member->string)
            cJSON_AddItemToObject(copy, document_name(member->string), where_of_match(member));
        else
            cJSON_AddItemToArray(copy, where_of_match(member));
    }
    return copy;
}

/* Whether all names of a $sort are those of columns. */
static bool sort_by_columns(struct aggregation *aggregation, const cJSON *sort)
{
    struct request *request = aggregation->pipeline.request;
    struct row_query *query = &aggregation->query;
    const cJSON *member;
    size_t count = 0;

    if (!cJSON_IsObject(sort) || !sort->child || cJSON_GetArraySize(sort) > ORDER_LIMIT)
        return false;
    aggregation->order =
        arena_alloc_array(request->context.arena, ORDER_LIMIT, sizeof *aggregation->order);
    if (!aggregation->order)
        return false;
    cJSON_ArrayForEach(member, sort)
    {
        struct order_key *key = &aggregation->order[count++];
        const char *name = document_name(member->string);
        if (!cJSON_IsNumber(member) || (member->valuedouble != 1 && member->valuedouble != -1) ||
            !order_find_column(query->class, text_of(name), key) ||
            (key->field && key->field->sealed))
            return false;
        key->descending = member->valuedouble < 0;
    }
    query->order = aggregation->order;
    query->order_count = count;
    return true;
}

static bool read_whole(const cJSON *value, int64_t *number)
{
    if (!cJSON_IsNumber(value) || value->valuedouble < 0 || value->valuedouble > INT32_MAX ||
        value->valuedouble != (double)(int64_t)value->valuedouble)
        return false;
    *number = (int64_t)value->valuedouble;
    return true;
}

/* Whether the database can do a stage, which must be among the first. */
static bool leave_to_database(struct aggregation *aggregation, const char *name, const cJSON *value)
{
    struct row_query *query = &aggregation->query;

    if (aggregation->pipeline.first || aggregation->bounded)
        return false;
    if (strcmp(name, "$skip") == 0 && query->skip == 0)
        return read_whole(value, &query->skip);
    if (strcmp(name, "$limit") == 0)
        return aggregation->bounded = read_whole(value, &query->limit);
    if (query->skip > 0)
        return false;
    if (strcmp(name, "$sort") == 0 && !aggregation->sorted)
        return aggregation->sorted = sort_by_columns(aggregation, value);
    if (strcmp(name, "$match") == 0 && cJSON_IsObject(value)) {
        cJSON_AddItemToArray(aggregation->matches, where_of_match(value));
        return true;
    }
    return false;
}

static bool add_stage(struct aggregation *aggregation, const char *name, const cJSON *value)
{
    struct context *context = &aggregation->pipeline.request->context;

    if (name[0] != '$')
        return fail(context, PARSE_INVALID_QUERY, "Invalid aggregate stage '%.64s'.", name);
    return leave_to_database(aggregation, name, value) ||
           pipeline_add(&aggregation->pipeline, name, value);
}

/* Error 102: a stage has one key, and this one has others too. */
static bool fail_keys(struct context *context, const cJSON *stage)
{
    const cJSON *member;
    struct buffer names;

    buffer_init(&names, context->arena, 64);
    cJSON_ArrayForEach(member, stage)
    {
        buffer_add_string(&names, member == stage->child ? "" : ", ");
        buffer_add_string(&names, member->string);
    }
    buffer_add(&names, "", 1);
    return fail(context, PARSE_INVALID_QUERY,
                "Pipeline stages should only have one key but found %.200s.",
                names.bytes ? names.bytes : "");
}

/* A pipeline is a list of stages, or an object whose members are the stages. */
static bool add_stages(struct aggregation *aggregation, const cJSON *stages)
{
    const cJSON *stage;

    if (!cJSON_IsArray(stages) && !cJSON_IsObject(stages))
        return fail(&aggregation->pipeline.request->context, PARSE_INVALID_QUERY,
                    "pipeline must be an array or an object");
    cJSON_ArrayForEach(stage, stages)
    {
        if (cJSON_IsObject(stages)) {
            if (!add_stage(aggregation, stage->string, stage))
                return false;
            continue;
        }
        if (!cJSON_IsObject(stage))
            return fail(&aggregation->pipeline.request->context, PARSE_INVALID_QUERY,
                        "Pipeline stages should be objects.");
        if (cJSON_GetArraySize(stage) != 1)
            return fail_keys(&aggregation->pipeline.request->context, stage);
        if (!add_stage(aggregation, stage->child->string, stage->child))
            return false;
    }
    return true;
}

/* Whether a parameter is no stage: the server's own, a credential, or one of the SDKs'. */
static bool is_no_stage(struct text name)
{
    static const char *const others[] = {
        "where",    "hint",      "explain",       "comment", "readPreference", "distinct",
        "pipeline", "rawValues", "rawFieldNames", "limit", /* the SDKs' distinct() may send it */
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (text_is(name, others[i]))
            return true;
    return !name.length || name.bytes[0] == '_';
}

/* Stages may also stand beside each other without a pipeline around, as parameters. One without a $ is
 * refused with the others that are no stages. */
static bool add_loose_stages(struct aggregation *aggregation)
{
    struct request *request = aggregation->pipeline.request;
    const cJSON *member;
    cJSON *value;

    cJSON_ArrayForEach(member, request->body)
    {
        if (!is_no_stage(text_of(member->string)) &&
            !add_stage(aggregation, member->string, member))
            return false;
    }
    for (size_t i = 0; i < request->parameter_count; i++) {
        struct text name = arena_copy(request->context.arena, request->parameters[i].name);
        if (is_no_stage(name))
            continue;
        if (name.bytes[0] != '$')
            return fail(&request->context, PARSE_INVALID_QUERY, "Invalid aggregate stage '%.*s'.",
                        TEXT_PRINTED(name));
        if (!request_json_parameter(request, name.bytes, &value) ||
            !add_stage(aggregation, name.bytes, value))
            return false;
    }
    return true;
}

/* Streams the rows through the pipeline; each has an arena of its own. */
static bool stream(struct aggregation *aggregation)
{
    struct pipeline *pipeline = &aggregation->pipeline;
    struct request *request = pipeline->request;
    struct arena arena;
    struct context context = {.arena = &arena};
    const struct projection *projection;
    struct store_statement *rows;
    bool found = true;
    bool good = true;
    bool full = false;

    if (!projection_all(request, aggregation->query.class, &projection) ||
        !audit_read(request, aggregation->query.class, OPERATION_FIND, "aggregate", text_none()) ||
        !disclosure_enter(request, aggregation->query.class, text_of("")) ||
        !rows_select(request, &aggregation->query, &rows))
        return false;
    arena_init(&arena);
    pipeline->arena = &arena;
    while (good && sql_next(&request->context, rows, &found) && found) {
        struct row row = {.statement = rows, .class = projection->class};
        struct buffer text;
        struct object_writer writer = {.buffer = &text, .request = request};
        const cJSON *document;
        buffer_init(&text, &arena, 512);
        buffer_add_char(&text, '{');
        projection->class->codec->write_members(&writer, &row, projection);
        buffer_add_char(&text, '}');
        document = json_parse(&context, buffer_text(&text));
        good = document && !arena.failed && pipeline_take(pipeline, document);
        full = arena.full;
        arena_reset(&arena);
    }
    if (full) { /* it is the request's memory, too */
        request->context.error = (struct parse_error){0};
        request->context.arena->full = true;
    }
    arena_release(&arena);
    store_release(rows);
    pipeline->arena = request->context.arena;
    json_use_arena(pipeline->arena);
    if (good && !request->context.error.code && pipeline_finish(pipeline))
        return true;
    return fail_internal(&request->context, "an aggregation ran out of memory");
}

/* The plan instead of the results. */
static bool write_plan(struct aggregation *aggregation)
{
    struct request *request = aggregation->pipeline.request;
    struct buffer *body = &request->response.body;
    struct store_statement *rows;
    bool found;

    aggregation->query.explain = true;
    if (!rows_select(request, &aggregation->query, &rows))
        return false;
    while (sql_next(&request->context, rows, &found) && found) {
        buffer_add_string(body, aggregation->pipeline.count++ ? ",{\"plan\":" : "{\"plan\":");
        json_write_string(body, store_column_text(rows, 3));
        buffer_add_char(body, '}');
    }
    store_release(rows);
    return request->context.error.code == 0;
}

/* A field's values, those of an array's elements among them: a $group of all that collects them, and
 * its list taken apart again. */
static bool add_distinct(struct aggregation *aggregation, const char *path)
{
    struct pipeline *pipeline = &aggregation->pipeline;
    cJSON *group = cJSON_CreateObject();
    cJSON *values = cJSON_CreateObject();

    cJSON_AddNullToObject(group, "_id");
    cJSON_AddStringToObject(values, "$addToSet", path);
    cJSON_AddItemToObject(group, "values", values);
    pipeline->only = "values";
    return (strchr(path, '.') || pipeline_add(pipeline, "$unwind", cJSON_CreateString(path))) &&
           pipeline_add(pipeline, "$group", group) &&
           pipeline_add(pipeline, "$unwind", cJSON_CreateString("$values"));
}

static bool wants_plan(struct request *request)
{
    struct text explain = request_list_parameter(request, "explain");

    return explain.length && !text_is(explain, "false") && !text_is(explain, "0");
}

/* Names with dots between. */
static bool is_path(struct text path)
{
    struct text name = field_name_root(path);

    while (field_name_is_valid(name) && name.length < path.length) {
        path.bytes += name.length + 1;
        path.length -= name.length + 1;
        name = field_name_root(path);
    }
    return field_name_is_valid(name);
}

/* What the parameters ask for; *any is false when there can be no results. */
static bool read_parameters(struct aggregation *aggregation, bool *any)
{
    struct request *request = aggregation->pipeline.request;
    struct text distinct = request_list_parameter(request, "distinct");
    struct order_key key;
    cJSON *stages;
    cJSON *where;

    *any = true;
    if (!request_where(request, &where) || !request_json_parameter(request, "pipeline", &stages))
        return false;
    json_use_arena(request->context.arena);
    aggregation->query.extra_where = where;
    if (distinct.length) {
        struct text path = arena_printf(request->context.arena, "$%.*s", TEXT_PRINTED(distinct));
        if (!is_path(distinct))
            return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid field name: %.*s",
                        TEXT_PRINTED(distinct));
        *any = order_find_column(aggregation->query.class, field_name_root(distinct), &key);
        return path.bytes && add_distinct(aggregation, path.bytes);
    }
    return stages ? add_stages(aggregation, stages) : add_loose_stages(aggregation);
}

bool aggregate_get(struct request *request)
{
    struct aggregation aggregation = {.query = {.operation = OPERATION_FIND, .limit = -1}};
    struct buffer *body = &request->response.body;
    cJSON *matches;
    cJSON *where;
    bool any;

    if (!request_class(request, &aggregation.query.class))
        return false;
    json_use_arena(request->context.arena);
    pipeline_init(&aggregation.pipeline, request);
    where = cJSON_CreateObject();
    matches = cJSON_AddArrayToObject(where, "$and");
    if (!matches)
        return fail_internal(&request->context, "out of memory");
    aggregation.matches = matches;
    if (!read_parameters(&aggregation, &any))
        return fail_internal(&request->context, "an aggregation could not be read");
    aggregation.query.where = matches->child ? where : NULL;
    buffer_add_string(body, "{\"results\":[");
    if (any && !(wants_plan(request) ? write_plan(&aggregation) : stream(&aggregation)))
        return false;
    buffer_add_string(body, "]}");
    return true;
}
