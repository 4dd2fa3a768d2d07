/* client.c - see client.h: what a client asks for, and what it is answered. Codes and words are
 * parse-server's (LiveQuery/ParseLiveQueryServer). */
#include "live/client.h"

#include "formats/json.h"
#include "http/authenticate.h"
#include "live/deliver.h"
#include "live/judge.h"
#include "read/disclosure.h"
#include "request/counts.h"
#include "request/rates.h"

#include <stdlib.h>
#include <strings.h>

enum {
    LIVE_BAD_REQUEST = 1,
    LIVE_UNKNOWN = 2,
    LIVE_BAD_KEY = 4,
    SEALED_PLACE =
        crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + sizeof(struct change_place)
};

/* Answers. */

static void write_member(struct buffer *message, const char *name, struct text value)
{
    buffer_add_string(message, ",\"");
    buffer_add_string(message, name);
    buffer_add_string(message, "\":");
    json_write_string(message, value);
}

void live_write_head(struct buffer *message, const struct live_client *client, const char *op)
{
    buffer_add_string(message, "{\"op\":\"");
    buffer_add_string(message, op);
    buffer_add_string(message, "\"");
    write_member(message, "clientId", text_of(client->id));
    if (client->installation_id)
        write_member(message, "installationId", text_of(client->installation_id));
}

void live_write_since(struct live *live, struct buffer *message, uint64_t number)
{
    struct change_place place = {.number = number, .era = change_feed_place(live->feed).era};
    unsigned char sealed[SEALED_PLACE];
    char
        encoded[sodium_base64_ENCODED_LEN(sizeof sealed, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

    /* How many changes there have been is nobody's business. */
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, (const unsigned char *)&place,
                          sizeof place, sealed, live->since_key);
    sodium_bin2base64(encoded, sizeof encoded, sealed, sizeof sealed,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    write_member(message, "since", text_of(encoded));
}

static bool read_since(const struct live *live, struct text since, struct change_place *place)
{
    unsigned char sealed[SEALED_PLACE];
    size_t length = 0;

    return sodium_base642bin(sealed, sizeof sealed, since.bytes, since.length, NULL, &length, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           length == sizeof sealed &&
           crypto_secretbox_open_easy((unsigned char *)place, sealed + crypto_secretbox_NONCEBYTES,
                                      length - crypto_secretbox_NONCEBYTES, sealed,
                                      live->since_key) == 0;
}

void live_write_disclosure(struct buffer *message, const struct request *request)
{
    const char *separator = ",\"disclosureConsents\":[";

    if (!disclosure_was_made(request))
        return;
    write_member(message, "disclosureNotice", text_of(disclosure_notice));
    for (const struct response_header *at = request->response.headers; at; at = at->next) {
        if (strcasecmp(at->name, "X-Disclosure-Consent") != 0)
            continue;
        buffer_add_string(message, separator);
        json_write_string(message, at->value);
        separator = ",";
    }
    buffer_add_string(message, separator[1] ? "" : "]");
}

static void send_message(struct live_client *client, const struct buffer *message)
{
    if (message->failed)
        websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: out of memory",
                        true);
    else
        websocket_send(&client->websocket, buffer_text(message));
}

/* `request_id` is NULL where the error is about none. */
static void send_error(struct live_client *client, int code, struct text why, bool reconnect,
                       const double *request_id)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    buffer_add_string(&message, "{\"op\":\"error\"");
    write_member(&message, "error", why);
    buffer_add_string(&message, ",\"code\":");
    buffer_add_int64(&message, parse_code_on_wire(code));
    buffer_add_string(&message, reconnect ? ",\"reconnect\":true" : ",\"reconnect\":false");
    buffer_add_string(&message, ",\"requestId\":");
    if (request_id)
        json_write_number(&message, *request_id);
    else
        buffer_add_string(&message, "null");
    buffer_add_char(&message, '}');
    send_message(client, &message);
}

static void send_done(struct live_client *client, const char *op, double request_id)
{
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    live_write_head(&message, client, op);
    buffer_add_string(&message, ",\"requestId\":");
    json_write_number(&message, request_id);
    buffer_add_char(&message, '}');
    send_message(client, &message);
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

static void remove_subscription(struct subscription *subscription)
{
    struct live_client *client = subscription->client;
    struct subscription **place = &client->subscriptions;

    while (*place != subscription)
        place = &(*place)->next_of_client;
    *place = subscription->next_of_client;
    client->subscription_count--;
    counters_subtract(COUNT_SUBSCRIPTIONS, 1);
    change_feed_leave(client->live->feed, subscription->class);
    subscription_free(subscription);
}

void live_subscription_end(struct subscription *subscription, int code, struct text why)
{
    if (why.bytes)
        send_error(subscription->client, code, why, false, &subscription->request_id);
    remove_subscription(subscription);
}

void live_client_forget(struct live_client *client)
{
    while (client->subscriptions)
        remove_subscription(client->subscriptions);
}

/* connect */

static char *copy_text(struct text text)
{
    return text.bytes ? strndup(text.bytes, text.length) : NULL;
}

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

/* The app's id always, a client key where one is configured; the master key stands for it. */
static bool keys_fit(struct live_client *client, const struct live_message *message)
{
    const struct options *options = &client->live->server->options;
    struct credentials credentials = {
        .rest_key = message->rest_key,
        .js_key = message->javascript_key,
        .client_key = message->client_key,
        .dotnet_key = message->windows_key,
    };
    bool may_be_master = options->master_key_anywhere || client->is_near;
    bool master = secret_matches(message->master_key, options->master_key);
    bool reader = secret_matches(message->master_key, options->read_only_master_key);

    if (!text_equal(message->application_id, options->app_id))
        return false;
    if (!master && !reader)
        return authenticate_client_key(options, &credentials);
    client->master = may_be_master;
    client->read_only = !master;
    return may_be_master;
}

static void connect_client(struct live_client *client, const struct live_message *message)
{
    struct buffer answer;

    if (client->connected) {
        send_error(client, LIVE_BAD_REQUEST, text_of("This client is connected already"), false,
                   NULL);
        return;
    }
    if (!keys_fit(client, message)) {
        send_error(client, LIVE_BAD_KEY, text_of("Key in request is not valid"), true, NULL);
        websocket_close(&client->websocket, WEBSOCKET_POLICY, "the key is not valid", false);
        return;
    }
    client->token = copy_text(message->session_token);
    client->installation_id = copy_text(message->installation_id);
    make_id(client->id);
    client->connected = true;
    client->deadline = 0;
    buffer_init(&answer, &client->live->arena, 256);
    live_write_head(&answer, client, "connected");
    buffer_add_char(&answer, '}');
    send_message(client, &answer);
}

/* subscribe */

/* Where the subscription begins: now, or where it was. False: what happened in between is not known
 * any more. */
static bool place_subscription(struct live *live, const struct live_message *message,
                               struct subscription *subscription)
{
    uint64_t last = change_feed_last(live->feed);
    struct change_place place;
    bool resumed = message->since.bytes && read_since(live, message->since, &place) &&
                   change_feed_goes_on(live->feed, subscription->class, place);

    subscription->after = resumed ? place.number : last;
    subscription->until = resumed ? last : 0;
    /* What those in the index have not been told yet it is told with them, unless it is behind. */
    if (subscription->after >= live->told)
        subscription_index_add(live->index, subscription);
    else
        subscription_append(&live->late, subscription);
    return resumed;
}

static void send_subscribed(struct live_client *client, const struct live_message *message,
                            const struct request *request, const struct subscription *subscription,
                            bool resumed)
{
    struct buffer answer;

    buffer_init(&answer, &client->live->arena, 256);
    live_write_head(&answer, client, "subscribed");
    buffer_add_string(&answer, ",\"requestId\":");
    json_write_number(&answer, subscription->request_id);
    if (message->since.bytes)
        buffer_add_string(&answer, resumed ? ",\"resumed\":true" : ",\"resumed\":false");
    live_write_since(client->live, &answer, subscription->after);
    live_write_disclosure(&answer, request);
    buffer_add_char(&answer, '}');
    send_message(client, &answer);
}

/* The class is followed, what the subscription owes the audit trail is on disk, and every change that
 * is not noted is on disk as well. */
static bool begin_following(struct live *live, struct live_request *own, const struct class *class)
{
    struct request *request = &own->request;
    bool fresh;

    change_feed_follow(live->feed, class, &fresh);
    if (!fresh && !audit_is_owed(request))
        return true;
    live_pay(live, &request, 1);
    if (!request->context.error.code)
        return true;
    change_feed_leave(live->feed, class);
    return false;
}

/* Whether the client may have the subscription; *class is then what it is of. */
static bool admit(struct live_client *client, struct live_request *own,
                  const struct live_message *message, const struct class **class)
{
    int64_t limit = client->live->server->options.live_subscriptions;
    struct request *request = &own->request;

    if (request->context.error.code)
        return false;
    request->segments[0] = message->class_name;
    if (!rates_take(request, RATE_REQUESTS, 1) || !request_class(request, class))
        return false;
    if (client->subscription_count >= (size_t)limit)
        return fail(&request->context, PARSE_REQUEST_LIMIT_EXCEEDED,
                    "A client may have at most %lld subscriptions.", (long long)limit);
    return judge_subscription(request, *class, message) && request->context.error.code == 0;
}

static void subscribe(struct live_client *client, const struct live_message *message)
{
    struct live *live = client->live;
    struct live_request *own = live_request_new(client, &live->arena, message->session_token, true);
    struct subscription *subscription;
    const struct class *class = NULL;
    struct request *request;
    bool admitted;

    if (!own) {
        websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: out of memory",
                        true);
        return;
    }
    request = &own->request;
    budget_begin(&own->budget, BUDGET_LONG);
    admitted = admit(client, own, message, &class);
    budget_end();
    if (!admitted || !begin_following(live, own, class)) {
        send_error(client, request->context.error.code, request->context.error.message, false,
                   &message->request_id);
        return;
    }
    subscription = subscription_new(class, message, request->principal.user_id);
    if (!subscription) {
        change_feed_leave(live->feed, class);
        websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: out of memory",
                        true);
        return;
    }
    subscription->client = client;
    subscription->next_of_client = client->subscriptions;
    client->subscriptions = subscription;
    client->subscription_count++;
    counters_add(COUNT_SUBSCRIPTIONS, 1);
    send_subscribed(client, message, request, subscription,
                    place_subscription(live, message, subscription));
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
        remove_subscription(subscription);
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
        remove_subscription(old);
    subscribe(client, message);
}

void live_client_take(struct live_client *client, struct text text)
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
