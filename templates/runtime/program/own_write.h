/* own_write.h - what the server itself has the writer change, beside requests of clients. */
#ifndef RUNTIME_PROGRAM_OWN_WRITE_H
#define RUNTIME_PROGRAM_OWN_WRITE_H

#include "request/server.h"

/* Has the writer run `apply`, with the server's own rights, in a transaction; request->state is `state`. Waits until
 * that is on disk; false when it is not. Not to be called on the writer. */
bool own_write(struct server *server, bool (*apply)(struct request *request), void *state);

#endif
