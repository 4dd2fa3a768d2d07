/* endpoint.c - see endpoint.h. What is no GraphQL request is answered 400, or 415 for what is neither JSON nor a
 * form with files; a document that is none, or may not be executed, with errors and no data: 200 for clients that
 * take application/json, 400 for those that ask for application/graphql-response+json. */
#include "resolve/endpoint.h"

#include "formats/json.h"
#include "request/server.h"
#include "resolve/asked.h"
#include "resolve/upload.h"

#include <strings.h>

static const char graphql_type[] = "application/graphql-response+json; charset=utf-8";

bool graphql_has_path(struct text path)
{
    return text_is(path, "/graphql");
}

/* Whether a list of media types has the one, however it is written, and does not take it back by q=0. */
static bool accepts(struct text list, const char *type)
{
    struct text item;

    while (text_next_item(&list, &item)) {
        struct text name = text_trim(item, " \t");
        const char *semicolon = name.length ? memchr(name.bytes, ';', name.length) : NULL;
        struct text rest = TEXT("");
        if (semicolon) {
            rest = (struct text){semicolon, name.length - (size_t)(semicolon - name.bytes)};
            name.length = (size_t)(semicolon - name.bytes);
        }
        name = text_trim(name, " \t");
        if (name.length == strlen(type) && strncasecmp(name.bytes, type, name.length) == 0)
            return !rest.bytes || !memmem(rest.bytes, rest.length, "q=0", 3) ||
                   memmem(rest.bytes, rest.length, "q=0.", 4);
    }
    return false;
}

/* The first of the two media types that the client names; JSON when it names neither. */
static bool wants_graphql_type(struct text accept)
{
    struct text item;

    while (text_next_item(&accept, &item)) {
        if (accepts(item, "application/graphql-response+json"))
            return true;
        if (accepts(item, "application/json"))
            return false;
    }
    return false;
}

/* Answers with the errors alone, and executes nothing. */
static bool answer_errors(struct request *request, int status, const struct graphql_errors *errors)
{
    struct buffer *json = &request->response.body;

    if (!errors->first)
        return fail_internal(&request->context, "out of memory");
    buffer_add_string(json, "{\"errors\":");
    graphql_errors_write(json, errors);
    buffer_add_char(json, '}');
    request->response.status = status;
    request->writes = false;
    request->state = NULL;
    return true;
}

/* The same with one that is no fault of the document. */
static bool refuse(struct request *request, int status, const char *message)
{
    struct graphql_errors errors;

    graphql_errors_init(&errors, request->context.arena, 1);
    graphql_error_add(&errors, "BAD_REQUEST", message, GRAPHQL_NO_TEXTS);
    return answer_errors(request, status, &errors);
}

static bool is_json(struct text type)
{
    return accepts(type, "application/json") || accepts(type, "application/graphql+json");
}

/* A member of the URL's query that is JSON; false when it is none, or no object. */
static bool read_parameter(struct request *request, struct text text, const cJSON **json)
{
    struct context scratch = {.arena = request->context.arena};

    *json = NULL;
    if (!text.length || text_is(text, "null"))
        return true;
    *json = json_parse(&scratch, text);
    return cJSON_IsObject(*json);
}

static const char *read_url(struct request *request, struct asked *given)
{
    struct text variables = request_parameter(request, "variables");
    struct text extensions = request_parameter(request, "extensions");
    const cJSON *ignored;

    given->query = request_parameter(request, "query");
    given->operation_name = request_parameter(request, "operationName");
    if (!given->operation_name.length)
        given->operation_name = text_none();
    if (!given->query.bytes)
        return "The request must have a query, which is a string.";
    if (!read_parameter(request, variables, &given->variables))
        return "variables must be an object.";
    if (!read_parameter(request, extensions, &ignored))
        return "extensions must be an object.";
    return NULL;
}

static bool call(struct request *request)
{
    struct execution *operation = request->state;

    return parts_call(operation->parts);
}

static bool begin(struct request *request, const struct asked *given)
{
    struct execution *operation = arena_alloc(request->context.arena, sizeof *operation);
    int status = request->response.json_type ? 400 : 200;

    if (!operation)
        return fail_internal(&request->context, "out of memory");
    graphql_errors_init(&operation->errors, request->context.arena, ERROR_LIMIT);
    json_use_arena(request->context.arena);
    if (!asked_validate(request, given, operation)) {
        if (request->context.arena->failed)
            return fail_internal(&request->context, "out of memory");
        return answer_errors(request, status, &operation->errors);
    }
    if (request->method == METHOD_GET && operation->written->kind != GRAPHQL_QUERY)
        return refuse(request, 405, "A GET may only ask; mutations come by POST.");
    if (operation->written->kind == GRAPHQL_SUBSCRIPTION)
        return refuse(request, status, "Subscriptions are not for HTTP.");
    request->state = operation;
    if (!operation_begin(request, operation))
        return operation->errors.first && !request->context.error.code &&
               answer_errors(request, status, &operation->errors);
    if (parts_prepared(request, operation->parts))
        request->call = call;
    return true;
}

bool graphql_prepare(struct request *request)
{
    struct asked given = {0};
    const char *fault;

    request->writes = false;
    if (!request->server->graphql) {
        request->context.error =
            (struct parse_error){.code = -1, .status = 404, .message = text_of("not found")};
        return false;
    }
    if (wants_graphql_type(request->accept))
        request->response.json_type = graphql_type;
    if (request->method == METHOD_GET) {
        fault = read_url(request, &given);
        return fault ? refuse(request, 400, fault) : begin(request, &given);
    }
    if (upload_is_form(request->content_type)) {
        fault = upload_read_form(request);
        if (fault)
            return refuse(request, 400, fault);
    } else if (!is_json(request->content_type)) {
        return refuse(request, 415, "The request's Content-Type must be application/json.");
    }
    fault = asked_read(request->body, &given);
    return fault ? refuse(request, 400, fault) : begin(request, &given);
}

bool graphql_hash(struct request *request)
{
    struct execution *operation = request->state;

    return parts_hash_next(request, operation->parts);
}

bool graphql_execute(struct request *request)
{
    struct execution *operation = request->state;

    if (!operation)
        return true; /* it has been answered */
    return parts_execute(request, operation->parts) &&
           (request->unfinished || operation_answer(request, operation));
}
