/* key_files.h - the application id, the master key and the keys of seal.h and file_store.h: given, kept, or made at the
 * first start. */
#ifndef RUNTIME_PROGRAM_KEY_FILES_H
#define RUNTIME_PROGRAM_KEY_FILES_H

#include "base/arena.h"
#include "request/options.h"

/* Completes the options: reads DATA/app-id, DATA/master-key (or --master-key-file), DATA/seal-key and DATA/file-key, and makes
 * those that are missing, with mode 0600. *made says whether the master key is new. False when a file
 * cannot be read or written; the reason went to the log. */
bool key_files_complete(struct options *options, struct arena *arena, bool *made);

/* Reads a small file, without the white space at its end; no text when there is none. */
struct text key_file_read(struct arena *arena, const char *path);

/* Writes a new file with mode 0600; false when that fails. */
bool key_file_write(const char *path, struct text text);

/* Reads the key from the file, or makes one of so many hex digits there; *made is set when it did.
 * False when that fails; the reason went to the log. */
bool key_file_keep(struct arena *arena, const char *path, size_t characters, struct text *key,
                   bool *made);

#endif
