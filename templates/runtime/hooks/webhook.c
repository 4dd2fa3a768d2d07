/* webhook.c - see webhook.h: what webhooks are there, asking them, and telling them. */
#include "hooks/webhook.h"

#include "base/log.h"
#include "base/pool.h"
#include "formats/date.h"
#include "formats/json.h"
#include "hooks/hook.h"
#include "hooks/webhook_object.h"
#include "outside/outbox.h"
#include "outside/transfer.h"
#include "request/server.h"

#include <stdlib.h>

enum { AFTER_THREADS = 4 };

struct webhooks {
    const struct options *options;
    struct pool *pool; /* tells what has been done */
    atomic_bool any;
};

/* Something to be told: one block, the texts behind the struct. */
struct notice {
    struct webhooks *webhooks;
    struct text url;
    struct text body;
    char bytes[];
};

static void tell(void *job)
{
    struct notice *notice = job;
    const struct options *options = notice->webhooks->options;
    struct transfer_post post = {
        .url = notice->url,
        .key = options->webhook_key,
        .body = notice->body,
        .milliseconds = options->webhook_seconds * 1000,
        .answer_limit = (size_t)options->body_limit,
    };
    struct arena arena;
    struct buffer answer;

    arena_init(&arena);
    buffer_init(&answer, &arena, 256);
    /* It says itself in the log what went wrong. */
    if (!transfer_post(&post, &answer) && transfer_has_given_up())
        outbox_keep(options, OUTBOX_WEBHOOK, notice->url, notice->body);
    arena_release(&arena);
    free(notice);
}

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

struct webhooks *webhooks_start(const struct options *options, struct store_connection *connection)
{
    struct webhooks *webhooks = calloc(1, sizeof *webhooks);
    bool any;

    if (!webhooks || !has_rows(connection, &any)) {
        free(webhooks);
        return NULL;
    }
    webhooks->options = options;
    atomic_init(&webhooks->any, any);
    webhooks->pool = pool_start(&(struct pool_plan){.run = tell, .threads = AFTER_THREADS});
    if (!webhooks->pool) {
        free(webhooks);
        return NULL;
    }
    return webhooks;
}

void webhooks_stop(struct webhooks *webhooks, int64_t milliseconds)
{
    if (!webhooks)
        return;
    if (!pool_drain(webhooks->pool, milliseconds))
        transfer_give_up();
    pool_stop(webhooks->pool);
    pool_free(webhooks->pool);
    free(webhooks);
}

struct pool *webhooks_pool(const struct webhooks *webhooks)
{
    return webhooks->pool;
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
    if (left <= 0 || !transfer_post(&post, &buffer))
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

/* What is left for after the commit. */
struct telling {
    struct text url;
    struct text body;
};

void webhooks_tell(struct webhooks *webhooks, struct text url, struct text body)
{
    struct notice *notice = malloc(sizeof *notice + url.length + body.length);

    if (notice) {
        memcpy(notice->bytes, url.bytes, url.length);
        memcpy(notice->bytes + url.length, body.bytes, body.length);
        notice->webhooks = webhooks;
        notice->url = (struct text){notice->bytes, url.length};
        notice->body = (struct text){notice->bytes + url.length, body.length};
        if (pool_submit(webhooks->pool, 0, notice))
            return;
    }
    log_error("a webhook was not told: too much waits to be told");
    free(notice);
}

static void hand_on(struct request *request, void *state)
{
    const struct telling *telling = state;

    webhooks_tell(request->server->webhooks, telling->url, telling->body);
}

bool webhook_after(struct request *request, const struct class *class, const char *trigger_name,
                   const void *object, const void *original)
{
    struct telling *telling;
    struct text url;
    struct buffer body;

    if (!webhook_find(request, class->name, text_of(trigger_name), &url) || !url.bytes)
        return request->context.error.code == 0;
    telling = arena_alloc(request->context.arena, sizeof *telling);
    buffer_init(&body, request->context.arena, 1024);
    webhook_object_body(&body, class, trigger_name, object, original);
    if (!webhook_write_caller(request, &body))
        return false;
    buffer_add_char(&body, '}');
    if (!telling || body.failed)
        return fail_internal(&request->context, "out of memory");
    *telling = (struct telling){url, buffer_text(&body)};
    return request_afterwards(request, hand_on, telling);
}
