/* follow_making.c - see follow_making.h. */
#include "program/follow_making.h"

#include "base/log.h"
#include "base/wait.h"
#include "formats/date.h"
#include "program/backup.h"
#include "program/backup_prune.h"
#include "program/files_bucket.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { LOOK_PAUSE = 1000 /* ms */ };

bool follow_making_open(struct follow_making *making)
{
    return pthread_mutex_init(&making->lock, NULL) == 0 && wait_init(&making->changed);
}

/* On its thread: begins the view, and waits for the log to be begun on the other one. */
static bool begin_log(void *state, struct store_connection *database, int one,
                      unsigned char hash[FILE_HASH_BYTES])
{
    struct follow_making *making = state;
    bool has_log;

    making->one = one;
    if (!follow_watch_view(making->watch, database, making->number)) {
        log_error("the database in %s cannot be followed", making->order->data);
        return false;
    }
    pthread_mutex_lock(&making->lock);
    while (!making->is_answered && !making->is_given_up)
        pthread_cond_wait(&making->changed, &making->lock);
    has_log = making->is_answered && making->has_log;
    memcpy(hash, making->hash, sizeof making->hash);
    pthread_mutex_unlock(&making->lock);
    return has_log;
}

static void become(struct follow_making *making, enum making_state state)
{
    pthread_mutex_lock(&making->lock);
    making->state = state;
    pthread_mutex_unlock(&making->lock);
}

static void *make(void *argument)
{
    struct follow_making *making = argument;
    struct backup_order order = {.data = making->order->data,
                                 .with_keys = making->order->with_keys,
                                 .despite_faults = making->order->despite_faults,
                                 .begin_log = begin_log,
                                 .state = making};

    become(making, backup_make(making->app, making->folder, &order) ? MAKING_DONE : MAKING_FAILED);
    return NULL;
}

enum making_state follow_making_state(struct follow_making *making)
{
    enum making_state state;

    pthread_mutex_lock(&making->lock);
    state = making->state;
    pthread_mutex_unlock(&making->lock);
    return state;
}

void follow_making_answer(struct follow_making *making, bool has_log, const unsigned char *hash)
{
    pthread_mutex_lock(&making->lock);
    making->is_answered = true;
    making->has_log = has_log;
    memcpy(making->hash, hash, sizeof making->hash);
    pthread_cond_broadcast(&making->changed);
    pthread_mutex_unlock(&making->lock);
}

void follow_making_give_up(struct follow_making *making)
{
    pthread_mutex_lock(&making->lock);
    making->is_given_up = true;
    pthread_cond_broadcast(&making->changed);
    pthread_mutex_unlock(&making->lock);
}

/* Starts the thread in that state. */
static bool start(struct follow_making *making, enum making_state state, void *(*run)(void *))
{
    making->state = state;
    if (pthread_create(&making->thread, NULL, run, making) == 0)
        return true;
    making->state = MAKING_NONE;
    return false;
}

bool follow_making_start(struct follow_making *making)
{
    making->is_broken = making->is_answered = making->is_given_up = false;
    making->number++;
    return start(making, MAKING_RUNS, make);
}

bool follow_making_knows_bucket(struct follow_making *making)
{
    const struct backup_folder *folder = making->folder;
    int one;
    int data;
    bool knows;

    if (!folder->count || wait_clock() < making->looked_at + LOOK_PAUSE)
        return true;
    making->looked_at = wait_clock();
    one = backup_folder_open_one(folder, folder->names[folder->count - 1].text);
    data = open(making->order->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    knows = one < 0 || data < 0 || files_bucket_is_same(one, data);
    if (one >= 0)
        close(one);
    if (data >= 0)
        close(data);
    return knows;
}

static void *prune(void *argument)
{
    struct follow_making *making = argument;

    /* Somebody may be reading: the next time, then. Recent contents, by the machine's clock, may not be named yet. */
    if (backup_folder_claim(making->folder))
        (void)backup_prune(making->folder, making->order->keep, date_wall() - FOLLOW_RECENT);
    backup_folder_share(making->folder);
    become(making, MAKING_PRUNED);
    return NULL;
}

void follow_making_prune(struct follow_making *making)
{
    if (making->order->keep)
        (void)start(making, MAKING_PRUNES, prune);
}

void follow_making_join(struct follow_making *making)
{
    pthread_join(making->thread, NULL);
    making->state = MAKING_NONE;
}
