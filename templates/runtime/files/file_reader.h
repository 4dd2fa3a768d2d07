/* file_reader.h - contents of a stored file, opened chunk by chunk as they are wanted. */
#ifndef RUNTIME_FILES_FILE_READER_H
#define RUNTIME_FILES_FILE_READER_H

#include "files/blob_store.h"

#include <stddef.h>
#include <sys/types.h>

struct file_reader;

enum {
    FILE_READER_FAILED = -1, /* the file is not what was kept, or cannot be had */
    FILE_READER_WAITS = -2   /* file_reader_fetch() has to be called */
};

/* A reader of a file of that size, sealed with a key of KEY_BYTES, for `first` to `last`, both included (last = first - 1: nothing). NULL when there is
 * no such file as far as the store knows at once, or no memory. */
struct file_reader *file_reader_open(const struct blob_store *store, struct text id,
                                     const unsigned char *key, int64_t size, int64_t first,
                                     int64_t last);

/* Whether the next bytes are elsewhere still. */
bool file_reader_waits(const struct file_reader *reader);

/* Fetches what comes next, which may take long. False when that failed; *unavailable whether it might not if it were
 * tried again. */
bool file_reader_fetch(struct file_reader *reader, bool *unavailable);

/* Takes the next bytes, at most `limit`: how many, 0 at the end, or one of the above. */
ssize_t file_reader_take(struct file_reader *reader, char *bytes, size_t limit);

/* NULL is allowed. */
void file_reader_close(struct file_reader *reader);

#endif
