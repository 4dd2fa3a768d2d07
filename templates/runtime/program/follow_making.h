/* follow_making.h - the next backup of a follower, made on a thread of its own, and the old ones that go then. */
#ifndef RUNTIME_PROGRAM_FOLLOW_MAKING_H
#define RUNTIME_PROGRAM_FOLLOW_MAKING_H

#include "program/backup_folder.h"
#include "program/follow.h"
#include "program/follow_watch.h"

#include <pthread.h>

/* What the thread does, or has done. */
enum making_state {
    MAKING_NONE,
    MAKING_RUNS,
    MAKING_DONE,
    MAKING_FAILED,
    MAKING_PRUNES,
    MAKING_PRUNED
};

/* The backup that is being made, on a thread of its own. */
struct follow_making {
    const struct app *app;
    const struct follow_order *order;
    struct backup_folder *folder;
    struct follow_watch *watch;
    /* The rest is its own, or is read by whoever puts away. */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum making_state state;
    uint64_t number;  /* which one it is */
    int one;          /* its folder */
    bool is_answered; /* its log is there, or cannot be */
    bool is_given_up;
    bool has_log;
    unsigned char hash[FILE_HASH_BYTES];
    bool is_broken;    /* its log has an end already */
    int64_t looked_at; /* where the files are, by wait_clock() */
};

/* False when that fails; the first four members are set. */
bool follow_making_open(struct follow_making *making);

enum making_state follow_making_state(struct follow_making *making);

/* Starts to make a backup. Its view is told of by ITEM_BACKUP with the number of the making, and then it waits to be
 * answered. False when there is no thread for it. */
bool follow_making_start(struct follow_making *making);

/* Its log was begun, with that first hash; or could not be. */
void follow_making_answer(struct follow_making *making, bool has_log, const unsigned char *hash);

/* Nobody will answer. */
void follow_making_give_up(struct follow_making *making);

/* Whether the last backup says where the files are now: they may have been moved to a bucket since. Looked at each
 * second. */
bool follow_making_knows_bucket(struct follow_making *making);

/* Starts to take old backups away: to read what their logs name takes longer than putting away may wait. */
void follow_making_prune(struct follow_making *making);

/* Waits for the end of the thread; then there is none. */
void follow_making_join(struct follow_making *making);

#endif
