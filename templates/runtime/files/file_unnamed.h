/* file_unnamed.h - since when no row has named a file, in DATA/files/unnamed: an empty file for each, as old as that.
 *
 * The database cannot tell it: it may be an older copy, put back beside files that came after it. */
#ifndef RUNTIME_FILES_FILE_UNNAMED_H
#define RUNTIME_FILES_FILE_UNNAMED_H

#include <stdbool.h>
#include <stdint.h>

#define FILE_UNNAMED_FOLDER "unnamed"

/* Notes it now, unless it is noted; *since is when that was, in ms. False, with the reason in the log, when that
 * cannot be done. `folder` is DATA/files, opened. */
bool file_unnamed_note(int folder, const char *id, int64_t *since);

void file_unnamed_forget(int folder, const char *id);

#endif
