/* follow_restore.h - what a log adds to a backup's copy of the database, and the files that are named then. */
#ifndef RUNTIME_PROGRAM_FOLLOW_RESTORE_H
#define RUNTIME_PROGRAM_FOLLOW_RESTORE_H

#include "model/class.h"
#include "program/backup_manifest.h"
#include "program/follow_moment.h"

struct follow_restore {
    const struct app *app;
    const char *data; /* the server's folder, where the backup's copy of the database is */
    int folder;       /* opened */
    int to;           /* its files/ */
    int from;         /* the backups' files/ */
    bool despite_faults;
    int64_t files; /* that were copied */
    int64_t bytes;
    /* The rest is its own. */
    struct follow_file *named; /* by the log, in the order of their ids */
    size_t count;
    size_t capacity;
    struct audit_head audit;
};

/* Writes into the database what the log, which has been read to the moment, has up to it, then copies the files
 * that the database names then, each held against its hash, and makes audit-head. False, with the reason in the
 * log. */
bool follow_restore(struct follow_restore *restore, int one, const struct follow_moment *moment,
                    struct manifest_reader *manifest);

#endif
