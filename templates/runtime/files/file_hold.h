/* file_hold.h - while somebody copies the data, contents of files stay that his copy of the database may name.
 *
 * A backup copies the database first and the files that it names afterwards. A file that is removed in
 * between is moved to DATA/files/held, where the backup finds it; whoever comes next and finds no backup
 * under way, the backup itself at its end first, clears that folder. The sign is a shared lock (flock) on
 * DATA/files, which ends with the backup's process.
 *
 * Who follows the data (program/follow.h) comes a little later than the server, and stays: for him files are
 * moved to DATA/files/followed, which has a lock of its own, and he takes them away himself. */
#ifndef RUNTIME_FILES_FILE_HOLD_H
#define RUNTIME_FILES_FILE_HOLD_H

#include <stdbool.h>

#define FILE_HOLD_FOLDER "held"
#define FILE_FOLLOW_FOLDER "followed"

/* A backup begins: returns DATA/files, opened and held; -1, with the reason in the log, when that fails. */
int file_hold_begin(const char *data_folder);

/* It ends: closes the folder, and clears what was held for it alone. */
void file_hold_end(int folder);

/* Who follows begins: returns DATA/files/followed, opened and held until it is closed, or `held`, which this process
 * holds already (-1: nothing), when that is it. -1, with the reason in the log, also when somebody else follows: he
 * takes away what he does not need. */
int file_hold_follow(const char *data_folder, int held);

/* Removes a file from the folder, or moves it to where it is held. False, with errno, when neither can be
 * done. */
bool file_hold_remove(int folder, const char *name);

/* Removes what is held, unless a backup is under way, or somebody follows. */
void file_hold_clear(int folder);

#endif
