/* password.c - see password.h. The pool is a bounded queue under a mutex. */
#include "password.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum {
    PASSES = 4,
    MEMORY = 9 * 1024 * 1024, /* bytes */
    QUEUE_LIMIT = 1024,
    THREAD_LIMIT = 64
};

bool password_hash(struct context *context, struct text password, struct text *hash)
{
    char *text = arena_alloc(context->arena, crypto_pwhash_STRBYTES);

    if (!text || crypto_pwhash_str_alg(text, password.bytes, password.length, PASSES, MEMORY,
                                       crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail_internal(context, "password hashing ran out of memory");
    *hash = text_of(text);
    return true;
}

bool password_matches(struct text hash, struct text password)
{
    /* The hash of a random password that nobody kept, with the parameters above. */
    static const char nobody[crypto_pwhash_STRBYTES] =
        "$argon2id$v=19$m=9216,t=4,p=1$dGhlcmUgaXMgbm8gc2FsdA$"
        "q1fGzXyQdKcVqcgCgk1e0kM1T2wYvXgOqfQj3qUuJ9s";
    char text[crypto_pwhash_STRBYTES] = {0};
    bool known = hash.bytes && hash.length < sizeof text;
    bool matches;

    memcpy(text, known ? hash.bytes : nobody, known ? hash.length : strlen(nobody));
    matches = crypto_pwhash_str_verify(text, password.bytes, password.length) == 0 && known;
    sodium_memzero(text, sizeof text);
    return matches;
}

struct hash_job {
    struct request *request;
    void *carrier;
};

struct hash_pool {
    hash_done done;
    pthread_t threads[THREAD_LIMIT];
    int thread_count;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct hash_job queue[QUEUE_LIMIT]; /* a ring */
    size_t first;
    size_t count;
    bool stopping;
};

static bool take_job(struct hash_pool *pool, struct hash_job *job)
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
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

static void *hash_forever(void *argument)
{
    struct hash_pool *pool = argument;
    struct hash_job job;

    while (take_job(pool, &job)) {
        request_hash(job.request);
        pool->done(job.request, job.carrier);
    }
    return NULL;
}

struct hash_pool *hash_pool_start(int threads, hash_done done)
{
    struct hash_pool *pool = calloc(1, sizeof *pool);

    if (!pool)
        return NULL;
    pool->done = done;
    if (threads > THREAD_LIMIT)
        threads = THREAD_LIMIT;
    if (pthread_mutex_init(&pool->lock, NULL) || pthread_cond_init(&pool->work, NULL)) {
        free(pool);
        return NULL;
    }
    while (pool->thread_count < threads) {
        if (pthread_create(&pool->threads[pool->thread_count], NULL, hash_forever, pool)) {
            hash_pool_stop(pool);
            return NULL;
        }
        pool->thread_count++;
    }
    return pool;
}

bool hash_pool_submit(struct hash_pool *pool, struct request *request, void *carrier)
{
    bool accepted;

    pthread_mutex_lock(&pool->lock);
    accepted = !pool->stopping && pool->count < QUEUE_LIMIT;
    if (accepted) {
        struct hash_job *job = &pool->queue[(pool->first + pool->count) % QUEUE_LIMIT];
        job->request = request;
        job->carrier = carrier;
        pool->count++;
        pthread_cond_signal(&pool->work);
    }
    pthread_mutex_unlock(&pool->lock);
    return accepted;
}

void hash_pool_stop(struct hash_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->work);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}
