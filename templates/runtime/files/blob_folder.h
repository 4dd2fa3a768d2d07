/* blob_folder.h - contents of files in the folder DATA/files, each as a file that is called by its id. */
#ifndef RUNTIME_FILES_BLOB_FOLDER_H
#define RUNTIME_FILES_BLOB_FOLDER_H

#include "files/blob_store.h"

/* Of the two folders, opened: DATA/files, and new/ in it, where contents come from. To be called once at start. */
const struct blob_store *blob_folder_open(int folder, int new_folder);

/* Calls `take` with each id by which something in a folder within `parent` is called; false when the folder cannot be
 * read. */
bool blob_folder_each(int parent, const char *name, bool (*take)(void *state, struct text id),
                      void *state);

#endif
