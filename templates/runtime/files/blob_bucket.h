/* blob_bucket.h - contents of files in a bucket, sealed as they are in a folder: PREFIX/contents/ID.
 *
 * Contents that are in DATA/files nevertheless, from before there was a bucket or out of a backup, are answered from
 * there, and moved to the bucket by and by. What is removed is noted in DATA/files/removing, and goes from the bucket
 * when it has been there so long: a copy of the database that is put back may name it. */
#ifndef RUNTIME_FILES_BLOB_BUCKET_H
#define RUNTIME_FILES_BLOB_BUCKET_H

#include "files/blob_store.h"
#include "outside/object_store.h"

#define BLOB_REMOVING_FOLDER "removing"

/* The bucket, which is there until the store is stopped; how long, in ms, what is removed stays there; and the folders
 * DATA/files and new/ in it, opened. To be called once at start, before any other thread. NULL, with the reason in the
 * log, when that fails. */
const struct blob_store *blob_bucket_open(const struct object_store *bucket, int64_t keep,
                                          int folder, int new_folder);

/* Begins to move and to remove, on a thread of its own; false, with the reason in the log. Ends it again. */
bool blob_bucket_start(void);
void blob_bucket_stop(void);

/* Has contents that wait to be removed stay. */
void blob_bucket_restore(const char *id);

/* Calls `take` with the id and the size of all contents in a bucket; false, with the reason in the log, when not all
 * can be listed. For commands; nothing has to be open. */
bool blob_bucket_each(const struct object_store *bucket,
                      bool (*take)(void *state, struct text id, int64_t size), void *state);

#endif
