/* webhook.c - see webhook.h: what webhooks are there, asking them, and telling them. */
#include "hooks/webhook.h"

#include "formats/date.h"
#include "formats/json.h"
#include "hooks/hook.h"
#include "hooks/webhook_object.h"
#include "outside/outbox.h"
#include "outside/transfer.h"
#include "request/server.h"

#include <stdlib.h>

struct webhooks {
    atomic_bool any;
};

static bool has_rows(struct store_connection *connection, bool *any)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done;

    arena_init(&arena);
    done = sql_exists(&context,
                      sql_statement(&context, connection, "SELECT 1 FROM \"_Hook\" LIMIT 1", NULL),
                      any);
    arena_release(&arena);
    return done;
}

struct webhooks *webhooks_start(struct store_connection *connection)
{
    struct webhooks *webhooks = calloc(1, sizeof *webhooks);
    bool any;

    if (!webhooks || !has_rows(connection, &any)) {
        free(webhooks);
        return NULL;
    }
    atomic_init(&webhooks->any, any);
    return webhooks;
}

void webhooks_stop(struct webhooks *webhooks)
{
    free(webhooks);
}

bool webhook_any(const struct request *request)
{
    return request->server && request->server->webhooks &&
           atomic_load_explicit(&request->server->webhooks->any, memory_order_relaxed);
}

void webhook_note_added(const struct request *request)
{
    atomic_store(&request->server->webhooks->any, true);
}

bool webhook_trigger_is_known(const struct request *request, struct text class_name,
                              struct text trigger_name)
{
    static const char *const of_all[] = {"beforeSave", "afterSave", "beforeDelete", "afterDelete"};
    static const char *const of_users[] = {"beforeLogin", "afterLogin"};
    const struct class *class = app_find_class(request->app, class_name);

    if (!class || class == request->app->session || class == request->app->installation)
        return false;
    for (size_t i = 0; i < sizeof of_all / sizeof *of_all; i++)
        if (text_is(trigger_name, of_all[i]))
            return true;
    for (size_t i = 0; class == request->app->user && i < sizeof of_users / sizeof *of_users; i++)
        if (text_is(trigger_name, of_users[i]))
            return true;
    return false;
}

bool webhook_find(struct request *request, struct text class_name, struct text name,
                  struct text *url)
{
    *url = text_none();
    return !webhook_any(request) ||
           sql_word(&request->context,
                    request_statement(
                        request,
                        "SELECT \"url\" FROM \"_Hook\" WHERE \"className\" = ?1 AND \"name\" = ?2",
                        SQL_VALUES(sql_text(class_name), sql_text(name))),
                    url);
}

/* What JavaScript takes for false is no error. */
static bool is_error(const cJSON *error)
{
    return error && !cJSON_IsNull(error) && !cJSON_IsFalse(error) &&
           !(cJSON_IsString(error) && !error->valuestring[0]) &&
           !(cJSON_IsNumber(error) && error->valuedouble == 0);
}

/* Error 141, as in parse-server, with the webhook's message; an error without one, such as {"code":
 * 1337, "error": "..."}, is passed on whole, so that its code arrives. */
static bool fail_as_told(struct request *request, const cJSON *error)
{
    const cJSON *message = cJSON_GetObjectItemCaseSensitive(error, "message");
    const cJSON *told = is_error(message) ? message : error;
    struct buffer json;

    if (cJSON_IsString(told))
        return fail(&request->context, PARSE_SCRIPT_FAILED, "%s", told->valuestring);
    buffer_init(&json, request->context.arena, 128);
    json_write_tree(&json, told);
    if (json.failed)
        return fail_internal(&request->context, "out of memory");
    return fail_with_json(&request->context, PARSE_SCRIPT_FAILED, buffer_text(&json));
}

bool webhook_ask(struct request *request, struct text url, struct text body, cJSON **success)
{
    const struct options *options = &request->server->options;
    int64_t left = request->now + options->webhook_seconds * 1000 - date_now();
    struct transfer_post post = {
        .url = url,
        .key = options->webhook_key,
        .body = body,
        .milliseconds = left,
        .answer_limit = (size_t)options->body_limit,
    };
    struct buffer buffer;
    cJSON *answer;

    *success = NULL;
    buffer_init(&buffer, request->context.arena, 1024);
    if (left <= 0 || !transfer_post(&post, &buffer, NULL))
        return fail(&request->context, PARSE_SCRIPT_FAILED, "The webhook gave no answer.");
    answer = json_parse(&request->context, buffer_text(&buffer));
    if (!answer)
        return forgive(&request->context) &&
               fail(&request->context, PARSE_SCRIPT_FAILED, "Malformed response");
    if (is_error(cJSON_GetObjectItemCaseSensitive(answer, "error")))
        return fail_as_told(request, cJSON_GetObjectItemCaseSensitive(answer, "error"));
    *success = cJSON_GetObjectItemCaseSensitive(answer, "success");
    return true;
}

bool webhook_write_caller(struct request *request, struct buffer *body)
{
    struct hook hook = {request};

    buffer_add_string(body, ",\"master\":");
    buffer_add_string(body, request->principal.master ? "true" : "false");
    if (principal_signed_in(&request->principal)) {
        buffer_add_string(body, ",\"user\":");
        if (!hook_write_object(&hook, HOOK_AS_MASTER, request->app->user,
                               request->principal.user_id, body))
            return false;
    }
    if (request->installation_id.bytes) {
        buffer_add_string(body, ",\"installationId\":");
        json_write_string(body, request->installation_id);
    }
    return true;
}

bool webhook_after(struct request *request, const struct class *class, const char *trigger_name,
                   const void *object, const void *original)
{
    struct outbox_letter letter = {.kind = OUTBOX_WEBHOOK};
    struct buffer body;

    if (!webhook_find(request, class->name, text_of(trigger_name), &letter.to) || !letter.to.bytes)
        return request->context.error.code == 0;
    buffer_init(&body, request->context.arena, 1024);
    webhook_object_body(&body, class, trigger_name, object, original);
    if (!webhook_write_caller(request, &body))
        return false;
    buffer_add_char(&body, '}');
    letter.body = buffer_text(&body);
    letter.order = ((const struct object *)object)->object_id;
    letter.about =
        arena_printf(request->context.arena, "%s of %.*s", trigger_name, TEXT_PRINTED(class->name))
            .bytes;
    if (body.failed || !letter.about)
        return fail_internal(&request->context, "out of memory");
    letter.id = outbox_new_id(request);
    return letter.id.bytes && outbox_put(request, &letter);
}
