/* follow_bucket.c - see follow_bucket.h. */
#include "program/follow_bucket.h"

#include "base/log.h"
#include "base/wait.h"

#include <pthread.h>
#include <stdlib.h>

enum { SECOND = 1000, FOR_TURN = 200 /* ms */ };

struct follow_bucket {
    struct follow_bucket_plan plan;
    struct arena arena;
    struct backup_bucket bucket;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stopping;
};

/* Waits for so long, or until it is to stop; returns whether it goes on. */
static bool rest(struct follow_bucket *bucket, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;
    bool stopping;

    pthread_mutex_lock(&bucket->lock);
    while (in_time && !bucket->stopping)
        in_time = pthread_cond_timedwait(&bucket->changed, &bucket->lock, &deadline) == 0;
    stopping = bucket->stopping;
    pthread_mutex_unlock(&bucket->lock);
    return !stopping;
}

/* Says once that it fails, and once that it does no more. */
static void put(struct follow_bucket *bucket, bool is_written, bool *is_amiss)
{
    const struct follow_bucket_plan *plan = &bucket->plan;
    struct backup_folder folder;
    struct arena arena;
    bool done;

    arena_init(&arena);
    done = backup_folder_look(&folder, &arena, plan->path, plan->app->name) &&
           backup_bucket_put(&bucket->bucket, &folder, is_written);
    backup_folder_close(&folder);
    arena_release(&arena);
    if (!done && !*is_amiss)
        log_error("%s is behind %s; it is tried again", plan->words->url, plan->path);
    else if (done && *is_amiss)
        log_info("%s has what %s has again", plan->words->url, plan->path);
    *is_amiss = !done;
}

static void *keep(void *argument)
{
    struct follow_bucket *bucket = argument;
    bool is_amiss = false;

    do {
        atomic_store(bucket->plan.turn, true);
        if (!rest(bucket, FOR_TURN))
            break;
        put(bucket, true, &is_amiss);
    } while (rest(bucket, bucket->plan.seconds * SECOND));
    put(bucket, false, &is_amiss);
    return NULL;
}

struct follow_bucket *follow_bucket_start(const struct follow_bucket_plan *plan)
{
    struct follow_bucket *bucket = calloc(1, sizeof *bucket);

    if (!bucket)
        return NULL;
    bucket->plan = *plan;
    arena_init(&bucket->arena);
    if (backup_bucket_open(&bucket->bucket, plan->app, plan->words, &bucket->arena) &&
        pthread_mutex_init(&bucket->lock, NULL) == 0 && wait_init(&bucket->changed) &&
        pthread_create(&bucket->thread, NULL, keep, bucket) == 0)
        return bucket;
    arena_release(&bucket->arena);
    free(bucket);
    return NULL;
}

void follow_bucket_stop(struct follow_bucket *bucket)
{
    if (!bucket)
        return;
    pthread_mutex_lock(&bucket->lock);
    bucket->stopping = true;
    pthread_cond_broadcast(&bucket->changed);
    pthread_mutex_unlock(&bucket->lock);
    pthread_join(bucket->thread, NULL);
    backup_bucket_close(&bucket->bucket);
    arena_release(&bucket->arena);
    pthread_cond_destroy(&bucket->changed);
    pthread_mutex_destroy(&bucket->lock);
    free(bucket);
}
