/* pulse.c - see pulse.h. Each thread has a place of its own in a list that only grows: threads are few. */
#include "base/pulse.h"

#include "base/wait.h"

#include <stdatomic.h>
#include <stdlib.h>

struct pulse {
    atomic_int_fast64_t since; /* ms by wait_clock(); 0: it waits for work */
    struct pulse *next;
};

static struct pulse *_Atomic pulses;
static _Thread_local struct pulse *own;

/* NULL when out of memory: then nobody would notice. */
static struct pulse *own_pulse(void)
{
    struct pulse *next = atomic_load(&pulses);

    if (own)
        return own;
    own = calloc(1, sizeof *own);
    if (!own)
        return NULL;
    do
        own->next = next;
    while (!atomic_compare_exchange_weak(&pulses, &next, own));
    return own;
}

void pulse_begin(void)
{
    struct pulse *pulse = own_pulse();

    if (pulse)
        atomic_store(&pulse->since, wait_clock());
}

void pulse_end(void)
{
    if (own)
        atomic_store(&own->since, 0);
}

int64_t pulse_longest(void)
{
    int64_t now = wait_clock();
    int64_t longest = 0;

    for (struct pulse *pulse = atomic_load(&pulses); pulse; pulse = pulse->next) {
        int64_t since = atomic_load(&pulse->since);
        if (since && now - since > longest)
            longest = now - since;
    }
    return longest;
}
