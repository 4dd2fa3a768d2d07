/* connections.c - see connections.h. */
#include "http/connections.h"

#include "base/wait.h"
#include "http/peer.h"

#include <malloc.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum {
    BUCKETS = 4096,
    SWEEP_MILLISECONDS = 500,
    TRIM_CONNECTIONS = 500,
    TRIM_SECONDS = 10,
    SECOND = 1000
};

struct held_connection {
    const struct connections *connections;
    int socket;
    uint64_t address;
    atomic_bool elsewhere;        /* it is not counted here */
    atomic_bool heard;            /* it has asked for something */
    int64_t since;                /* ms by wait_clock() */
    atomic_int_fast64_t deadline; /* ms by wait_clock() */
    struct held_connection *next; /* in its bucket */
};

struct connections {
    int64_t per_address;
    int64_t patience; /* ms: --head-seconds */
    pthread_mutex_t lock;
    pthread_cond_t stops;
    pthread_t thread;
    bool stopping;
    int closed;                               /* connections, since memory was last given back */
    int64_t trimmed_at;                       /* when that was */
    struct held_connection *buckets[BUCKETS]; /* by address */
};

/* The lock keeps a socket from being closed, and its number from being given away, meanwhile. */
static void close_late(struct connections *connections)
{
    int64_t now = wait_clock();

    for (int i = 0; i < BUCKETS; i++)
        for (struct held_connection *held = connections->buckets[i]; held; held = held->next)
            if (atomic_load(&held->deadline) < now) {
                shutdown(held->socket, SHUT_RDWR);
                atomic_store(&held->deadline, INT64_MAX);
            }
}

/* What connections had lies between what others still have: malloc() gives it back when it is told
 * to, which takes some milliseconds. */
static void trim(struct connections *connections)
{
    if (connections->closed < TRIM_CONNECTIONS ||
        wait_clock() - connections->trimmed_at < (int64_t)TRIM_SECONDS * SECOND)
        return;
    connections->closed = 0;
    pthread_mutex_unlock(&connections->lock);
    (void)malloc_trim(0);
    pthread_mutex_lock(&connections->lock);
    connections->trimmed_at = wait_clock();
}

static void *sweep_forever(void *argument)
{
    struct connections *connections = argument;

    pthread_mutex_lock(&connections->lock);
    while (!connections->stopping) {
        struct timespec deadline = wait_deadline(SWEEP_MILLISECONDS);
        (void)pthread_cond_timedwait(&connections->stops, &connections->lock, &deadline);
        close_late(connections);
        trim(connections);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

struct connections *connections_start(int64_t per_address, int64_t head_seconds)
{
    struct connections *connections = calloc(1, sizeof *connections);

    if (!connections)
        return NULL;
    connections->per_address = per_address;
    connections->patience = head_seconds * SECOND;
    if (pthread_mutex_init(&connections->lock, NULL) || !wait_init(&connections->stops) ||
        pthread_create(&connections->thread, NULL, sweep_forever, connections)) {
        free(connections);
        return NULL;
    }
    return connections;
}

void connections_stop(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    connections->stopping = true;
    pthread_cond_signal(&connections->stops);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->thread, NULL);
    pthread_cond_destroy(&connections->stops);
    pthread_mutex_destroy(&connections->lock);
    free(connections);
}

bool connections_allow(struct connections *connections, const struct sockaddr *address)
{
    uint64_t number = peer_number_of_address(address);
    int64_t count = 0;

    if (!connections->per_address || peer_address_is_of_many(address))
        return true;
    pthread_mutex_lock(&connections->lock);
    for (const struct held_connection *held = connections->buckets[number % BUCKETS]; held;
         held = held->next)
        count += held->address == number && !atomic_load(&held->elsewhere);
    pthread_mutex_unlock(&connections->lock);
    return count < connections->per_address;
}

bool connections_expect(struct connections *connections, int64_t milliseconds)
{
    int64_t start = wait_clock() - milliseconds;
    bool found = false;

    pthread_mutex_lock(&connections->lock);
    for (int i = 0; i < BUCKETS && !found; i++)
        for (const struct held_connection *held = connections->buckets[i]; held && !found;
             held = held->next)
            found = held->since > start && !atomic_load(&held->heard);
    pthread_mutex_unlock(&connections->lock);
    return found;
}

static void set_deadline(struct held_connection *held, int64_t milliseconds)
{
    if (held)
        atomic_store(&held->deadline, wait_clock() + held->connections->patience + milliseconds);
}

void connection_awaits_head(struct held_connection *held)
{
    set_deadline(held, 0);
}

void connection_awaits_body(struct held_connection *held)
{
    if (held)
        atomic_store(&held->heard, true);
    set_deadline(held, 0);
}

void connection_received(struct held_connection *held, size_t bytes)
{
    if (held)
        atomic_fetch_add(&held->deadline, (int64_t)(bytes * SECOND / LEAST_BYTES_A_SECOND));
}

void connection_is_served(struct held_connection *held)
{
    if (held)
        atomic_store(&held->deadline, INT64_MAX);
}

void connection_is_answered(struct held_connection *held, uint64_t bytes)
{
    set_deadline(held, (int64_t)(bytes / LEAST_BYTES_A_SECOND) * SECOND);
}

void connection_is_handed_over(struct held_connection *held)
{
    connection_is_served(held);
    if (held)
        atomic_store(&held->elsewhere, true);
}

struct held_connection *connections_add(struct connections *connections,
                                        struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct held_connection *held = socket ? calloc(1, sizeof *held) : NULL;
    struct held_connection **bucket;

    if (!held)
        return NULL;
    held->connections = connections;
    held->socket = socket->connect_fd;
    held->since = wait_clock();
    held->address = peer_number_of_address(peer_address(connection));
    connection_awaits_head(held);
    bucket = &connections->buckets[held->address % BUCKETS];
    pthread_mutex_lock(&connections->lock);
    held->next = *bucket;
    *bucket = held;
    pthread_mutex_unlock(&connections->lock);
    return held;
}

void connections_remove(struct connections *connections, struct held_connection *held)
{
    struct held_connection **place = &connections->buckets[held->address % BUCKETS];

    pthread_mutex_lock(&connections->lock);
    while (*place != held)
        place = &(*place)->next;
    *place = held->next;
    connections->closed++;
    pthread_mutex_unlock(&connections->lock);
    free(held);
}
