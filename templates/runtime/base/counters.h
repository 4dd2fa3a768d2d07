/* counters.h - numbers that threads count each for itself, and that are summed when somebody asks.
 *
 * To count is a load and a store of the thread's own: no lock, and no line of memory that threads take
 * from each other. What one thread adds another may take away again: the sum holds. Before
 * counters_start(), and where a thread finds no memory for its own, nothing counts. */
#ifndef RUNTIME_BASE_COUNTERS_H
#define RUNTIME_BASE_COUNTERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* To be called once, before any thread: how many counters there are. */
void counters_start(size_t count);

/* The calling thread's own, of which there are as many; NULL when there are none. */
extern _Thread_local atomic_uint_fast64_t *counters_own;
atomic_uint_fast64_t *counters_make_own(void);

static inline void counters_add(size_t number, uint64_t amount)
{
    atomic_uint_fast64_t *own = counters_own ? counters_own : counters_make_own();

    if (!own)
        return;
    /* Only this thread writes there, so nothing is lost between the two. */
    atomic_store_explicit(&own[number],
                          atomic_load_explicit(&own[number], memory_order_relaxed) + amount,
                          memory_order_relaxed);
}

static inline void counters_subtract(size_t number, uint64_t amount)
{
    counters_add(number, (uint64_t)0 - amount);
}

/* What all threads have counted, those that have ended included. */
uint64_t counters_sum(size_t number);

#endif
