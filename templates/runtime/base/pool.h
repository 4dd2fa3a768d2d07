/* pool.h - threads that run what has been queued, in turns of those who asked for it.
 *
 * Password hashing, reads that take long, calls to other servers and mail each have a pool of their
 * own, so that none of them keeps another, a worker or the writer waiting. Whoever has much queued
 * waits for himself: a thread takes the next job of the client that has fewest running, and of
 * those the one that was served the longest time ago. */
#ifndef RUNTIME_BASE_POOL_H
#define RUNTIME_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pool;

/* What a thread runs. It owns `job` from then on. */
typedef void (*pool_run)(void *job);

struct pool_plan {
    pool_run run;
    int threads;
    int share;                    /* threads that one client may hold at a time; 0: all */
    size_t queue;                 /* jobs that may wait; 0: 1024 */
    int64_t longest_milliseconds; /* that a job should have to wait; 0: as long as it takes */
    bool
        background; /* the threads give way to others (setpriority(2)), and are not to hang (pulse.h) */
};

/* Starts the threads; NULL when that fails. */
struct pool *pool_start(const struct pool_plan *plan);

/* Queues a job of a client's, whom a number stands for; 0 is nobody in particular. False, and the
 * job stays the caller's, when the pool is stopping, or too much is queued already, of all jobs or
 * of the client's. */
bool pool_submit(struct pool *pool, uint64_t client, void *job);

/* Whether jobs of the client's wait or run. */
bool pool_serves(const struct pool *pool, uint64_t client);

/* What a pool has to do, and has done. */
struct pool_state {
    uint64_t waiting;
    uint64_t running;
    uint64_t taken;   /* jobs that were begun */
    uint64_t refused; /* for which there was no room */
};
struct pool_state pool_state(struct pool *pool);

/* Finishes what is queued, however long it takes, and ends the threads. Jobs that somebody still
 * submits are refused. NULL is allowed. */
void pool_stop(struct pool *pool);

/* Releases a pool that has been stopped and that nobody knows any more. NULL is allowed. */
void pool_free(struct pool *pool);

#endif
