/* counters.c - see counters.h. What a thread has counted stays when it ends. */
#include "base/counters.h"

#include <pthread.h>
#include <stdlib.h>

struct block {
    struct block *next;
    atomic_uint_fast64_t counters[];
};

_Thread_local atomic_uint_fast64_t *counters_own;

static size_t counter_count;
static struct block *blocks;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void counters_start(size_t count)
{
    counter_count = count;
}

atomic_uint_fast64_t *counters_make_own(void)
{
    struct block *block =
        counter_count ? calloc(1, sizeof *block + counter_count * sizeof *block->counters) : NULL;

    if (!block)
        return NULL;
    pthread_mutex_lock(&lock);
    block->next = blocks;
    blocks = block;
    pthread_mutex_unlock(&lock);
    counters_own = block->counters;
    return counters_own;
}

uint64_t counters_sum(size_t number)
{
    uint64_t sum = 0;

    pthread_mutex_lock(&lock);
    for (const struct block *block = blocks; block && number < counter_count; block = block->next)
        sum += atomic_load_explicit(&block->counters[number], memory_order_relaxed);
    pthread_mutex_unlock(&lock);
    return sum;
}
