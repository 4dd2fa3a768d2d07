/* rate.c - see rate.h. */
#include "base/rate.h"

#include <math.h>
#include <stdlib.h>
#include <sys/random.h>

enum {
    SET_BITS = 13,
    SET_COUNT = 1 << SET_BITS,
    PLACES_IN_SET = 8,
    NUMBER_BITS = 64,
    MICROSECONDS = 1000 /* in a millisecond */
};

struct place {
    uint64_t client; /* 0: nobody's */
    int64_t free_at; /* microseconds */
};

struct rate {
    int64_t limit;
    int64_t period;  /* microseconds */
    uint64_t factor; /* odd, and known to nobody: who shares a place with whom can't be chosen */
    struct place places[SET_COUNT * PLACES_IN_SET];
};

struct rate *rate_new(int64_t limit, int64_t milliseconds)
{
    struct rate *rate = calloc(1, sizeof *rate);

    if (!rate)
        return NULL;
    if (getrandom(&rate->factor, sizeof rate->factor, 0) != (ssize_t)sizeof rate->factor) {
        free(rate);
        return NULL;
    }
    rate->factor |= 1;
    rate->limit = limit;
    rate->period = milliseconds * MICROSECONDS;
    return rate;
}

void rate_free(struct rate *rate)
{
    free(rate);
}

/* Where the client's set begins (Dietzfelbinger et al., multiply-shift). */
static size_t set_of(const struct rate *rate, uint64_t client)
{
    return (size_t)(client * rate->factor >> (NUMBER_BITS - SET_BITS)) * PLACES_IN_SET;
}

/* The client's place, or else the one of its set that tells least. */
static size_t find(const struct rate *rate, uint64_t client)
{
    size_t first = set_of(rate, client);
    size_t least = first;

    for (size_t i = first; i < first + PLACES_IN_SET; i++) {
        if (rate->places[i].client == client)
            return i;
        if (rate->places[i].free_at < rate->places[least].free_at)
            least = i;
    }
    return least;
}

/* When the client's account will be clear once it has had the amount. */
static int64_t free_at(const struct rate *rate, const struct place *place, uint64_t client,
                       int64_t amount, int64_t now)
{
    int64_t begin = now * MICROSECONDS;
    int64_t counted = amount < rate->limit ? amount : rate->limit;

    if (place->client == client && place->free_at > begin)
        begin = place->free_at;
    return begin + llround((double)counted * ((double)rate->period / (double)rate->limit));
}

int64_t rate_wait(const struct rate *rate, uint64_t client, int64_t amount, int64_t now)
{
    const struct place *place = &rate->places[find(rate, client)];
    int64_t late = free_at(rate, place, client, amount, now) - (now * MICROSECONDS + rate->period);

    return late > 0 ? (late + MICROSECONDS - 1) / MICROSECONDS : 0;
}

void rate_take(struct rate *rate, uint64_t client, int64_t amount, int64_t now)
{
    struct place *place = &rate->places[find(rate, client)];
    int64_t time = free_at(rate, place, client, amount, now);

    *place = (struct place){.client = client, .free_at = time};
}
