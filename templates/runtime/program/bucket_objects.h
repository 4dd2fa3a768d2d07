/* bucket_objects.h - single files of a folder of backups, put into a bucket and fetched from it, and what is there. */
#ifndef RUNTIME_PROGRAM_BUCKET_OBJECTS_H
#define RUNTIME_PROGRAM_BUCKET_OBJECTS_H

#include "program/backup_bucket.h"

/* Lists what is there, unless that is known. */
bool bucket_list(struct backup_bucket *bucket);

/* The object; NULL when it is not there. */
const struct bucket_content *bucket_find(const struct backup_bucket *bucket, const char *key);

/* Whether it is there, as large as the file `name` of a folder. */
bool bucket_has_file(const struct backup_bucket *bucket, int folder, const char *name,
                     const char *key);

/* Puts the file `name` of a folder under the key, unless one of its size is there. */
bool bucket_put_file(struct backup_bucket *bucket, int folder, const char *name, const char *key);

/* The same of a text, always. */
bool bucket_put_text(struct backup_bucket *bucket, const char *text, size_t length,
                     const char *key);

bool bucket_delete(struct backup_bucket *bucket, const char *key);

/* Fetches it whole into the file `name` of a folder, on disk, unless that has its size. False, with the reason in the
 * log, also when it is not there. */
bool bucket_fetch_file(const struct backup_bucket *bucket, const char *key, int folder,
                       const char *name);

#endif
