/* tally.h - how many answers there were to what, how they came out, and how long they took: what
 * /metrics tells of requests.
 *
 * Each route has counters of its own (counters.h); which class and operation it is about is found out
 * when somebody asks. */
#ifndef RUNTIME_HTTP_TALLY_H
#define RUNTIME_HTTP_TALLY_H

#include "request/counts.h"
#include "request/request.h"

/* In microseconds, rising; the last bucket has no limit. */
extern const int64_t tally_limits[COUNT_TIME_BUCKETS - 1];

/* Makes the counters of all; to be called once, before any thread. */
void tally_start(const struct app *app);

/* Microseconds, for measuring how long something took. */
int64_t tally_clock(void);

/* Counts what took so long in buckets that begin at a counter. */
void tally_time(size_t first_bucket, int64_t microseconds);

/* Counts a request that is answered with so many bytes, after so many microseconds. */
void tally_answer(const struct request *request, uint64_t bytes, int64_t microseconds);

/* Counts a page for people, and a part of a batch, which has no time of its own. */
void tally_page(const struct app *app, uint64_t bytes, int64_t microseconds);
void tally_part(const struct request *part);

/* Writes all of it as Prometheus has it. */
void tally_write(struct buffer *out, const struct app *app);

#endif
