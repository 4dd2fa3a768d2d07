/* file_writer.h - contents of a file on their way in: what has come is sealed and written to DATA/files/new chunk by
 * chunk, so that no more than one of each file is in memory.
 *
 * Taking bytes waits for nothing. Writing does, and is for threads that may. */
#ifndef RUNTIME_FILES_FILE_WRITER_H
#define RUNTIME_FILES_FILE_WRITER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct file_writer;

/* For contents that are to be kept under the id, in the folder, opened, sealed with a key of KEY_BYTES. NULL when out of
 * memory. */
struct file_writer *file_writer_new(int folder, const char *id, const unsigned char *key);

/* Takes bytes until a chunk is full; how many. Fewer than there are: file_writer_write() has to be called. */
size_t file_writer_take(struct file_writer *writer, const char *bytes, size_t length);

/* What has come since the last write; all that there is before the first. */
struct text file_writer_held(const struct file_writer *writer);

/* How many bytes have come. */
int64_t file_writer_size(const struct file_writer *writer);

bool file_writer_has_written(const struct file_writer *writer);

/* Writes the chunk, which is full and not the last; or all that is left, and then puts the file on disk. False, with
 * the reason in the log, when that fails; the file is gone then. */
bool file_writer_write(struct file_writer *writer);
bool file_writer_end(struct file_writer *writer);

/* Forgets the writer; what it has written and nobody has taken over from DATA/files/new goes, if `remove`. NULL is
 * allowed. */
void file_writer_free(struct file_writer *writer, bool remove);

#endif
