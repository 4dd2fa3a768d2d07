/* pulse.h - how long the threads that serve have been at one thing, so that somebody may notice when one hangs. */
#ifndef RUNTIME_BASE_PULSE_H
#define RUNTIME_BASE_PULSE_H

#include <stdint.h>

/* The calling thread begins to work at something, and has come to its end. Not within each other. */
void pulse_begin(void);
void pulse_end(void);

/* For how many milliseconds the thread that takes longest has been at it; 0: all wait for work. */
int64_t pulse_longest(void);

#endif
