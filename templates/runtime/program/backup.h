/* backup.h - a backup of a server's folder, while the server may run.
 *
 * The database is copied as of one moment (store_copy()); what the copy is about is in the backup: the end
 * of its audit trail, and the contents of each file that it has a row of. Contents never change and are
 * removed after their rows, and stay while a backup is under way (file_hold.h). So nothing has to be kept from
 * the server. Shared files that the backup before it has are not copied again. */
#ifndef RUNTIME_PROGRAM_BACKUP_H
#define RUNTIME_PROGRAM_BACKUP_H

#include "model/class.h"
#include "program/backup_folder.h"
#include "program/whole_file.h"
#include "store/store.h"

struct backup_order {
    const char *data;    /* the server's folder */
    bool with_keys;      /* the backup has the keys, too */
    bool despite_faults; /* of the audit trail, or files that are missing, which would refuse it */
    /* Of a backup that a log goes on from (follow_log.h), or NULL: begins a view of the opened database, and the
     * log in the backup's folder, whose first hash it fills in. False, with the reason in the log. */
    bool (*begin_log)(void *state, struct store_connection *database, int one,
                      unsigned char hash[FILE_HASH_BYTES]);
    void *state;
};

/* Makes a backup in the folder, verifies it, and says on standard output what it has. False, with the reason
 * in the log, when there is none; the others are as they were. */
bool backup_make(const struct app *app, struct backup_folder *folder,
                 const struct backup_order *order);

#endif
