/* file.h - whole files in and out. */
#ifndef GENERATOR_BASE_FILE_H
#define GENERATOR_BASE_FILE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Inputs longer than this are refused; spans hold offsets in 32 bits. */
#define FILE_LIMIT ((size_t)32 * 1024 * 1024)

/* Reads a whole file into the arena, with a NUL after it. Returns false with errno set: EFBIG when
 * it is longer than FILE_LIMIT, EISDIR for a folder. */
bool file_read(struct arena *arena, const char *path, char **bytes, size_t *length);

/* Whether a file holds these bytes and no others; false with errno 0 when it holds others, and set
 * when it cannot be read. */
bool file_holds(const char *path, const char *bytes, size_t length);

/* Whether there is a file or folder of that name. */
bool file_exists(const char *path);

/* Whether that name is a symbolic link, wherever it leads. */
bool file_is_link(const char *path);

/* Makes a folder and those above it, as mkdir -p does. Returns false with errno set. */
bool file_make_folders(const char *path);

/* Replaces a file as a whole: readers see the old bytes or the new ones, never a part. Returns
 * false with errno set, and then the old file is untouched. */
bool file_replace(struct arena *arena, const char *path, const char *bytes, size_t length);

#endif
