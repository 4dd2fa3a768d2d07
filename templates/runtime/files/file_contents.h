/* file_contents.h - the contents of a stored file, by its own key.
 *
 * Each file has a key, which its row keeps sealed by the newest file-key: a rotation seals that anew, and the contents,
 * which backups share, stay as they are. What an earlier version kept is under a key derived from the file-key of
 * then, which the first rotation gives the row. */
#ifndef RUNTIME_FILES_FILE_CONTENTS_H
#define RUNTIME_FILES_FILE_CONTENTS_H

#include "files/file_record.h"
#include "files/file_store.h"

/* A new key for the record. */
void file_contents_make_key(struct file_record *record);

/* file_store_read() of the record's file. */
struct file_reader *file_contents_read(struct context *context, const struct file_record *record,
                                       int64_t first, int64_t last);

/* Finds the key (KEY_BYTES) of contents that an earlier version kept, by opening their beginning with that of each file-key. False:
 * they open with none, or are not there. */
bool file_contents_find_key(const struct file_record *record, unsigned char *key);

#endif
