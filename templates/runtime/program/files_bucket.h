/* files_bucket.h - in which bucket the contents of a data folder's files are. DATA/files-bucket says it, so that nobody
 * looks for them elsewhere: not a server that was not told, and no doctor or backup. */
#ifndef RUNTIME_PROGRAM_FILES_BUCKET_H
#define RUNTIME_PROGRAM_FILES_BUCKET_H

#include "outside/object_store.h"
#include "request/options.h"

#define FILES_BUCKET_FILE "files-bucket"

/* For a server: opens the bucket of its options and notes it; *has is false when the files are in the folder. False,
 * with the reason and what to do in the log, when the options and what is noted are not of one bucket. What it keeps is
 * the arena's. */
bool files_bucket_enter(struct object_store *bucket, bool *has, const struct options *options,
                        struct arena *arena);

/* For a command: opens the bucket that is noted, with the credentials of a file or, NULL, the environment. */
bool files_bucket_find(struct object_store *bucket, bool *has, const char *data,
                       const char *credentials, struct arena *arena);

/* Whether a folder, opened, of a server or a backup, says that files are in a bucket. */
bool files_bucket_is_noted(int folder);

/* Whether two folders, opened, say the same; true as well where the second says nothing. */
bool files_bucket_is_same(int folder, int other);

#endif
