/* key_files.h - the application id, the master key and the keys of seal.h and file_store.h: given,
 * kept, or made at the first start. */
#ifndef RUNTIME_PROGRAM_KEY_FILES_H
#define RUNTIME_PROGRAM_KEY_FILES_H

#include "base/arena.h"
#include "request/options.h"

/* Completes the options: reads DATA/app-id, DATA/master-key (or --master-key-file), DATA/seal-key
 * and DATA/file-key. Those that are missing are made in a folder that is new, with mode 0600; a
 * master key anywhere, since taking it away is how one gets another. *made says whether the master
 * key is new. False when a file cannot be read or written, is missing, or can be read by others; the
 * reason and what to do went to the log. */
bool key_files_complete(struct options *options, struct arena *arena, bool is_new, bool *made);

/* Reads a small file, without the white space at its end; no text when there is none. */
struct text key_file_read(struct arena *arena, const char *path);

/* Writes the file with mode 0600, whole or not at all, and puts it on disk; false when that fails. */
bool key_file_write(struct arena *arena, const char *path, struct text text);

enum key_wanted {
    KEY_READ,        /* it must be there */
    KEY_READ_OR_MAKE /* it is made when it is missing */
};

/* Reads the key of so many hex digits, or makes it; *made is set when it did. False when that fails,
 * or when others can read it; the reason and what to do went to the log. */
bool key_file_keep(struct arena *arena, const char *path, size_t characters, enum key_wanted wanted,
                   struct text *key, bool *made);

#endif
