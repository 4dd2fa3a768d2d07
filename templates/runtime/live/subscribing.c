/* subscribing.c - see subscribing.h. */
#include "live/subscribing.h"

#include "formats/json.h"
#include "http/authenticate.h"
#include "live/deliver.h"
#include "live/protocol.h"
#include "read/disclosure.h"
#include "request/counts.h"

#include <stdlib.h>
#include <strings.h>

enum {
    SEALED_PLACE =
        crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + sizeof(struct change_place)
};

/* Messages. */

void live_close_for_memory(struct live_client *client)
{
    websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: out of memory", true);
}

void live_send(struct live_client *client, const struct buffer *message)
{
    if (message->failed)
        live_close_for_memory(client);
    else
        websocket_send(&client->websocket, buffer_text(message));
}

bool live_write_disclosure(struct buffer *message, const struct request *request)
{
    const char *separator = ",\"disclosureConsents\":[";

    if (!disclosure_was_made(request))
        return false;
    buffer_add_string(message, ",\"disclosureNotice\":");
    json_write_string(message, text_of(disclosure_notice));
    for (const struct response_header *at = request->response.headers; at; at = at->next) {
        if (strcasecmp(at->name, "X-Disclosure-Consent") != 0)
            continue;
        buffer_add_string(message, separator);
        json_write_string(message, at->value);
        separator = ",";
    }
    buffer_add_string(message, separator[1] ? "" : "]");
    return true;
}

/* Places. */

struct text live_since(struct live *live, struct arena *arena, uint64_t number)
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
    return arena_copy(arena, text_of(encoded));
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

/* Clients. */

static char *copy_text(struct text text)
{
    return text.bytes ? strndup(text.bytes, text.length) : NULL;
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

bool live_admit_client(struct live_client *client, const struct live_message *message)
{
    if (!keys_fit(client, message))
        return false;
    client->token = copy_text(message->session_token);
    client->installation_id = copy_text(message->installation_id);
    client->connected = true;
    client->deadline = 0;
    return true;
}

/* Subscriptions. */

void live_unsubscribe(struct subscription *subscription)
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
    struct live_client *client = subscription->client;
    struct buffer message;

    buffer_init(&message, &client->live->arena, 256);
    client->protocol->write_end(&message, subscription, code, why);
    live_send(client, &message);
    live_unsubscribe(subscription);
}

void live_client_forget(struct live_client *client)
{
    while (client->subscriptions)
        live_unsubscribe(client->subscriptions);
}

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
    if (!request_class(request, class))
        return false;
    if (client->subscription_count >= (size_t)limit)
        return fail(&request->context, PARSE_REQUEST_LIMIT_EXCEEDED,
                    "A client may have at most %lld subscriptions.", (long long)limit);
    return judge_subscription(request, *class, message) && request->context.error.code == 0;
}

struct subscription *live_subscribe(struct live_client *client, struct live_request *own,
                                    const struct live_message *message, bool *resumed)
{
    struct live *live = client->live;
    struct subscription *subscription;
    const struct class *class = NULL;
    struct request *request = &own->request;
    bool admitted;

    budget_begin(&own->budget, BUDGET_LONG);
    admitted = admit(client, own, message, &class);
    budget_end();
    if (!admitted || !begin_following(live, own, class))
        return NULL;
    subscription = subscription_new(class, message, request->principal.user_id);
    if (!subscription) {
        change_feed_leave(live->feed, class);
        fail_internal(&request->context, "out of memory");
        return NULL;
    }
    subscription->client = client;
    subscription->next_of_client = client->subscriptions;
    client->subscriptions = subscription;
    client->subscription_count++;
    counters_add(COUNT_SUBSCRIPTIONS, 1);
    *resumed = place_subscription(live, message, subscription);
    return subscription;
}
