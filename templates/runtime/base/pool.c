/* pool.c - see pool.h. The queue is an array under a mutex, in the order of arrival. Clients are told
 * apart by a hash: two that share a number take turns as one. */
#include "base/pool.h"

#include "base/pulse.h"
#include "base/wait.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    QUEUE_LIMIT = 1024,
    THREAD_LIMIT = 64,
    CLIENTS = 256,
    LEAST_WAITING = 4,    /* jobs a thread, whatever time they take */
    CLIENT_SHARE = 2,     /* one client's may be one of so many parts of the queue */
    BACKGROUND_NICE = 10, /* a tenth of what others get, when all want the processor */
    AVERAGED = 8          /* a job's time counts as one of so many */
};

struct client {
    int waiting;
    int running;
    uint64_t served; /* when a job of his was taken last, in jobs */
    atomic_int held; /* jobs that wait or run */
};

struct entry {
    void *job;
    struct client *client;
};

struct pool {
    struct pool_plan plan;
    pthread_t threads[THREAD_LIMIT];
    int thread_count;
    pthread_mutex_t lock;
    pthread_cond_t work;
    int running;
    struct client clients[CLIENTS];
    struct entry *queue;
    size_t count;
    uint64_t taken; /* jobs so far */
    uint64_t refused;
    int64_t average; /* ms that a job takes, times AVERAGED */
    bool stopping;
};

/* Where the queue has the job whose turn it is; its length when there is none. */
static size_t find_turn(const struct pool *pool)
{
    size_t found = pool->count;

    for (size_t i = 0; i < pool->count; i++) {
        const struct client *client = pool->queue[i].client;
        const struct client *best = found < pool->count ? pool->queue[found].client : NULL;
        if (client->running >= pool->plan.share)
            continue;
        if (!best || client->running < best->running ||
            (client->running == best->running && client->served < best->served))
            found = i;
    }
    return found;
}

/* Waits for a job; false when there is none and the pool is to stop. */
static bool take_job(struct pool *pool, struct entry *entry)
{
    size_t at;

    pthread_mutex_lock(&pool->lock);
    while ((at = find_turn(pool)) == pool->count && (pool->count || !pool->stopping))
        pthread_cond_wait(&pool->work, &pool->lock);
    if (at < pool->count) {
        *entry = pool->queue[at];
        pool->count--;
        memmove(&pool->queue[at], &pool->queue[at + 1], (pool->count - at) * sizeof *pool->queue);
        entry->client->waiting--;
        entry->client->running++;
        entry->client->served = ++pool->taken;
        pool->running++;
        pthread_mutex_unlock(&pool->lock);
        return true;
    }
    pthread_mutex_unlock(&pool->lock);
    return false;
}

static void note_done(struct pool *pool, struct client *client, int64_t milliseconds)
{
    pthread_mutex_lock(&pool->lock);
    client->running--;
    atomic_fetch_sub(&client->held, 1);
    pool->running--;
    pool->average += milliseconds - pool->average / AVERAGED;
    /* Others may have waited for this client's share. */
    if (pool->count)
        pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
}

/* How many jobs may wait, by what they took of late. */
static size_t queue_limit(const struct pool *pool)
{
    size_t least = (size_t)LEAST_WAITING * (size_t)pool->thread_count;
    int64_t fitting;

    if (!pool->plan.longest_milliseconds || pool->average < AVERAGED)
        return pool->plan.queue;
    fitting = pool->plan.longest_milliseconds * pool->thread_count * AVERAGED / pool->average;
    if ((uint64_t)fitting >= pool->plan.queue)
        return pool->plan.queue;
    return (size_t)fitting > least ? (size_t)fitting : least;
}

static void *run_forever(void *argument)
{
    struct pool *pool = argument;
    struct entry entry;

    /* Linux sets it for the thread alone; without it all threads count the same. */
    if (pool->plan.background)
        (void)setpriority(PRIO_PROCESS, (id_t)gettid(), BACKGROUND_NICE);
    while (take_job(pool, &entry)) {
        int64_t begun = wait_clock();
        if (pool->plan.background)
            pulse_begin();
        pool->plan.run(entry.job);
        pulse_end();
        note_done(pool, entry.client, wait_clock() - begun);
    }
    return NULL;
}

struct pool *pool_start(const struct pool_plan *plan)
{
    struct pool *pool = calloc(1, sizeof *pool);
    int threads = plan->threads < THREAD_LIMIT ? plan->threads : THREAD_LIMIT;

    if (!pool)
        return NULL;
    pool->plan = *plan;
    if (!plan->share)
        pool->plan.share = threads;
    if (!plan->queue)
        pool->plan.queue = QUEUE_LIMIT;
    pool->queue = calloc(pool->plan.queue, sizeof *pool->queue);
    if (!pool->queue || pthread_mutex_init(&pool->lock, NULL) ||
        pthread_cond_init(&pool->work, NULL)) {
        free(pool->queue);
        free(pool);
        return NULL;
    }
    while (pool->thread_count < threads) {
        if (pthread_create(&pool->threads[pool->thread_count], NULL, run_forever, pool)) {
            pool_stop(pool);
            pool_free(pool);
            return NULL;
        }
        pool->thread_count++;
    }
    return pool;
}

bool pool_submit(struct pool *pool, uint64_t client_number, void *job)
{
    struct client *client = &pool->clients[client_number % CLIENTS];
    size_t limit;
    bool accepted;

    pthread_mutex_lock(&pool->lock);
    limit = queue_limit(pool);
    accepted = !pool->stopping && pool->count < limit &&
               (!client_number || (size_t)client->waiting < limit / CLIENT_SHARE);
    if (accepted) {
        pool->queue[pool->count++] = (struct entry){job, client};
        client->waiting++;
        atomic_fetch_add(&client->held, 1);
        pthread_cond_signal(&pool->work);
    } else {
        pool->refused++;
    }
    pthread_mutex_unlock(&pool->lock);
    return accepted;
}

bool pool_serves(const struct pool *pool, uint64_t client_number)
{
    return atomic_load(&pool->clients[client_number % CLIENTS].held) > 0;
}

struct pool_state pool_state(struct pool *pool)
{
    struct pool_state state;

    pthread_mutex_lock(&pool->lock);
    state = (struct pool_state){.waiting = pool->count,
                                .running = (uint64_t)pool->running,
                                .taken = pool->taken,
                                .refused = pool->refused};
    pthread_mutex_unlock(&pool->lock);
    return state;
}

void pool_stop(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pool->thread_count = 0;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool->queue);
    free(pool);
}
