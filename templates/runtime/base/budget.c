/* budget.c - see budget.h. */
#include "base/budget.h"

#include <stddef.h>
#include <time.h>

enum {
    BRIEF_MICROSECONDS = 4000,
    BRIEFER_MICROSECONDS = 1000,
    /* A thread that others kept from its processor meanwhile has more time, but not without end: it
     * may as well have waited for the disk. */
    LEAST_SHARE = 2,  /* half of it is spent at least */
    LONGEST_BRIEF = 5 /* times */
};

static _Thread_local struct budget *current;

static int64_t read_clock(clockid_t clock)
{
    struct timespec now = {0};

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void budget_begin(struct budget *budget, enum budget_stay stay)
{
    static const int64_t stays[] = {
        [BUDGET_BRIEF] = BRIEF_MICROSECONDS,
        [BUDGET_BRIEFER] = BRIEFER_MICROSECONDS,
        [BUDGET_LONG] = INT64_MAX,
    };

    current = budget;
    budget->begun_at = read_clock(CLOCK_MONOTONIC);
    budget->stays = stays[stay];
    budget->begun_cpu = -1;
}

int64_t budget_cut(int64_t microseconds)
{
    int64_t kept = current ? current->microseconds : 0;
    int64_t until = current ? read_clock(CLOCK_MONOTONIC) - current->begun_at + microseconds : 0;

    if (current && until < kept)
        current->microseconds = until;
    return kept;
}

int64_t budget_restore(int64_t kept)
{
    int64_t left = INT64_MAX;

    if (!current)
        return left;
    left = current->microseconds - (read_clock(CLOCK_MONOTONIC) - current->begun_at);
    current->microseconds = kept;
    return left;
}

void budget_end(void)
{
    if (!current)
        return;
    current->microseconds -= read_clock(CLOCK_MONOTONIC) - current->begun_at;
    current = NULL;
}

/* Asked only when the time is over by the clock: it costs a system call. */
static bool was_held_up(const struct budget *budget, int64_t now)
{
    return now - budget->begun_at < budget->stays * LONGEST_BRIEF &&
           read_clock(CLOCK_THREAD_CPUTIME_ID) - budget->begun_cpu < budget->stays / LEAST_SHARE;
}

bool budget_spend(int64_t steps)
{
    struct budget *budget = current;
    int64_t now;

    if (!budget)
        return true;
    budget->steps -= steps;
    if (budget->begun_cpu < 0 && budget->stays != INT64_MAX)
        budget->begun_cpu = read_clock(CLOCK_THREAD_CPUTIME_ID);
    now = read_clock(CLOCK_MONOTONIC);
    if (budget->steps < 0 || now - budget->begun_at > budget->microseconds)
        budget->spent = true;
    else if (now - budget->begun_at > budget->stays && !was_held_up(budget, now))
        budget->leaves = true;
    return !budget->spent && !budget->leaves;
}

bool budget_may_wait(void)
{
    if (!current || current->stays == INT64_MAX)
        return true;
    current->leaves = true;
    return false;
}
