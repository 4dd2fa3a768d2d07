/* key_rewrap.h - what is kept under older keys is sealed anew under the newest, while the server serves.
 *
 * A thread of its own walks through all places (write/sealed_places.h), in requests to the writer of a few rows each. It
 * keeps no record of where it is: what is left is seen by the key that each value names, so it begins again after
 * whatever ended the server. When nothing needs an older key any more, the database says so (write/data_keys.h). */
#ifndef RUNTIME_PROGRAM_KEY_REWRAP_H
#define RUNTIME_PROGRAM_KEY_REWRAP_H

#include "request/server.h"

/* Starts the thread, with what is left from before, unless the server is there for one command; and has the server answer
 * requests about keys. False, with the reason in the log, when that fails. */
bool key_rewrap_start(struct server *server);

/* Ends the thread; requests may still ask. NULL is allowed. */
void key_rewrap_stop(struct key_rewrap *rewrap);

/* When nobody asks any more. NULL is allowed. */
void key_rewrap_free(struct key_rewrap *rewrap);

#endif
