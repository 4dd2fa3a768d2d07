/* follow_bucket.h - a thread that keeps a bucket (backup_bucket.h) as the folder is that a follower writes. */
#ifndef RUNTIME_PROGRAM_FOLLOW_BUCKET_H
#define RUNTIME_PROGRAM_FOLLOW_BUCKET_H

#include "program/backup_bucket.h"

#include <stdatomic.h>

struct follow_bucket;

struct follow_bucket_plan {
    const struct app *app;
    const struct object_store_words *words;
    const char *path; /* of the folder */
    int64_t seconds;  /* between two times that something is put there */
    atomic_bool
        *turn; /* set when the log is to go on in another file, so that this one can be put there */
};

/* Starts the thread. NULL, with the reason in the log, when that fails. */
struct follow_bucket *follow_bucket_start(const struct follow_bucket_plan *plan);

/* Puts there what is in the folder, to its end, which nobody writes any more, and ends the thread. NULL is allowed. */
void follow_bucket_stop(struct follow_bucket *bucket);

#endif
