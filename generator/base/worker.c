/* worker.c - see worker.h. */
#include "base/worker.h"

#include <pthread.h>
#include <stdbool.h>

struct worker {
    void (*perform)(void *job);
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    void *job; /* NULL: it has none, or is done with it */
    bool is_to_end;
};

static void *work(void *subject)
{
    struct worker *worker = subject;
    pthread_mutex_lock(&worker->mutex);
    for (;;) {
        while (!worker->job && !worker->is_to_end)
            pthread_cond_wait(&worker->changed, &worker->mutex);
        if (!worker->job)
            break;
        pthread_mutex_unlock(&worker->mutex);
        worker->perform(worker->job);
        pthread_mutex_lock(&worker->mutex);
        worker->job = NULL;
        pthread_cond_broadcast(&worker->changed);
    }
    pthread_mutex_unlock(&worker->mutex);
    return NULL;
}

struct worker *worker_start(struct arena *arena, void (*perform)(void *job))
{
    struct worker *worker = arena_alloc(arena, sizeof *worker);
    worker->perform = perform;
    pthread_mutex_init(&worker->mutex, NULL);
    pthread_cond_init(&worker->changed, NULL);
    worker->has_thread = pthread_create(&worker->thread, NULL, work, worker) == 0;
    return worker;
}

/* With the mutex held. */
static void wait_for_job(struct worker *worker)
{
    while (worker->job)
        pthread_cond_wait(&worker->changed, &worker->mutex);
}

void worker_hand_over(struct worker *worker, void *job)
{
    if (!worker->has_thread) {
        worker->perform(job);
        return;
    }
    pthread_mutex_lock(&worker->mutex);
    wait_for_job(worker);
    worker->job = job;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
}

void worker_wait(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    wait_for_job(worker);
    pthread_mutex_unlock(&worker->mutex);
}

void worker_end(struct worker *worker)
{
    pthread_mutex_lock(&worker->mutex);
    wait_for_job(worker);
    worker->is_to_end = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->mutex);
    if (worker->has_thread)
        pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->mutex);
}
