/* graphql_client.c - GraphQL's protocol, graphql-transport-ws: what a client asks for, and what it is told. A
 * subscription is one like any other, whose events are written as its document has them (resolve/telling.h); queries
 * and mutations are executed as those by HTTP (operations.h). Codes and words are those of the package graphql-ws. */
#include "formats/json.h"
#include "live/graphql_answer.h"
#include "live/graphql_message.h"
#include "live/operations.h"
#include "live/protocol.h"
#include "live/subscribing.h"
#include "request/rates.h"
#include "resolve/telling.h"

enum { REASON_LIMIT = 123 /* bytes, of a closing frame */ };

static void close_with(struct live_client *client, enum websocket_code code, const char *reason)
{
    websocket_close(&client->websocket, code, reason, false);
}

/* Messages. */

/* Why there is no subscription: the request's failure, or else what is wrong with the document. */
static void send_refusal(struct live_client *client, struct text id, const struct request *request,
                         const struct graphql_errors *errors)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 512);
    if (request->context.error.code || !errors->first) {
        graphql_write_error(&message, id, &request->context.error);
    } else {
        graphql_write_head(&message, id, "error");
        buffer_add_string(&message, ",\"payload\":");
        graphql_errors_write(&message, errors);
        buffer_add_char(&message, '}');
    }
    live_send(client, &message);
}

/* connection_init */

/* Whether the session that the client has named is one. */
static bool has_session(struct live_client *client)
{
    struct live_request *own = live_request_new(client, &client->live->arena, text_none(), true);

    return own && !own->request.context.error.code;
}

static void connect_client(struct live_client *client, const struct graphql_message *message)
{
    struct live_message credentials;
    struct buffer answer;

    if (client->connected) {
        close_with(client, GRAPHQL_TOO_MANY_INITS, "Too many initialisation requests");
        return;
    }
    if (!graphql_message_credentials(message->payload, &credentials)) {
        close_with(client, GRAPHQL_BAD_MESSAGE, "What stands for headers must be strings");
        return;
    }
    if (!live_admit_client(client, &credentials) || !has_session(client)) {
        close_with(client, GRAPHQL_FORBIDDEN, "Forbidden");
        return;
    }
    buffer_init(&answer, &client->live->arena, 64);
    buffer_add_string(&answer, "{\"type\":\"connection_ack\"}");
    live_send(client, &answer);
}

static void answer_ping(struct live_client *client, const struct graphql_message *message)
{
    struct buffer answer;

    buffer_init(&answer, &client->live->arena, 128);
    buffer_add_string(&answer, "{\"type\":\"pong\"");
    if (message->payload) {
        buffer_add_string(&answer, ",\"payload\":");
        json_write_tree(&answer, message->payload);
    }
    buffer_add_char(&answer, '}');
    live_send(client, &answer);
}

/* subscribe */

static struct subscription *find_subscription(struct live_client *client, struct text id)
{
    struct subscription *subscription = client->subscriptions;

    while (subscription && !text_equal(subscription->id, id))
        subscription = subscription->next_of_client;
    return subscription;
}

/* What happened behind that place is not known any more: who goes on from there has to be told, and nothing that a
 * subscription says could. */
static void refuse_place(struct subscription *subscription)
{
    live_subscription_end(subscription, PARSE_INVALID_QUERY,
                          text_of("What has happened since is not known any more."));
}

static void begin_subscription(struct live_client *client, struct live_request *own,
                               const struct graphql_message *message, const struct asked *asked)
{
    struct request *request = &own->request;
    struct telling telling = {.field = NULL};
    struct live_message wanted = {.id = message->id};
    struct subscription *subscription = NULL;
    struct buffer kept;
    bool resumed;

    buffer_init(&kept, request->context.arena, asked->query.length + 128);
    json_write_tree(&kept, message->payload);
    if (kept.failed)
        fail_internal(&request->context, "out of memory");
    else if (!request->context.error.code && rates_take(request, RATE_REQUESTS, 1) &&
             telling_read(request, asked, &telling) && telling_read_arguments(request, &telling)) {
        wanted.asked = buffer_text(&kept);
        wanted.class_name = telling.class->name;
        wanted.where = telling.where;
        wanted.watch = telling.watch;
        wanted.events = telling.events;
        wanted.since = telling.since;
        subscription = live_subscribe(client, own, &wanted, &resumed);
    }
    if (!subscription)
        send_refusal(client, message->id, request, &telling.operation.errors);
    else if (wanted.since.bytes && !resumed)
        refuse_place(subscription);
}

static bool is_taken(struct live_client *client, struct text id)
{
    return find_subscription(client, id) || live_operation_find(client, id);
}

static void subscribe(struct live_client *client, const struct graphql_message *message)
{
    struct arena *arena = &client->live->arena;
    struct live_request *own;
    struct asked asked;
    const char *fault = asked_read(message->payload, &asked);
    const char *taken =
        arena_printf(arena, "Subscriber for %s already exists", message->id.bytes).bytes;

    if (!client->connected) {
        close_with(client, GRAPHQL_UNAUTHORIZED, "Unauthorized");
        return;
    }
    if (fault) {
        close_with(client, GRAPHQL_BAD_MESSAGE, fault);
        return;
    }
    if (is_taken(client, message->id)) {
        close_with(client, GRAPHQL_TAKEN,
                   taken && strlen(taken) <= REASON_LIMIT ? taken : "Subscriber already exists");
        return;
    }
    own = live_request_new(client, arena, text_none(), true);
    if (!own)
        live_close_for_memory(client);
    else if (telling_is_asked(&own->request, &asked))
        begin_subscription(client, own, message, &asked);
    else
        live_operation_begin(client, message);
}

static void complete(struct live_client *client, struct text id)
{
    struct subscription *subscription = find_subscription(client, id);

    if (subscription)
        live_unsubscribe(subscription);
    else
        live_operation_forget(live_operation_find(client, id));
}

static void take(struct live_client *client, struct text text)
{
    struct context context = {.arena = &client->live->arena};
    struct graphql_message message;

    arena_reset(context.arena);
    if (!graphql_message_read(&context, text, &message)) {
        close_with(client, GRAPHQL_BAD_MESSAGE, context.error.message.bytes);
        return;
    }
    switch (message.type) {
    case GRAPHQL_CONNECTION_INIT:
        connect_client(client, &message);
        break;
    case GRAPHQL_PING:
        answer_ping(client, &message);
        break;
    case GRAPHQL_PONG:
        break;
    case GRAPHQL_SUBSCRIBE:
        subscribe(client, &message);
        break;
    case GRAPHQL_COMPLETE:
        complete(client, message.id);
        break;
    }
}

/* Events. */

/* Appends the message that tells of it, what is disclosed as extensions of the result. False: the request has
 * failed. */
static bool write_told(struct buffer *message, struct request *request,
                       const struct subscription *subscription, const struct told *told)
{
    const cJSON *payload = json_parse(&request->context, subscription->asked);
    struct telling telling;
    struct asked asked;

    if (!payload)
        return false;
    if (asked_read(payload, &asked) || !telling_read(request, &asked, &telling))
        return request->context.error.code ? false
                                           : fail(&request->context, PARSE_INVALID_QUERY,
                                                  "The subscription is not valid any more.");
    graphql_write_head(message, subscription->id, "next");
    buffer_add_string(message, ",\"payload\":");
    if (!telling_write(request, &telling, told, message))
        return false;
    graphql_write_extensions(message, request);
    buffer_add_string(message, "}}");
    return true;
}

static bool write_event(struct live *live, struct buffer *message, const struct live_event *event)
{
    const struct change *change = event->change;
    struct request *request = event->request;
    struct told told = {
        .event = event->verdict->event,
        .object_id = row_image_id(change->after ? change->after : change->before),
        .node = event->verdict->object.node,
        .original = event->verdict->original.node,
        .since = live_since(live, request->context.arena, change->number),
    };

    request->image = NULL; /* what the object leads to is as it is now */
    return write_told(message, request, event->subscription, &told);
}

static void write_leave(struct live *live, struct buffer *message,
                        const struct subscription *subscription, struct text object_id)
{
    struct live_request *own =
        live_request_new(subscription->client, &live->arena, subscription->token, false);
    struct told told = {.event = "leave",
                        .object_id = object_id,
                        .since = live_since(live, &live->arena, live->told)};

    if (!own || own->request.context.error.code ||
        !write_told(message, &own->request, subscription, &told))
        message->failed = true;
}

static void write_end(struct buffer *message, const struct subscription *subscription, int code,
                      struct text why)
{
    graphql_write_error(message, subscription->id,
                        &(struct parse_error){.code = code, .message = why});
}

const struct live_protocol live_graphql = {
    .take = take,
    .write_event = write_event,
    .write_leave = write_leave,
    .write_end = write_end,
    .late = GRAPHQL_LATE,
    .late_reason = "Connection initialisation timeout",
};
