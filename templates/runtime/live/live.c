/* live.c - see live.h: the thread, its sockets and its clock. */
#include "live/live.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "base/open_files.h"
#include "base/pulse.h"
#include "base/wait.h"
#include "live/clients.h"
#include "live/deliver.h"
#include "live/losses.h"
#include "live/operations.h"
#include "live/protocol.h"
#include "request/counts.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { EVENTS_AT_ONCE = 256, TICK_MILLISECONDS = 1000 };

bool live_take(void *state, const struct upgraded *upgraded)
{
    static const uint64_t one = 1;
    struct live *live = state;
    const struct options *options = &live->server->options;
    struct live_client *client = calloc(1, sizeof *client);
    unsigned *count = &live->counts[upgraded->address % LIVE_ADDRESSES];
    bool taken;

    if (!client)
        return false;
    client->live = live;
    client->address = upgraded->address;
    client->counted = upgraded->counted;
    client->is_near = upgraded->is_near;
    client->protocol = upgraded->is_graphql ? &live_graphql : &live_parse;
    client->is_understood = !upgraded->is_graphql || upgraded->is_understood;
    client->workers = upgraded->workers;
    memcpy(client->peer, upgraded->peer, sizeof client->peer);
    client->scheme = upgraded->scheme;
    client->host = strndup(upgraded->host.bytes, upgraded->host.length);
    client->first_bytes = malloc(upgraded->bytes.length + 1);
    client->first_length = upgraded->bytes.length;
    if (client->first_bytes && client->first_length)
        memcpy(client->first_bytes, upgraded->bytes.bytes, client->first_length);
    websocket_init(&client->websocket, upgraded->socket);
    pthread_mutex_lock(&live->lock);
    taken = client->host && client->first_bytes && !live->stopping && live->counted < live->limit &&
            (upgraded->is_near || !options->address_connections ||
             *count < (unsigned)options->address_connections);
    if (taken) {
        live->counted++;
        ++*count;
        client->next = live->arrived;
        live->arrived = client;
    }
    pthread_mutex_unlock(&live->lock);
    if (taken && write(live->wake, &one, sizeof one) != sizeof one)
        log_error("the live queries do not wake");
    if (taken)
        return true;
    counters_add(COUNT_LIVE_REFUSED, 1);
    free(client->host);
    free(client->first_bytes);
    free(client);
    return false;
}

static void begin_arrived(struct live *live)
{
    struct live_client *arrived;
    struct live_client *next;

    pthread_mutex_lock(&live->lock);
    arrived = live->arrived;
    live->arrived = NULL;
    pthread_mutex_unlock(&live->lock);
    for (; arrived; arrived = next) {
        next = arrived->next;
        client_begin(live, arrived);
    }
}

/* The thread. */

static void tick(struct live *live)
{
    int64_t now = wait_clock();

    if (now - live->ticked_at < TICK_MILLISECONDS)
        return;
    live->ticked_at = now;
    live_sweep(live);
    clients_tick(live, now);
}

static void handle_event(struct live *live, const struct epoll_event *event)
{
    uint64_t count;

    if (event->data.ptr)
        client_handle(event->data.ptr, event->events);
    else if (read(live->wake, &count, sizeof count) == sizeof count) {
        begin_arrived(live);
        live_operations_answer(live);
    }
}

static bool is_stopping(struct live *live)
{
    bool stopping;

    pthread_mutex_lock(&live->lock);
    stopping = live->stopping;
    pthread_mutex_unlock(&live->lock);
    return stopping;
}

/* All that is on disk now, so that an answer to a client's message comes behind what happened before
 * the message was read; of those that catch up some. */
static bool deliver_all(struct live *live)
{
    uint64_t last = change_feed_last(live->feed);
    bool more;

    do
        more = live_deliver(live);
    while (live->told < last);
    return more;
}

static void *run(void *state)
{
    struct live *live = state;
    struct epoll_event events[EVENTS_AT_ONCE];

    while (!is_stopping(live)) {
        bool more = deliver_all(live);
        int64_t wait = live->ticked_at + TICK_MILLISECONDS - wait_clock();
        int count;
        pulse_end();
        count = epoll_wait(live->sockets, events, EVENTS_AT_ONCE, more || wait < 0 ? 0 : (int)wait);
        pulse_begin();
        if (count < 0 && errno != EINTR)
            log_error("live queries cannot wait for sockets: %s", strerror(errno));
        if (count > 0)
            deliver_all(live);
        for (int i = 0; i < count; i++)
            handle_event(live, &events[i]);
        tick(live);
        clients_reap(live);
    }
    begin_arrived(live);
    clients_end(live);
    pulse_end();
    return NULL;
}

/* What other connections leave of the files that the system lets the server have. */
static size_t find_limit(const struct options *options)
{
    int64_t besides = options->connections + OPEN_FILES_BESIDES;
    int64_t allowed = open_files_allow(besides + options->live_connections);
    int64_t left = allowed - besides;

    if (allowed < 0 || left >= options->live_connections)
        return (size_t)options->live_connections;
    if (left < 0)
        left = 0;
    log_info("the system allows %lld open files: no more than %lld WebSockets", (long long)allowed,
             (long long)left);
    return (size_t)left;
}

static bool open_sockets(struct live *live)
{
    struct epoll_event event = {.events = EPOLLIN};

    live->sockets = epoll_create1(EPOLL_CLOEXEC);
    live->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return live->sockets >= 0 && live->wake >= 0 &&
           epoll_ctl(live->sockets, EPOLL_CTL_ADD, live->wake, &event) == 0;
}

static bool open_parts(struct live *live)
{
    struct server *server = live->server;
    const char *reason = "out of memory";

    if (!open_sockets(live))
        return false;
    live->store = store_open(server->database_path, STORE_READ, &reason);
    live->sessions = session_cache_new();
    live->feed = change_feed_new(server->app, live->wake);
    live->index = subscription_index_new(server->app);
    live->pending = live_pending_new();
    return live->store && live->sessions && live->feed && live->index && live->pending;
}

struct live *live_start(struct server *server)
{
    struct live *live = calloc(1, sizeof *live);

    if (!live)
        return NULL;
    live->server = server;
    live->sockets = live->wake = -1;
    arena_init(&live->arena);
    crypto_secretbox_keygen(live->since_key);
    live->ticked_at = wait_clock();
    live->limit = find_limit(&server->options);
    if (pthread_mutex_init(&live->lock, NULL) || pthread_cond_init(&live->paid, NULL)) {
        free(live);
        return NULL;
    }
    if (!open_parts(live) || pthread_create(&live->thread, NULL, run, live)) {
        log_error("live queries cannot be started");
        live->stopping = true;
        live_free(live);
        return NULL;
    }
    server->changes = live->feed;
    return live;
}

void live_stop(struct live *live)
{
    static const uint64_t one = 1;

    if (!live)
        return;
    pthread_mutex_lock(&live->lock);
    live->stopping = true;
    pthread_mutex_unlock(&live->lock);
    if (write(live->wake, &one, sizeof one) != sizeof one)
        log_error("the live queries do not wake");
    pthread_join(live->thread, NULL);
}

void live_free(struct live *live)
{
    if (!live)
        return;
    live->server->changes = NULL;
    change_feed_free(live->feed);
    subscription_index_free(live->index);
    live_pending_free(live->pending);
    session_cache_free(live->sessions);
    store_close(live->store);
    live_operations_free(live);
    arena_release(&live->arena);
    if (live->sockets >= 0)
        close(live->sockets);
    if (live->wake >= 0)
        close(live->wake);
    pthread_cond_destroy(&live->paid);
    pthread_mutex_destroy(&live->lock);
    free(live);
}
