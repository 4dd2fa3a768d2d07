/* rate.h - how much a client may have in a period, all of it at once or spread out.
 *
 * What is kept of a client is one time: when all that it has had will be as if it had never been (the
 * generic cell rate algorithm, ITU-T I.371). Times are those of wait_clock(), which nobody sets. As many
 * clients are known as fit into some memory that never grows; of those who share a place, who has had
 * least is forgotten first. Whoever calls serialises the calls. */
#ifndef RUNTIME_BASE_RATE_H
#define RUNTIME_BASE_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct rate;

/* So much in so many milliseconds, both more than 0. NULL when out of memory. */
struct rate *rate_new(int64_t limit, int64_t milliseconds);
void rate_free(struct rate *rate);

/* How many milliseconds a client, whom a number other than 0 stands for, has to wait for that amount; 0:
 * it may have it now. What is more than the limit is taken for the limit, or nobody could have it. */
int64_t rate_wait(const struct rate *rate, uint64_t client, int64_t amount, int64_t now);

/* The client has had the amount. */
void rate_take(struct rate *rate, uint64_t client, int64_t amount, int64_t now);

#endif
