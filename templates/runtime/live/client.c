/* client.c - Parse's protocol: what a client asks for, and what it is answered. Codes and words are parse-server's
 * (LiveQuery/ParseLiveQueryServer). */
#include "formats/json.h"
#include "live/protocol.h"
#include "live/subscribing.h"
#include "request/rates.h"

enum { LIVE_BAD_REQUEST = 1, LIVE_UNKNOWN = 2, LIVE_BAD_KEY = 4 };

/* Answers. */

static void write_member(struct buffer *message, const char *name, struct text value)
{
    buffer_add_string(message, ",\"");
    buffer_add_string(message, name);
    buffer_add_string(message, "\":");
    json_write_string(message, value);
}

static void write_head(struct buffer *message, const struct live_client *client, const char *op)
{
    buffer_add_string(message, "{\"op\":\"");
    buffer_add_string(message, op);
    buffer_add_string(message, "\"");
    write_member(message, "clientId", text_of(client->id));
    if (client->installation_id)
        write_member(message, "installationId", text_of(client->installation_id));
}

static void write_request_id(struct buffer *message, double request_id)
{
    buffer_add_string(message, ",\"requestId\":");
    json_write_number(message, request_id);
}

static void write_since(struct live *live, struct buffer *message, uint64_t number)
{
    write_member(message, "since", live_since(live, message->arena, number));
}

/* `request_id` is NULL where the error is about none. */
static void write_error(struct buffer *message, int code, struct text why, bool reconnect,
                        const double *request_id)
{
    buffer_add_string(message, "{\"op\":\"error\"");
    write_member(message, "error", why);
    buffer_add_string(message, ",\"code\":");
    buffer_add_int64(message, parse_code_on_wire(code));
    buffer_add_string(message, reconnect ? ",\"reconnect\":true" : ",\"reconnect\":false");
    if (request_id)
        write_request_id(message, *request_id);
    else
        buffer_add_string(message, ",\"requestId\":null");
    buffer_add_char(message, '}');
}

static void send_error(struct live_client *client, int code, struct text why, bool reconnect,
                       const double *request_id)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    write_error(&message, code, why, reconnect, request_id);
    live_send(client, &message);
}

static void send_done(struct live_client *client, const char *op, double request_id)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    write_head(&message, client, op);
    write_request_id(&message, request_id);
    buffer_add_char(&message, '}');
    live_send(client, &message);
}

/* Subscriptions. */

static struct subscription *find_subscription(struct live_client *client, double request_id)
{
    struct subscription *subscription = client->subscriptions;

    while (subscription &&
           (subscription->request_id < request_id || subscription->request_id > request_id))
        subscription = subscription->next_of_client;
    return subscription;
}

/* connect */

static void make_id(char *id)
{
    unsigned char bytes[16];
    char hex[2 * sizeof bytes + 1];

    randombytes_buf(bytes, sizeof bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40); /* RFC 9562, section 5.4 */
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    memset(id, '-', CLIENT_ID_LENGTH);
    memcpy(id, hex, 8);
    memcpy(id + 9, hex + 8, 4);
    memcpy(id + 14, hex + 12, 4);
    memcpy(id + 19, hex + 16, 4);
    memcpy(id + 24, hex + 20, 12);
    id[CLIENT_ID_LENGTH] = '\0';
}

static void connect_client(struct live_client *client, const struct live_message *message)
{
    struct buffer answer;

    if (client->connected) {
        send_error(client, LIVE_BAD_REQUEST, text_of("This client is connected already"), false,
                   NULL);
        return;
    }
    if (!live_admit_client(client, message)) {
        send_error(client, LIVE_BAD_KEY, text_of("Key in request is not valid"), true, NULL);
        websocket_close(&client->websocket, WEBSOCKET_POLICY, "the key is not valid", false);
        return;
    }
    make_id(client->id);
    buffer_init(&answer, &client->live->arena, 256);
    write_head(&answer, client, "connected");
    buffer_add_char(&answer, '}');
    live_send(client, &answer);
}

/* subscribe */

static void send_subscribed(struct live_client *client, const struct live_message *message,
                            const struct request *request, const struct subscription *subscription,
                            bool resumed)
{
    struct buffer answer;

    buffer_init(&answer, &client->live->arena, 256);
    write_head(&answer, client, "subscribed");
    write_request_id(&answer, subscription->request_id);
    if (message->since.bytes)
        buffer_add_string(&answer, resumed ? ",\"resumed\":true" : ",\"resumed\":false");
    write_since(client->live, &answer, subscription->after);
    (void)live_write_disclosure(&answer, request);
    buffer_add_char(&answer, '}');
    live_send(client, &answer);
}

static void subscribe(struct live_client *client, const struct live_message *message)
{
    struct arena *arena = &client->live->arena;
    struct live_request *own = live_request_new(client, arena, message->session_token, true);
    const struct subscription *subscription;
    bool resumed;

    if (!own) {
        live_close_for_memory(client);
        return;
    }
    subscription = !own->request.context.error.code && rates_take(&own->request, RATE_REQUESTS, 1)
                       ? live_subscribe(client, own, message, &resumed)
                       : NULL;
    if (subscription)
        send_subscribed(client, message, &own->request, subscription, resumed);
    else
        send_error(client, own->request.context.error.code, own->request.context.error.message,
                   false, &message->request_id);
}

/* What is said of a client that did not connect, or of a subscription that is not there. */
static bool check_client(struct live_client *client, const char *what)
{
    struct text why =
        arena_printf(&client->live->arena,
                     "Can not find this client, make sure you connect to server before %s", what);

    if (!client->connected)
        send_error(client, LIVE_UNKNOWN, why, true, NULL);
    return client->connected;
}

static void unsubscribe(struct live_client *client, const struct live_message *message)
{
    struct subscription *subscription = find_subscription(client, message->request_id);
    struct text why;

    if (subscription) {
        live_unsubscribe(subscription);
        send_done(client, "unsubscribed", message->request_id);
        return;
    }
    why = arena_printf(&client->live->arena,
                       "Cannot find subscription with clientId %s subscriptionId %.17g. Make sure "
                       "you subscribe to live query server before unsubscribing.",
                       client->id, message->request_id);
    send_error(client, LIVE_UNKNOWN, why, true, NULL);
}

/* A second subscription of one number takes the first one's place, as an update's does. */
static void replace(struct live_client *client, const struct live_message *message)
{
    struct subscription *old = find_subscription(client, message->request_id);

    if (old)
        live_unsubscribe(old);
    subscribe(client, message);
}

static void take(struct live_client *client, struct text text)
{
    struct context context = {.arena = &client->live->arena};
    struct live_message message;

    arena_reset(context.arena);
    if (!live_message_read(&context, text, &message)) {
        send_error(client, LIVE_BAD_REQUEST, context.error.message, true, NULL);
        return;
    }
    switch (message.operation) {
    case LIVE_CONNECT:
        connect_client(client, &message);
        break;
    case LIVE_SUBSCRIBE:
    case LIVE_UPDATE:
        if (check_client(client, "subscribing"))
            replace(client, &message);
        break;
    case LIVE_UNSUBSCRIBE:
        if (check_client(client, "unsubscribing"))
            unsubscribe(client, &message);
        break;
    }
}

/* Events. */

static bool write_event(struct live *live, struct buffer *message, const struct live_event *event)
{
    const struct verdict *verdict = event->verdict;

    write_head(message, event->subscription->client, verdict->event);
    write_request_id(message, event->subscription->request_id);
    buffer_add_string(message, ",\"object\":");
    buffer_add_text(message, verdict->object.json);
    if (verdict->original.is_shown) {
        buffer_add_string(message, ",\"original\":");
        buffer_add_text(message, verdict->original.json);
    }
    (void)live_write_disclosure(message, event->request);
    write_since(live, message, event->change->number);
    buffer_add_char(message, '}');
    return true;
}

static void write_leave(struct live *live, struct buffer *message,
                        const struct subscription *subscription, struct text object_id)
{
    write_head(message, subscription->client, "leave");
    write_request_id(message, subscription->request_id);
    buffer_add_string(message, ",\"object\":{\"className\":");
    json_write_string(message, subscription->class->name);
    buffer_add_string(message, ",\"objectId\":");
    json_write_string(message, object_id);
    buffer_add_char(message, '}');
    write_since(live, message, live->told);
    buffer_add_char(message, '}');
}

static void write_end(struct buffer *message, const struct subscription *subscription, int code,
                      struct text why)
{
    write_error(message, code, why, false, &subscription->request_id);
}

const struct live_protocol live_parse = {
    .take = take,
    .write_event = write_event,
    .write_leave = write_leave,
    .write_end = write_end,
    .late = WEBSOCKET_POLICY,
    .late_reason = "there was no connect message",
};
