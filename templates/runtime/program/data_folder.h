/* data_folder.h - DATA, where a server keeps everything: that it is this app's, that nobody else
 * serves it, and that nothing of it is missing.
 *
 * A folder whose first start did not come to its end holds the file first-start, and begins again. In
 * any other, a database, a key or a file that is gone is never made anew: what is there belongs to it
 * and could not be read any more. */
#ifndef RUNTIME_PROGRAM_DATA_FOLDER_H
#define RUNTIME_PROGRAM_DATA_FOLDER_H

#include "base/arena.h"
#include "store/store.h"

#include <stdbool.h>

struct data_folder {
    const char *path;
    const char *database; /* the path of the app's */
    bool is_new;          /* nothing has been kept here yet */
    int lock;             /* held until the process ends */
};

/* Makes a folder and those above it, mode 0700, unless they are there. False, with the reason in the log. */
bool data_folder_make(struct arena *arena, const char *path);

/* Enters the folder to serve it: makes it when it is missing, and locks it. False, with the reason
 * and what to do in the log, when another server has it, when it is another app's, or when the
 * database is missing beside keys or files. */
bool data_folder_enter(struct data_folder *folder, struct arena *arena, const char *path,
                       const char *app);

/* Whether the database that was opened is one that has been served from here: one without any table is
 * what a copy without its -wal file may look like. False, with the reason in the log. */
bool data_folder_check_database(const struct data_folder *folder,
                                struct store_connection *connection);

/* Enters an empty folder, made when it is missing, to restore a backup into it: until it is settled no server
 * starts there. False, with the reason and what to do in the log. */
bool data_folder_enter_to_restore(struct data_folder *folder, struct arena *arena,
                                  const char *path);

/* All that the first start makes, or that a backup has, is there. False, with the reason in the log, when that cannot be
 * noted. */
bool data_folder_settle(const struct data_folder *folder);

/* The path of the database in a folder that some server has settled, for commands beside it. NULL,
 * with the reason on standard error, when there is none. */
const char *data_folder_database(struct arena *arena, const char *path, const char *app);

#endif
