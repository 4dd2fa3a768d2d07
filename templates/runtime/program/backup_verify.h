/* backup_verify.h - whether a backup is whole, and what is amiss with the data in it. */
#ifndef RUNTIME_PROGRAM_BACKUP_VERIFY_H
#define RUNTIME_PROGRAM_BACKUP_VERIFY_H

#include "model/class.h"
#include "program/backup_folder.h"
#include "program/backup_manifest.h"
#include "store/store.h"

/* The files of a backup itself, as they are called there and in the server's folder; the database comes
 * before them. */
struct backup_part {
    const char *name;
    bool is_key;
};

extern const struct backup_part backup_parts[];
extern const size_t backup_part_count;

/* Whether a backup itself may have such a file: the database, or one of these. Nothing else gets into a server's
 * folder. */
bool backup_may_have(const struct app *app, const char *name);

enum backup_depth {
    BACKUP_NEW,  /* shared files are there with their sizes: each was read when it was written */
    BACKUP_DEEP, /* all bytes of them are read */
    BACKUP_WHOLE /* and the log that goes on from it, with the files that it names */
};

struct backup_verdict {
    int64_t
        damage; /* it is not as it was made; or it is of another app, or newer than this server */
    int64_t
        faults; /* of the data when they were backed up: of the audit trail, files that were missing */
};

/* Reads the backup in the folder called `name`, says in the log what is amiss, and counts that. The audit
 * trail's state goes to standard output. */
void backup_verify(const struct app *app, const struct backup_folder *folder, const char *name,
                   enum backup_depth depth, struct backup_verdict *verdict);

/* The same of the database in a folder, alone: the engine's own check, migrations, the audit trail. Returns it
 * opened; NULL when it cannot be. */
struct store_connection *backup_verify_database(const struct app *app, const char *path,
                                                struct backup_verdict *verdict);

#endif
