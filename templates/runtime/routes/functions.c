/* functions.c - see functions.h. */
#include "routes/functions.h"

#include "formats/json.h"
#include "hooks/webhook.h"
#include "request/hook_run.h"
#include "request/idempotency.h"

/* What the stages hand to each other. */
struct function_call {
    const struct hook_function *function; /* NULL: a webhook */
    struct text url;
    struct text body;
    cJSON *parameters;
};

static const struct hook_function *find_function(const struct app *app, struct text name)
{
    const struct hook_function *function = app->functions;

    for (; function && function->name; function++)
        if (text_is(name, function->name))
            return function;
    return NULL;
}

/* The body and the parameters of the URL, without the transport's own. */
static cJSON *read_parameters(struct request *request)
{
    cJSON *parameters = request->body ? request->body : cJSON_CreateObject();

    for (size_t i = 0; parameters && i < request->parameter_count; i++) {
        struct text name = arena_copy(request->context.arena, request->parameters[i].name);
        struct text value = arena_copy(request->context.arena, request->parameters[i].value);
        if (name.length && name.bytes[0] == '_')
            continue;
        if (!name.bytes || !value.bytes)
            return NULL;
        cJSON_DeleteItemFromObjectCaseSensitive(parameters, name.bytes);
        if (!cJSON_AddStringToObject(parameters, name.bytes, value.bytes))
            return NULL;
    }
    return parameters;
}

static bool ask(struct request *request)
{
    struct function_call *call = request->state;
    struct buffer *body = &request->response.body;
    cJSON *success;

    if (!webhook_ask(request, call->url, call->body, &success))
        return false;
    buffer_add_string(body, success ? "{\"result\":" : "{");
    if (success)
        json_write_tree(body, success);
    buffer_add_char(body, '}');
    return true;
}

/* Leaves it to the call stage to ask the webhook. */
static bool ask_later(struct request *request, struct function_call *call)
{
    struct buffer body;

    buffer_init(&body, request->context.arena, 512);
    buffer_add_string(&body, "{\"functionName\":");
    json_write_string(&body, request->segments[0]);
    buffer_add_string(&body, ",\"params\":");
    json_write_tree(&body, call->parameters);
    if (!webhook_write_caller(request, &body))
        return false;
    buffer_add_char(&body, '}');
    if (body.failed)
        return fail_internal(&request->context, "out of memory");
    call->body = buffer_text(&body);
    request->call = ask;
    /* Only a request id is to be kept on the writer. One that is repeated while it is under way may
     * be asked twice, and is answered once. */
    request->writes = request->request_id.bytes != NULL;
    return idempotency_check(request);
}

bool functions_prepare(struct request *request)
{
    struct function_call *call = arena_alloc(request->context.arena, sizeof *call);
    struct text name = request->segments[0];

    if (!call)
        return fail_internal(&request->context, "out of memory");
    request->state = call;
    json_use_arena(request->context.arena);
    call->function = find_function(request->app, name);
    if (!call->function && !webhook_find(request, text_of(""), name, &call->url))
        return false;
    if (!call->function && !call->url.bytes)
        return fail(&request->context, PARSE_SCRIPT_FAILED, "Invalid function: \"%.*s\"",
                    TEXT_PRINTED(name));
    call->parameters = read_parameters(request);
    if (!call->parameters)
        return fail_internal(&request->context, "out of memory");
    return call->function || ask_later(request, call);
}

bool functions_execute(struct request *request)
{
    struct function_call *call = request->state;
    struct buffer *body = &request->response.body;
    struct hook hook = {request};
    struct buffer result;

    if (!call->function)
        return true; /* the webhook's answer is there */
    json_use_arena(request->context.arena);
    buffer_init(&result, request->context.arena, 256);
    if (!call->function->run(&hook, call->parameters, &result) || request->context.error.code)
        return fail(&request->context, PARSE_SCRIPT_FAILED, "Script failed.");
    if (result.failed)
        return fail_internal(&request->context, "out of memory");
    if (result.length && !json_is_valid(buffer_text(&result)))
        return fail_internal(&request->context, "a function made malformed JSON");
    buffer_add_string(body, result.length ? "{\"result\":" : "{");
    buffer_add_text(body, buffer_text(&result));
    buffer_add_char(body, '}');
    return true;
}
