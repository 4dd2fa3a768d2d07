/* file_hold.h - while a backup is being made, contents of files stay that its copy of the database may name.
 *
 * A backup copies the database first and the files that it names afterwards. A file that is removed in
 * between is moved to DATA/files/held, where the backup finds it; whoever comes next and finds no backup
 * under way, the backup itself at its end first, clears that folder. The sign is a shared lock (flock) on
 * DATA/files, which ends with the backup's process. */
#ifndef RUNTIME_FILES_FILE_HOLD_H
#define RUNTIME_FILES_FILE_HOLD_H

#include <stdbool.h>

#define FILE_HOLD_FOLDER "held"

/* A backup begins: returns DATA/files, opened and held; -1, with the reason in the log, when that fails. */
int file_hold_begin(const char *data_folder);

/* It ends: closes the folder, and clears what was held for it alone. */
void file_hold_end(int folder);

/* Removes a file from the folder, or moves it to where it is held. False, with errno, when neither can be
 * done. */
bool file_hold_remove(int folder, const char *name);

/* Removes what is held, unless a backup is under way. */
void file_hold_clear(int folder);

#endif
