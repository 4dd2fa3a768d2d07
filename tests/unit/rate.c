/* rate.c - what rate.h promises, at times and for clients that a server would take long to see. */
#include "base/rate.h"

#include <stdio.h>

enum { LIMIT = 100, HOUR = 3600000, START = 5 };

static int faults;

static void expect(const char *what, int64_t found, int64_t expected)
{
    if (found == expected)
        return;
    printf("%s: %lld, not %lld\n", what, (long long)found, (long long)expected);
    faults++;
}

/* How many of one each a client gets at a time, until it is to wait. */
static int64_t take_all(struct rate *rate, uint64_t client, int64_t now)
{
    int64_t taken = 0;

    for (; taken < 10 * LIMIT && rate_wait(rate, client, 1, now) == 0; taken++)
        rate_take(rate, client, 1, now);
    return taken;
}

static void test_one(struct rate *rate)
{
    expect("at once", take_all(rate, 1, START), LIMIT);
    expect("then waits for one", rate_wait(rate, 1, 1, START), HOUR / LIMIT);
    expect("and longer for ten", rate_wait(rate, 1, 10, START), 10 * HOUR / LIMIT);
    expect("a little too early", take_all(rate, 1, START + HOUR / LIMIT - 1), 0);
    expect("one comes back in a hundredth", take_all(rate, 1, START + HOUR / LIMIT), 1);
    expect("all are back after an hour's rest", take_all(rate, 1, START + 2 * HOUR), LIMIT);
    expect("and no more after a day's", take_all(rate, 1, START + 26 * (int64_t)HOUR), LIMIT);
    expect("another has its own", take_all(rate, 2, START + 26 * (int64_t)HOUR), LIMIT);
    expect("more than all counts as all", rate_wait(rate, 3, 1000 * LIMIT, START), 0);
    rate_take(rate, 3, 1000 * LIMIT, START);
    expect("and takes all", rate_wait(rate, 3, 1, START), HOUR / LIMIT);
}

/* Millions who come once take nothing away from what is known of who came often. */
static void test_many(struct rate *rate)
{
    const uint64_t heavy = 12345678901234567u;

    expect("the heavy one", take_all(rate, heavy, START), LIMIT);
    for (uint64_t client = 1; client <= 3000000; client++)
        rate_take(rate, client * 1099511628211u, 1, START);
    expect("is known after millions of others", take_all(rate, heavy, START), 0);
}

int main(void)
{
    struct rate *first = rate_new(LIMIT, HOUR);
    struct rate *second = rate_new(LIMIT, HOUR);

    if (!first || !second)
        return 2;
    test_one(first);
    test_many(second);
    rate_free(first);
    rate_free(second);
    return faults != 0;
}
