/* request.c - what every route needs of a request. */
#include "request/request.h"

#include "base/log.h"
#include "formats/json.h"

enum http_method method_from_text(struct text name)
{
    static const struct {
        const char *name;
        enum http_method method;
    } methods[] = {
        {"GET", METHOD_GET},       {"POST", METHOD_POST},       {"PUT", METHOD_PUT},
        {"DELETE", METHOD_DELETE}, {"OPTIONS", METHOD_OPTIONS},
    };

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (text_is(name, methods[i].name))
            return methods[i].method;
    return METHOD_OTHER;
}

struct principal request_act_as_server(struct request *request)
{
    struct principal before = request->principal;

    request->principal.master = true;
    return before;
}

void request_act_as(struct request *request, struct principal principal)
{
    request->principal = principal;
}

void request_make(struct request *request, const struct class *class)
{
    request->makes = class;
}

bool request_prepare(struct request *request)
{
    const struct route *route = request->route;

    if (request->context.error.code)
        return false;
    return !route->prepare || route->prepare(request);
}

bool request_hash(struct request *request)
{
    const struct route *route = request->route;

    if (request->context.error.code)
        return false;
    return !request->needs_hash || !route->hash || route->hash(request);
}

bool request_call(struct request *request)
{
    if (request->context.error.code)
        return false;
    return !request->call || request->call(request);
}

bool request_execute(struct request *request)
{
    if (request->context.error.code)
        return false;
    if (!request->route->execute(request) || request->context.error.code)
        return false;
    if (request->context.arena->failed || request->response.body.failed)
        return fail_internal(&request->context, "out of memory");
    return true;
}

struct afterwards_task {
    void (*run)(struct request *request, void *state);
    void *state;
    struct afterwards_task *next;
};

bool request_afterwards(struct request *request, void (*run)(struct request *request, void *state),
                        void *state)
{
    struct afterwards_task *task;

    if (!request->afterwards)
        return true;
    task = arena_alloc(request->context.arena, sizeof *task);
    if (!task)
        return fail_internal(&request->context, "out of memory");
    *task = (struct afterwards_task){.run = run, .state = state};
    if (!request->afterwards->first)
        request->afterwards->end = &request->afterwards->first;
    *request->afterwards->end = task;
    request->afterwards->end = &task->next;
    return true;
}

void request_run_afterwards(struct request *request)
{
    struct afterwards_task *task = request->afterwards ? request->afterwards->first : NULL;

    if (task)
        request->afterwards->first = NULL;
    for (; task; task = task->next)
        task->run(request, task->state);
}

static struct text query_parameter(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (text_is(request->parameters[i].name, name))
            return request->parameters[i].value;
    return text_none();
}

struct text request_parameter(struct request *request, const char *name)
{
    const cJSON *member =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, name) : NULL;
    struct buffer printed;

    if (!member)
        return query_parameter(request, name);
    if (cJSON_IsString(member))
        return text_of(member->valuestring);
    buffer_init(&printed, request->context.arena, 64);
    json_write_tree(&printed, member);
    return buffer_text(&printed);
}

/* The texts of a JSON array with commas between; without bytes when it has something else. */
static struct text joined(struct arena *arena, const cJSON *array)
{
    const cJSON *item;
    struct buffer list;

    buffer_init(&list, arena, 64);
    cJSON_ArrayForEach(item, array)
    {
        if (!cJSON_IsString(item))
            return text_none();
        if (item != array->child)
            buffer_add_char(&list, ',');
        buffer_add_string(&list, item->valuestring);
    }
    return buffer_text(&list);
}

struct text request_list_parameter(struct request *request, const char *name)
{
    struct text text = request_parameter(request, name);
    struct context quiet = {.arena = request->context.arena};
    struct text list = text;
    cJSON *json;

    if (!text.length || (text.bytes[0] != '[' && text.bytes[0] != '"'))
        return text;
    json = json_parse(&quiet, text);
    if (json && cJSON_IsArray(json))
        list = joined(request->context.arena, json);
    else if (json && cJSON_IsString(json))
        list = text_of(json->valuestring);
    return list.bytes ? list : text;
}

bool request_json_parameter(struct request *request, const char *name, cJSON **json)
{
    cJSON *member = request->body ? cJSON_GetObjectItemCaseSensitive(request->body, name) : NULL;
    struct text text;

    *json = NULL;
    if (member && !cJSON_IsString(member)) {
        *json = member;
        return true;
    }
    text = member ? text_of(member->valuestring) : query_parameter(request, name);
    if (!text.bytes)
        return true;
    *json = json_parse(&request->context, text);
    return *json != NULL;
}

bool request_where(struct request *request, cJSON **where)
{
    bool parsed = request_json_parameter(request, "where", where);

    if (parsed && *where && cJSON_IsString(*where)) {
        *where = json_parse(&request->context, text_of((*where)->valuestring));
        parsed = *where != NULL;
    }
    if (!parsed && request->context.error.code == PARSE_INVALID_JSON)
        request->context.error.message = text_of("where parameter is not valid JSON");
    return parsed;
}

bool request_class(struct request *request, const struct class **class)
{
    struct text name = request->segments[0];

    *class = app_find_class(request->app, name);
    if (*class)
        return true;
    /* The schema is fixed: no request adds a class, not even with the master key. */
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "This user is not allowed to access non-existent class: %.*s", TEXT_PRINTED(name));
}

bool request_fail_condition(struct request *request, const char *message)
{
    if (request->context.error.code)
        return false;
    fail(&request->context, PARSE_OPERATION_FORBIDDEN, "%s", message);
    if (!request->context.error.internal)
        request->context.error.status = 412;
    return false;
}

/* RFC 9110, 5.5: what a value may not hold, or hold only for a recipient that reads it as it was meant,
 * becomes a question mark. Nothing in a value can end its line. */
static bool make_printable(struct arena *arena, struct text *value)
{
    char *copy = (char *)(uintptr_t)arena_copy(arena, *value).bytes;

    for (size_t i = 0; copy && i < value->length; i++)
        if (copy[i] < ' ' || copy[i] > '~')
            copy[i] = '?';
    value->bytes = copy;
    return copy != NULL;
}

bool response_add_header(struct request *request, const char *name, struct text value)
{
    struct response_header *header = arena_alloc(request->context.arena, sizeof *header);

    if (!header || !value.bytes || !make_printable(request->context.arena, &value))
        return fail_internal(&request->context, "out of memory");
    *header =
        (struct response_header){.name = name, .value = value, .next = request->response.headers};
    request->response.headers = header;
    return true;
}

/* Takes the closing brace off, puts the member behind the others, and closes again. */
void response_add_member(struct request *request, const char *name, struct text value)
{
    struct buffer *body = &request->response.body;

    if (body->length && body->bytes[body->length - 1] == '}')
        body->length--;
    buffer_add_string(body, body->length > 1 ? ",\"" : "\"");
    buffer_add_string(body, name);
    buffer_add_string(body, "\":");
    buffer_add_text(body, value);
    buffer_add_string(body, "}");
}

void response_add_session_token(struct request *request, struct text token)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 64);
    json_write_string(&json, token);
    response_add_member(request, "sessionToken", buffer_text(&json));
}
