/* background.h - a thread beside those that serve: it has a connection of its own to read by, and
 * looks between two things whether it is to stop. */
#ifndef RUNTIME_PROGRAM_BACKGROUND_H
#define RUNTIME_PROGRAM_BACKGROUND_H

#include "store/store.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct background {
    struct store_connection *store; /* to read by, the thread's own */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    bool is_asked; /* under the lock: there may be something to do */
    bool stopping; /* under the lock */
};

/* Opens the database for a thread that is not begun yet. False, with the reason, when that fails: nothing is
 * open then. */
bool background_open(struct background *background, const char *database_path, const char **reason);

/* Begins the thread. False: there is none. */
bool background_begin(struct background *background, void *(*run)(void *owner), void *owner);

/* For the thread: has others go first from now on. */
void background_give_way(void);

/* For the thread: whether it goes on. */
bool background_goes_on(struct background *background);

/* For the thread: waits so many milliseconds (0: for ever), or until it is asked, or to stop. Returns whether
 * it goes on. */
bool background_rest(struct background *background, int64_t milliseconds);

/* Tells a begun thread to stop, and waits for its end. What it had stays open. */
void background_stop(struct background *background);

/* Closes what was opened, when there is no thread (any more), and nobody has the lock. */
void background_close(struct background *background);

#endif
