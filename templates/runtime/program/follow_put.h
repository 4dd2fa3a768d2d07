/* follow_put.h - what a follower has read (follow_watch.h), put on disk: contents of files, then the records. */
#ifndef RUNTIME_PROGRAM_FOLLOW_PUT_H
#define RUNTIME_PROGRAM_FOLLOW_PUT_H

#include "program/backup_folder.h"
#include "program/follow_watch.h"

#include <stdatomic.h>

/* Files that have come lately: a backup that is begun may not name them yet, and its log has to. */
struct follow_recent_file {
    struct follow_file file;
    int64_t at; /* ms: it came */
};

struct follow_recent {
    struct follow_recent_file *files;
    size_t count;
    size_t capacity;
};

struct follow_put {
    struct backup_folder *folder;
    struct follow_watch *watch;
    struct follow_log current; /* of the last backup */
    struct follow_log next;    /* of the one that is being made */
    bool has_current;
    bool has_next;
    struct follow_recent recent;
    atomic_bool turn; /* the current log is to go on in another file */
};

/* Puts the records of the first items away, up to one that is no record, in both logs, and on disk. Returns the first
 * that was not, NULL at the end; *failed whether that is for a failure, with errno: then the logs are as they were. */
struct follow_item *follow_put_records(struct follow_put *put, struct follow_item *items,
                                       bool *failed);

/* Begins the log of the backup that is being made in the folder `one`, and fills in its first hash. False, with
 * errno. */
bool follow_put_begin(struct follow_put *put, int one, const struct follow_item *item,
                      unsigned char hash[FOLLOW_HASH_BYTES]);

void follow_put_close(struct follow_put *put);

#endif
