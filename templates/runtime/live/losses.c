/* losses.c - see losses.h: a row that a subscriber was shown and may not see any more, though nobody
 * wrote to it: a grant has ended, an assignment, a role.
 *
 * No such row is told of from that moment on (judge.c); but the client still shows it. So each
 * subscription remembers the last rows that it was told of, a few, and now and then the guard is
 * asked for them: of one that is gone it is told that it left. Where a session is over its
 * subscriptions end. */
#include "live/losses.h"

#include "base/wait.h"
#include "formats/json.h"
#include "live/clients.h"
#include "live/protocol.h"
#include "live/subscribing.h"
#include "read/rows.h"
#include "store/table_changes.h"

#include <stdlib.h>

enum {
    ROW_LIMIT = 32,
    ID_LIMIT = 23,
    FIRST_ROWS = 2,
    SWEPT_AT_ONCE = 1000,
    /* Where nothing was written a grant may still end by the clock. */
    CLOCK_MILLISECONDS = 5000
};

struct shown_rows {
    unsigned char count;
    unsigned char capacity;
    struct shown_id {
        unsigned char length;
        char bytes[ID_LIMIT];
    } ids[];
};

static struct text id_text(const struct shown_id *id)
{
    return (struct text){id->bytes, id->length};
}

static void remove_at(struct shown_rows *rows, int at)
{
    rows->count--;
    memmove(&rows->ids[at], &rows->ids[at + 1], (rows->count - (size_t)at) * sizeof *rows->ids);
}

static int find(const struct shown_rows *rows, struct text id)
{
    for (int i = 0; rows && i < rows->count; i++)
        if (text_equal(id_text(&rows->ids[i]), id))
            return i;
    return -1;
}

/* Room for one more, at the end; the one that was told of the longest time ago makes it. */
static struct shown_id *make_room(struct subscription *subscription)
{
    struct shown_rows *rows = subscription->shown;
    size_t capacity = rows ? 2u * rows->capacity : FIRST_ROWS;

    if (rows && rows->count == ROW_LIMIT)
        remove_at(rows, 0);
    if (!rows || rows->count == rows->capacity) {
        rows = realloc(rows, sizeof *rows + capacity * sizeof *rows->ids);
        if (!rows)
            return NULL;
        if (!subscription->shown)
            rows->count = 0;
        rows->capacity = (unsigned char)capacity;
        subscription->shown = rows;
    }
    return &rows->ids[rows->count++];
}

void live_note_shown(struct subscription *subscription, struct text id, bool sees)
{
    int at = find(subscription->shown, id);
    struct shown_id *place;

    if (at >= 0)
        remove_at(subscription->shown, at);
    if (!sees || id.length > ID_LIMIT)
        return;
    place = make_room(subscription);
    if (!place)
        return; /* it is told of nothing wrong, only of one leave less */
    place->length = (unsigned char)id.length;
    memcpy(place->bytes, id.bytes, id.length);
}

/* {"objectId":{"$in":[...]}} */
static cJSON *where_of_shown(struct request *request, const struct shown_rows *rows)
{
    struct buffer json;

    buffer_init(&json, request->context.arena, 64 + 32 * (size_t)rows->count);
    buffer_add_string(&json, "{\"objectId\":{\"$in\":[");
    for (int i = 0; i < rows->count; i++) {
        buffer_add_string(&json, i ? "," : "");
        json_write_string(&json, id_text(&rows->ids[i]));
    }
    buffer_add_string(&json, "]}}");
    return json.failed ? NULL : json_parse(&request->context, buffer_text(&json));
}

/* Which of the rows the subscriber sees. False when that is not known now. */
static bool ask_guard(struct request *request, const struct subscription *subscription, bool *seen)
{
    struct row_query query = {.class = subscription->class,
                              .operation = subscription->of_one ? OPERATION_GET : OPERATION_FIND,
                              .where = where_of_shown(request, subscription->shown),
                              .limit = -1};
    struct store_statement *rows;
    bool found;
    bool done;

    if (!query.where)
        return false;
    if (!rows_select(request, &query, &rows))
        return forgive(&request->context); /* refused: none of them */
    while ((done = sql_next(&request->context, rows, &found)) && found) {
        int at = find(subscription->shown, store_column_text(rows, COLUMN_OBJECT_ID));
        if (at >= 0)
            seen[at] = true;
    }
    store_release(rows);
    return done;
}

static void send_leave(struct live *live, const struct subscription *subscription, struct text id)
{
    struct live_client *client = subscription->client;
    struct buffer message;

    if (!subscription_wants(subscription, "leave"))
        return;
    buffer_init(&message, &live->arena, 256);
    client->protocol->write_leave(live, &message, subscription, id);
    if (!message.failed)
        websocket_send(&client->websocket, buffer_text(&message));
}

/* False: the subscription has ended with its session. */
static bool sweep(struct live *live, struct subscription *subscription)
{
    struct live_client *client = subscription->client;
    struct live_request *own;
    bool seen[ROW_LIMIT] = {false};
    bool known = false;

    arena_reset(&live->arena);
    own = live_request_new(client, &live->arena, subscription->token, false);
    if (!own)
        return true;
    if (own->request.context.error.code) {
        live_subscription_end(subscription, own->request.context.error.code,
                              own->request.context.error.message);
        live_attend(client);
        return false;
    }
    if (!subscription->shown || !subscription->shown->count)
        return true;
    budget_begin(&own->budget, BUDGET_LONG);
    known = ask_guard(&own->request, subscription, seen);
    budget_end();
    /* A row that was deleted meanwhile is told of as such. */
    if (!known || change_feed_last(live->feed) != live->told)
        return true;
    for (int i = subscription->shown->count - 1; i >= 0; i--) {
        if (seen[i])
            continue;
        send_leave(live, subscription, id_text(&subscription->shown->ids[i]));
        remove_at(subscription->shown, i);
    }
    live_attend(client);
    return true;
}

static void sweep_client(struct live *live, struct live_client *client, int *left)
{
    struct subscription *next;

    for (struct subscription *at = client->subscriptions; at; at = next) {
        next = at->next_of_client;
        if (!client->websocket.closing && !client->dead)
            sweep(live, at);
        --*left;
    }
    client->swept_at = wait_clock();
    client->swept_commit = live->sweep_commit;
    client->swept_generation = live->sweep_generation;
}

static bool is_due(const struct live *live, const struct live_client *client, int64_t now)
{
    return client->subscriptions && (client->swept_commit != live->sweep_commit ||
                                     client->swept_generation != live->sweep_generation ||
                                     now - client->swept_at > CLOCK_MILLISECONDS);
}

void live_sweep(struct live *live)
{
    int64_t now = wait_clock();
    int left = SWEPT_AT_ONCE;
    struct live_client *client = live->clients;
    struct live_client *last = NULL;

    live->sweep_commit = table_changes_last();
    live->sweep_generation = atomic_load(&live->server->session_generation);
    while (client && left > 0) {
        struct live_client *next = client->next;
        if (is_due(live, client, now)) {
            sweep_client(live, client, &left);
            last = client;
        }
        client = next;
    }
    /* Those behind the last one come first the next time. */
    if (client && last && !last->dead)
        clients_rotate(live, client);
}
