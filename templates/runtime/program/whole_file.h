/* whole_file.h - files that are copied whole or not at all, and what their bytes come to. */
#ifndef RUNTIME_PROGRAM_WHOLE_FILE_H
#define RUNTIME_PROGRAM_WHOLE_FILE_H

#include <stdbool.h>
#include <stdint.h>

enum { FILE_HASH_BYTES = 32 };

struct file_digest {
    int64_t size;
    unsigned char sha256[FILE_HASH_BYTES];
};

/* Reads the file `name` of a folder. False, with errno, when it cannot be read. */
bool file_digest_read(int folder, const char *name, struct file_digest *digest);

/* The same of a file that has just been written, from the disk rather than from memory where the system
 * lets one ask for that. */
bool file_digest_read_back(int folder, const char *name, struct file_digest *digest);

/* Copies the rest of an open file to a folder, under the name with ".part" behind it until it is on disk and
 * has been read back; mode 0600. What was there under the name goes. False, with the reason in the log, when
 * that fails; then the name is as it was. The folder itself is not flushed. */
bool whole_file_copy(int file, int folder, const char *name, struct file_digest *digest);

/* The same in two steps, for many files at once: the first writes under the name with ".part" behind it, the second
 * puts that on disk and gives it its name, without reading it back. False with errno, not in the log. */
bool whole_file_write(int file, int folder, const char *name, struct file_digest *digest);
bool whole_file_settle(int folder, const char *name);

/* The same of a file `from_name` of a folder. */
bool whole_file_copy_of(int from, const char *from_name, int folder, const char *name,
                        struct file_digest *digest);

#endif
