/* secret_file.h - files that hold a secret, and are for the server alone. */
#ifndef RUNTIME_CRYPTO_SECRET_FILE_H
#define RUNTIME_CRYPTO_SECRET_FILE_H

#include "base/arena.h"

#include <stdbool.h>
#include <sys/stat.h>

/* Reads a file of at most so many bytes, without the white space at its end, whose mode must give none of the rights
 * `others` (S_IRWXO, S_IRWXG). False, with the reason in the log, when it does, cannot be read, is empty or is too
 * large. */
bool secret_file_read(struct arena *arena, const char *path, size_t limit, mode_t others,
                      struct text *secret);

/* Writes the text and a newline with mode 0600, whole or not at all, and puts it and its folder on disk; false, with
 * errno, when that fails. */
bool secret_file_write(struct arena *arena, const char *path, struct text text);

#endif
