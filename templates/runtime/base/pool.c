/* pool.c - see pool.h. The queue is a ring under a mutex. */
#include "base/pool.h"

#include "base/wait.h"

#include <pthread.h>
#include <stdlib.h>

enum { QUEUE_LIMIT = 1024, THREAD_LIMIT = 64 };

struct pool {
    pool_run run;
    pthread_t threads[THREAD_LIMIT];
    int thread_count;
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_cond_t idle; /* nothing is queued, and nothing runs */
    int running;
    void *queue[QUEUE_LIMIT];
    size_t first;
    size_t count;
    bool stopping;
};

/* Waits for a job; false when there is none and the pool is to stop. */
static bool take_job(struct pool *pool, void **job)
{
    bool taken;

    pthread_mutex_lock(&pool->lock);
    while (pool->count == 0 && !pool->stopping)
        pthread_cond_wait(&pool->work, &pool->lock);
    taken = pool->count > 0;
    if (taken) {
        *job = pool->queue[pool->first];
        pool->first = (pool->first + 1) % QUEUE_LIMIT;
        pool->count--;
        pool->running++;
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

static void note_done(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->running--;
    if (pool->running == 0 && pool->count == 0)
        pthread_cond_broadcast(&pool->idle);
    pthread_mutex_unlock(&pool->lock);
}

static void *run_forever(void *argument)
{
    struct pool *pool = argument;
    void *job;

    while (take_job(pool, &job)) {
        pool->run(job);
        note_done(pool);
    }
    return NULL;
}

struct pool *pool_start(int threads, pool_run run)
{
    struct pool *pool = calloc(1, sizeof *pool);

    if (!pool)
        return NULL;
    pool->run = run;
    if (threads > THREAD_LIMIT)
        threads = THREAD_LIMIT;
    if (pthread_mutex_init(&pool->lock, NULL) || pthread_cond_init(&pool->work, NULL) ||
        !wait_init(&pool->idle)) {
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

bool pool_submit(struct pool *pool, void *job)
{
    bool accepted;

    pthread_mutex_lock(&pool->lock);
    accepted = !pool->stopping && pool->count < QUEUE_LIMIT;
    if (accepted) {
        pool->queue[(pool->first + pool->count) % QUEUE_LIMIT] = job;
        pool->count++;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    return accepted;
}

bool pool_is_stopping(struct pool *pool)
{
    bool stopping;

    pthread_mutex_lock(&pool->lock);
    stopping = pool->stopping;
    pthread_mutex_unlock(&pool->lock);
    return stopping;
}

/* No more jobs are taken from here on. */
static void close_queue(struct pool *pool)
{
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
}

bool pool_drain(struct pool *pool, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;
    bool drained;

    pthread_mutex_lock(&pool->lock);
    close_queue(pool);
    while (in_time && (pool->count || pool->running))
        in_time = pthread_cond_timedwait(&pool->idle, &pool->lock, &deadline) == 0;
    drained = !pool->count && !pool->running;
    pthread_mutex_unlock(&pool->lock);
    return drained;
}

void pool_stop(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    close_queue(pool);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pool->thread_count = 0;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_cond_destroy(&pool->idle);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
