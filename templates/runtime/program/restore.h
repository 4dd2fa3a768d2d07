/* restore.h - a server's folder from a backup. */
#ifndef RUNTIME_PROGRAM_RESTORE_H
#define RUNTIME_PROGRAM_RESTORE_H

#include "model/class.h"
#include "program/backup_folder.h"

struct restore_order {
    const struct backup_name *name; /* of the backup */
    int64_t at;       /* ms: of one that a log goes on from, the moment; INT64_MAX: the last one */
    const char *data; /* an empty folder, or one that is not there yet */
    bool despite_faults; /* that the data had when they were backed up */
};

/* Verifies the backup, copies it, verifies the copy, and says on standard output what is there and which keys
 * have to be put back. False, with the reason and what to do in the log; no server starts then from what was
 * copied. */
bool restore(const struct app *app, const struct backup_folder *folder,
             const struct restore_order *order);

#endif
