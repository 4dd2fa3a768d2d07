/* pool.h - threads that run what has been queued, one after another, and a bounded queue.
 *
 * Password hashing, calls to other servers and mail each have a pool of their own, so that none of
 * them keeps another, a worker or the writer waiting. */
#ifndef RUNTIME_BASE_POOL_H
#define RUNTIME_BASE_POOL_H

#include <stdbool.h>
#include <stdint.h>

struct pool;

/* What a thread runs. It owns `job` from then on. */
typedef void (*pool_run)(void *job);

/* Starts that many threads; NULL when that fails. */
struct pool *pool_start(int threads, pool_run run);

/* Queues a job; false, and the job stays the caller's, when the pool is stopping or too much is
 * queued already. */
bool pool_submit(struct pool *pool, void *job);

/* Whether the pool takes no more: a job that would wait long may want to give up. */
bool pool_is_stopping(struct pool *pool);

/* Takes no more jobs, and waits until the queued ones have run, at most so long; returns whether
 * they have. */
bool pool_drain(struct pool *pool, int64_t milliseconds);

/* Finishes what is queued, however long it takes, and ends the threads. Jobs that somebody still
 * submits are refused. NULL is allowed. */
void pool_stop(struct pool *pool);

/* Releases a pool that has been stopped and that nobody knows any more. NULL is allowed. */
void pool_free(struct pool *pool);

#endif
