/* wait.c - see wait.h. */
#include "base/wait.h"

enum { SECOND = 1000, MILLISECOND = 1000000 };

bool wait_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    bool done;

    if (pthread_condattr_init(&attributes) != 0)
        return false;
    done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
           pthread_cond_init(condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return done;
}

struct timespec wait_deadline(int64_t milliseconds)
{
    int64_t deadline = wait_clock() + (milliseconds > 0 ? milliseconds : 0);

    return (struct timespec){.tv_sec = (time_t)(deadline / SECOND),
                             .tv_nsec = (long)(deadline % SECOND) * MILLISECOND};
}

int64_t wait_clock(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec / MILLISECOND;
}
