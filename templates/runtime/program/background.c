/* background.c - see background.h. */
#include "program/background.h"

#include "base/wait.h"

#include <sys/resource.h>
#include <unistd.h>

enum { BEHIND_OTHERS = 10 /* as nice(1) has it */ };

bool background_open(struct background *background, const char *database_path, const char **reason)
{
    *background = (struct background){.store = NULL};
    *reason = "out of memory";
    if (pthread_mutex_init(&background->lock, NULL) != 0)
        return false;
    if (wait_init(&background->changed)) {
        background->store = store_open(database_path, STORE_READ, reason);
        if (background->store)
            return true;
        pthread_cond_destroy(&background->changed);
    }
    pthread_mutex_destroy(&background->lock);
    return false;
}

bool background_begin(struct background *background, void *(*run)(void *owner), void *owner)
{
    return pthread_create(&background->thread, NULL, run, owner) == 0;
}

void background_give_way(void)
{
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), BEHIND_OTHERS);
}

bool background_goes_on(struct background *background)
{
    bool stopping;

    pthread_mutex_lock(&background->lock);
    stopping = background->stopping;
    pthread_mutex_unlock(&background->lock);
    return !stopping;
}

bool background_rest(struct background *background, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;
    bool stopping;

    pthread_mutex_lock(&background->lock);
    while (!background->is_asked && !background->stopping && in_time)
        in_time = milliseconds ? pthread_cond_timedwait(&background->changed, &background->lock,
                                                        &deadline) == 0
                               : pthread_cond_wait(&background->changed, &background->lock) == 0;
    background->is_asked = false;
    stopping = background->stopping;
    pthread_mutex_unlock(&background->lock);
    return !stopping;
}

void background_stop(struct background *background)
{
    pthread_mutex_lock(&background->lock);
    background->stopping = true;
    pthread_cond_broadcast(&background->changed);
    pthread_mutex_unlock(&background->lock);
    pthread_join(background->thread, NULL);
}

void background_close(struct background *background)
{
    store_close(background->store);
    pthread_cond_destroy(&background->changed);
    pthread_mutex_destroy(&background->lock);
}
