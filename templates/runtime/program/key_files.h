/* key_files.h - the application id, the master key and what others give in files: given, kept, or made at the first
 * start. The keys of the data are in key_rings.h. */
#ifndef RUNTIME_PROGRAM_KEY_FILES_H
#define RUNTIME_PROGRAM_KEY_FILES_H

#include "base/arena.h"
#include "request/options.h"

/* Completes the options: reads DATA/app-id and DATA/master-key (or --master-key-file). The id is made in a folder that
 * is new, with mode 0600; a master key anywhere, since taking it away is how one gets another. *made says whether the
 * master key is new. False when a file cannot be read or written, is missing, or can be read by others; the reason
 * and what to do went to the log. */
bool key_files_complete(struct options *options, struct arena *arena, bool is_new, bool *made);

/* Reads a small file, without the white space at its end; no text when there is none. */
struct text key_file_read(struct arena *arena, const char *path);

#endif
