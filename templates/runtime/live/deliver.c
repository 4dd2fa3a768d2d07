/* deliver.c - see deliver.h: the changes in their order, each for all whom it may concern.
 *
 * What a subscriber is shown may have to be entered in the audit trail first, and is not sent before
 * it is on disk. So messages are gathered, those of many changes together, the writer enters what
 * they owe with one flush, and then they go out in the order in which they were judged. */
#include "live/deliver.h"

#include "base/log.h"
#include "base/wait.h"
#include "formats/date.h"
#include "formats/json.h"
#include "http/writer.h"
#include "live/clients.h"
#include "live/judge.h"
#include "live/losses.h"
#include "live/protocol.h"
#include "live/subscribing.h"
#include "read/reach.h"
#include "request/counts.h"

#include <stdlib.h>

enum {
    CHANGES_AT_ONCE = 64,
    LATE_AT_ONCE = 32,
    /* So many are asked about one by one, for less than a statement over all of them takes. */
    LEAST_REACHED = 8,
    REACH_MICROSECONDS = 1000000,
    /* Those who catch up keep the others waiting for so long at most; the first ones come first. */
    LATE_MICROSECONDS = 20000,
    /* Whose changes take so much more of the thread than is his to judge has to go (live.c). */
    END_MICROSECONDS = 4000000
};

/* A message that is to be sent once what it owes is paid. */
struct live_pending {
    struct arena arena;
    struct live_client *client;
    struct live_request *own;
    struct text message;
};

struct live_pending *live_pending_new(void)
{
    struct live_pending *pending = calloc(LIVE_PENDING, sizeof *pending);

    for (size_t i = 0; pending && i < LIVE_PENDING; i++)
        arena_init(&pending[i].arena);
    return pending;
}

void live_pending_free(struct live_pending *pending)
{
    for (size_t i = 0; pending && i < LIVE_PENDING; i++)
        arena_release(&pending[i].arena);
    free(pending);
}

/* Paying. */

static void on_paid(struct request *request, void *state)
{
    struct live *live = state;

    (void)request;
    pthread_mutex_lock(&live->lock);
    live->unpaid--;
    pthread_cond_signal(&live->paid);
    pthread_mutex_unlock(&live->lock);
}

void live_pay(struct live *live, struct request **requests, size_t count)
{
    pthread_mutex_lock(&live->lock);
    live->unpaid += count;
    pthread_mutex_unlock(&live->lock);
    for (size_t i = 0; i < count; i++) {
        requests[i]->executed = true;
        if (!writer_submit(live->server->writer, requests[i], on_paid, live)) {
            fail_internal(&requests[i]->context, "the writer takes no more");
            on_paid(requests[i], live);
        }
    }
    pthread_mutex_lock(&live->lock);
    while (live->unpaid)
        pthread_cond_wait(&live->paid, &live->lock);
    pthread_mutex_unlock(&live->lock);
    for (size_t i = 0; i < count; i++)
        requests[i]->store = live->store;
}

static void send(struct live_pending *pending)
{
    websocket_send(&pending->client->websocket, pending->message);
    counters_add(COUNT_LIVE_EVENTS, 1);
}

/* Sends what is gathered. */
static void flush(struct live *live)
{
    struct request *owing[LIVE_PENDING];
    size_t count = 0;

    for (size_t i = 0; i < live->pending_count; i++)
        if (audit_is_owed(&live->pending[i].own->request))
            owing[count++] = &live->pending[i].own->request;
    if (count)
        live_pay(live, owing, count);
    for (size_t i = 0; i < live->pending_count; i++) {
        struct live_pending *pending = &live->pending[i];
        if (pending->own->request.context.error.code)
            websocket_close(&pending->client->websocket, WEBSOCKET_TRY_AGAIN,
                            "resubscribe: a read could not be entered", true);
        else
            send(pending);
        live_attend(pending->client);
    }
    live->pending_count = 0;
}

/* Gathering. */

static bool write_message(struct live *live, struct live_pending *pending,
                          const struct subscription *subscription, const struct change *change,
                          const struct verdict *verdict)
{
    struct live_event event = {subscription, change, verdict, &pending->own->request};
    struct buffer message;

    buffer_init(&message, &pending->arena, verdict->object.json.length + 512);
    if (!pending->client->protocol->write_event(live, &message, &event))
        return false;
    pending->message = buffer_text(&message);
    return message.failed ? fail_internal(&pending->own->request.context, "out of memory") : true;
}

static void close_all(struct live *live, const char *reason)
{
    struct live_client *next;

    for (struct live_client *client = live->clients; client; client = next) {
        next = client->next;
        websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, reason, true);
        live_attend(client);
    }
}

/* Judges a change for a subscription and gathers the message. False: it could not be judged, and the
 * subscription is gone. */
static bool tell(struct live *live, struct subscription *subscription, const struct change *change)
{
    struct live_pending *pending = &live->pending[live->pending_count];
    struct live_client *client = subscription->client;
    struct request *request;
    struct verdict verdict;
    bool told = false;

    if (client->websocket.closing || client->websocket.ended)
        return true;
    arena_reset(&pending->arena);
    pending->client = client;
    pending->own = live_request_new(client, &pending->arena, subscription->token, false);
    if (!pending->own) {
        live_close_for_memory(client);
        live_attend(client);
        return true;
    }
    request = &pending->own->request;
    if (subscription->keys.bytes) {
        pending->own->keys = (struct parameter){text_of("keys"), subscription->keys};
        request->parameters = &pending->own->keys;
        request->parameter_count = 1;
    }
    if (!request->context.error.code) {
        int64_t began = live_clock();
        budget_begin(&pending->own->budget, BUDGET_LONG);
        told = judge_change(request, subscription, change, change->number <= subscription->until,
                            &verdict) &&
               verdict.event && write_message(live, pending, subscription, change, &verdict);
        budget_end();
        client->spent += live_clock() - began;
    }
    if (told) {
        live->pending_count++;
        live_note_shown(subscription, row_image_id(change->after ? change->after : change->before),
                        change->after && strcmp(verdict.event, "leave") != 0);
    }
    if (client->spent > END_MICROSECONDS) {
        websocket_close(&client->websocket, WEBSOCKET_POLICY, "the subscriptions cost too much",
                        true);
        live_attend(client);
    }
    if (request->context.error.code) {
        flush(live); /* what was judged before is said before */
        live_subscription_end(subscription, request->context.error.code,
                              request->context.error.message);
        live_attend(client);
        return false;
    }
    if (live->pending_count == LIVE_PENDING)
        flush(live);
    return true;
}

/* Of those that are in no index: whose users a rule may open the row to, as it was or is. NULL: that is
 * not known, or not worth to be asked. */
static const bool *find_reached(struct live *live, const struct change *change,
                                struct unindexed *unindexed)
{
    struct live_request own = {.budget = {.steps = INT64_MAX, .microseconds = REACH_MICROSECONDS}};
    struct request *request = &own.request;
    struct buffer users;
    bool *reached;
    bool done;

    if (unindexed->count < LEAST_REACHED || !reach_is_known(change->class, OPERATION_FIND) ||
        !unindexed_find_users(unindexed))
        return NULL;
    request->context.arena = &live->arena;
    request->server = live->server;
    request->app = live->server->app;
    request->store = live->store;
    request->now = date_now();
    reached = arena_alloc_array(&live->arena, unindexed->user_count + 1, sizeof *reached);
    buffer_init(&users, &live->arena, 16 * unindexed->user_count + 2);
    for (size_t i = 0; i < unindexed->user_count; i++) {
        buffer_add_char(&users, i ? ',' : '[');
        json_write_string(&users, unindexed->users[i]);
    }
    buffer_add_string(&users, unindexed->user_count ? "]" : "[]");
    if (!reached || users.failed)
        return NULL;
    budget_begin(&own.budget, BUDGET_LONG);
    done =
        (!change->before || row_image_reach(request, change->before, OPERATION_FIND,
                                            buffer_text(&users), reached, unindexed->user_count)) &&
        (!change->after || row_image_reach(request, change->after, OPERATION_FIND,
                                           buffer_text(&users), reached, unindexed->user_count));
    budget_end();
    return done ? reached : NULL;
}

/* All whom the change may concern, as an array of the arena's; false when out of memory. */
static bool find_concerned(struct live *live, const struct change *change,
                           struct subscription ***found, size_t *count)
{
    struct unindexed *unindexed = subscription_index_others(live->index, change->class);
    struct subscription **by_value;
    const bool *reached;
    size_t by_value_count;

    if (!subscription_index_find(live->index, &live->arena, change->before, change->after,
                                 &by_value, &by_value_count))
        return false;
    *found = arena_alloc_array(&live->arena, by_value_count + unindexed->count + 1, sizeof **found);
    if (!*found)
        return false;
    *count = by_value_count;
    if (by_value_count)
        memcpy(*found, by_value, by_value_count * sizeof **found);
    reached = find_reached(live, change, unindexed);
    for (struct subscription *at = unindexed->first; at; at = at->next)
        if (!reached || !at->user.bytes || reached[unindexed_place(unindexed, at->user)])
            (*found)[(*count)++] = at;
    return true;
}

static void tell_all(struct live *live, const struct change *change)
{
    struct subscription **found;
    size_t count;

    arena_reset(&live->arena);
    if (!find_concerned(live, change, &found, &count)) {
        log_error("a change could not be told of: out of memory");
        close_all(live, "resubscribe: out of memory");
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (change->number > found[i]->after)
            (void)tell(live, found[i], change);
}

/* Goes on with one that catches up; it is with the others once it is where they are. */
static void catch_up(struct live *live, struct subscription *subscription)
{
    struct change *changes[LATE_AT_ONCE];
    struct live_client *client = subscription->client;
    bool there = true;
    size_t count;

    if (!change_feed_read(live->feed, subscription->after + 1, changes, LATE_AT_ONCE, &count)) {
        websocket_close(&client->websocket, WEBSOCKET_TRY_AGAIN, "resubscribe: changes are gone",
                        true);
        live_attend(client);
        subscription_unlink(subscription);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct change *change = changes[i];
        if (there && change->number <= live->told) {
            subscription->after = change->number;
            if (subscription_may_match(subscription, change->before, change->after))
                there = tell(live, subscription, change);
        }
        change_release(changes[i]);
    }
    if (there && subscription->after >= live->told) {
        subscription_unlink(subscription);
        subscription_index_add(live->index, subscription);
    }
}

bool live_deliver(struct live *live)
{
    struct change *changes[CHANGES_AT_ONCE];
    int64_t began = live_clock();
    struct subscription *late;
    size_t count;

    if (!change_feed_read(live->feed, live->told + 1, changes, CHANGES_AT_ONCE, &count)) {
        log_error("live queries fell behind: all clients are to subscribe anew");
        live->told = change_feed_last(live->feed);
        close_all(live, "resubscribe: changes are gone");
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        tell_all(live, changes[i]);
        live->told = changes[i]->number;
        change_release(changes[i]);
    }
    for (late = live->late; late && live_clock() - began < LATE_MICROSECONDS;) {
        struct subscription *next = late->next;
        catch_up(live, late);
        late = next;
    }
    flush(live);
    return count == CHANGES_AT_ONCE || live->late;
}
