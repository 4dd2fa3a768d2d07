/* clients.c - see clients.h. */
#include "live/clients.h"

#include "base/wait.h"
#include "live/operations.h"
#include "live/protocol.h"
#include "live/subscribing.h"
#include "request/counts.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

enum {
    LINGER_MILLISECONDS = 3000, /* for a closing frame to be read and answered */
    PINGS_MISSED = 3,
    /* Of each second a client may have so much of the thread's, in microseconds. Who takes more is not
     * listened to until it has been made up for. */
    SHARE_MICROSECONDS = 200000,
    PAUSE_MICROSECONDS = 400000
};

int64_t live_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Clients. */

static void unlink_client(struct live_client *client)
{
    *client->place = client->next;
    if (client->next)
        client->next->place = client->place;
}

static void link_client(struct live_client **list, struct live_client *client)
{
    client->next = *list;
    client->place = list;
    if (*list)
        (*list)->place = &client->next;
    *list = client;
}

void clients_rotate(struct live *live, struct live_client *client)
{
    struct live_client *last = client;

    if (client == live->clients)
        return;
    while (last->next)
        last = last->next;
    *client->place = NULL;
    last->next = live->clients;
    live->clients->place = &last->next;
    live->clients = client;
    client->place = &live->clients;
}

static void free_client(struct live *live, struct live_client *client)
{
    live_client_forget(client);
    live_operations_abandon(client);
    counters_subtract(COUNT_LIVE_CLIENTS, 1);
    websocket_release(&client->websocket);
    pthread_mutex_lock(&live->lock);
    live->counted--;
    live->counts[client->address % LIVE_ADDRESSES]--;
    pthread_mutex_unlock(&live->lock);
    free(client->host);
    free(client->installation_id);
    free(client->token);
    free(client->first_bytes);
    free(client);
}

void clients_reap(struct live *live)
{
    while (live->dead) {
        struct live_client *client = live->dead;
        unlink_client(client);
        free_client(live, client);
    }
}

static void bury(struct live_client *client)
{
    struct live *live = client->live;

    if (client->dead)
        return;
    client->dead = true;
    (void)epoll_ctl(live->sockets, EPOLL_CTL_DEL, client->websocket.socket.descriptor, NULL);
    unlink_client(client);
    link_client(&live->dead, client);
}

void live_attend(struct live_client *client)
{
    struct websocket *websocket = &client->websocket;
    struct epoll_event event = {.data.ptr = client};

    if (client->dead)
        return;
    if (websocket->closing && !client->leaving) {
        client->leaving = true;
        client->deadline = wait_clock() + client->live->server->options.head_seconds * 1000;
    }
    if (websocket->closing && !websocket_waits(websocket) && !client->said_all) {
        client->said_all = true;
        client->deadline = wait_clock() + LINGER_MILLISECONDS;
        upgraded_finish(&websocket->socket);
    }
    if (websocket->ended) {
        bury(client);
        return;
    }
    event.events = (client->paused && !websocket->closing ? 0u : (unsigned)EPOLLIN) |
                   (websocket_waits(websocket) ? (unsigned)EPOLLOUT : 0u);
    if (event.events == client->asked_of)
        return;
    client->asked_of = event.events;
    if (epoll_ctl(client->live->sockets, EPOLL_CTL_MOD, websocket->socket.descriptor, &event) != 0)
        bury(client);
}

static void take_text(void *state, struct text text)
{
    struct live_client *client = state;

    client->protocol->take(client, text);
}

static void receive(struct live_client *client)
{
    int64_t began = live_clock();

    if (client->first_bytes) {
        char *bytes = client->first_bytes;
        client->first_bytes = NULL;
        websocket_take(&client->websocket, (struct text){bytes, client->first_length}, take_text,
                       client);
        free(bytes);
    }
    websocket_receive(&client->websocket, take_text, client);
    client->spent += live_clock() - began;
    if (client->spent > PAUSE_MICROSECONDS)
        client->paused = true;
    live_attend(client);
}

void client_begin(struct live *live, struct live_client *client)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

    client->heard_at = wait_clock();
    client->deadline = client->heard_at + live->server->options.head_seconds * 1000;
    client->asked_of = EPOLLIN;
    counters_add(COUNT_LIVE_CLIENTS, 1);
    link_client(&live->clients, client);
    if (epoll_ctl(live->sockets, EPOLL_CTL_ADD, client->websocket.socket.descriptor, &event) != 0) {
        bury(client);
        return;
    }
    if (!client->is_understood)
        websocket_close(&client->websocket, GRAPHQL_BAD_PROTOCOL, "Subprotocol not acceptable",
                        false);
    receive(client);
}

/* The clock. */

static void ask_whether_there(struct live_client *client, int64_t now)
{
    int64_t interval = client->live->server->options.live_ping_seconds * 1000;

    if (client->websocket.heard) {
        client->websocket.heard = false;
        client->heard_at = client->pinged_at = now;
    }
    if (!interval || !client->connected)
        return;
    if (now - client->heard_at > PINGS_MISSED * interval) {
        client->websocket.ended = true;
    } else if (now - client->pinged_at > interval) {
        client->pinged_at = now;
        websocket_ping(&client->websocket);
    }
}

static void tick_client(struct live_client *client, int64_t now)
{
    struct websocket *websocket = &client->websocket;

    if (client->deadline && now > client->deadline) {
        if (websocket->closing)
            websocket->ended = true;
        else
            websocket_close(websocket, client->protocol->late, client->protocol->late_reason,
                            false);
    }
    client->spent = client->spent > SHARE_MICROSECONDS ? client->spent - SHARE_MICROSECONDS : 0;
    if (client->spent < PAUSE_MICROSECONDS)
        client->paused = false;
    if (!websocket->closing)
        ask_whether_there(client, now);
    live_attend(client);
}

void clients_tick(struct live *live, int64_t now)
{
    struct live_client *next;

    for (struct live_client *client = live->clients; client; client = next) {
        next = client->next;
        tick_client(client, now);
    }
}

void client_handle(struct live_client *client, uint32_t events)
{
    if (client->dead)
        return;
    if (events & EPOLLOUT) {
        websocket_flush(&client->websocket);
        live_attend(client);
    }
    if (!client->dead && events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        receive(client);
}

void clients_end(struct live *live)
{
    while (live->clients) {
        struct live_client *client = live->clients;
        websocket_close(&client->websocket, WEBSOCKET_GOING_AWAY, "the server is stopping", false);
        live_attend(client);
        bury(client);
    }
    clients_reap(live);
}
