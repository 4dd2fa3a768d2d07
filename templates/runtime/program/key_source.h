/* key_source.h - keys from outside of the data folder: a file, a variable of the environment, a credential of the
 * service manager, or what a command prints.
 *
 * What they give is a ring's text (key_ring.h): a line, or several while one key follows another, the newest first.
 * It is the ring KEY_OUTER, which wraps those in the folder (key_ring_file.h). Nobody writes to a source. */
#ifndef RUNTIME_PROGRAM_KEY_SOURCE_H
#define RUNTIME_PROGRAM_KEY_SOURCE_H

#include "crypto/key_ring.h"
#include "request/options.h"

/* Where the options say that keys come from, for people: "the file /etc/keys"; NULL: from the data folder alone. */
const char *key_source_name(const struct options *options, struct arena *arena);

/* Asks the source for its keys. False, with the reason in the log and never a key, when there is none, several are
 * named, or it gives something else. The list is to be wiped. */
bool key_source_read(const struct options *options, struct key_list *list);

/* Fills the ring KEY_OUTER, where there is a source, which is asked but once: a variable is gone then. False as above.
 * To be called before there are other threads. */
bool key_source_open(const struct options *options);

#endif
