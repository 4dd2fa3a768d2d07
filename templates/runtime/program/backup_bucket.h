/* backup_bucket.h - a copy of a folder of backups (backup_folder.h) in a bucket (outside/object_store.h), under the same
 * names, and back.
 *
 * The bucket has a backup when it has its manifest, which comes last, and goes first. Of a log that is being written
 * segments come when they are full, or were turned for this; and then a head of what they have. */
#ifndef RUNTIME_PROGRAM_BACKUP_BUCKET_H
#define RUNTIME_PROGRAM_BACKUP_BUCKET_H

#include "model/class.h"
#include "outside/object_store.h"
#include "program/backup_folder.h"

enum { BUCKET_KEY = 160 };

struct bucket_content {
    char key[BUCKET_KEY];
    int64_t size;
};

struct backup_bucket {
    const struct app *app;
    struct object_store store;
    struct bucket_content *objects; /* that are there, in the order of their keys */
    size_t count;
    size_t capacity;
    bool is_listed;
    struct backup_name
        oldest; /* of what was put there last: only when that is gone, something else is */
};

/* Opens a bucket; nobody is asked yet. False, with the reason in the log. To be closed in any case. */
bool backup_bucket_open(struct backup_bucket *bucket, const struct app *app,
                        const struct object_store_words *words, struct arena *arena);
void backup_bucket_close(struct backup_bucket *bucket);

/* Puts what the folder has and the bucket lacks, and then takes away what the folder has no more. Where it is being
 * written, the last segment of the last log is left out. False, with the reason in the log. */
bool backup_bucket_put(struct backup_bucket *bucket, const struct backup_folder *folder,
                       bool is_written);

/* Fetches into the entered folder what is needed to restore the last backups of that time, in ms, or before it, and is
 * not there. False, with the reason in the log. */
bool backup_bucket_fetch(struct backup_bucket *bucket, struct backup_folder *folder, int64_t at);

#endif
