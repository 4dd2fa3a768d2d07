/* wait.h - waiting on a condition for a bounded time, by a clock that nobody sets. */
#ifndef RUNTIME_BASE_WAIT_H
#define RUNTIME_BASE_WAIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* Makes a condition whose deadlines are those of wait_deadline(). */
bool wait_init(pthread_cond_t *condition);

/* The moment so many milliseconds from now. */
struct timespec wait_deadline(int64_t milliseconds);

/* Milliseconds by the same clock, for measuring how long something took. */
int64_t wait_clock(void);

#endif
