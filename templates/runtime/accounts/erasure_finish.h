/* erasure_finish.h - what is left to do when an erasure is on disk: files that nothing names any more go, the
 * database is written anew, without what has been deleted in it, and the file DATA/erased names who is erased. Each
 * may be done twice. */
#ifndef RUNTIME_ACCOUNTS_ERASURE_FINISH_H
#define RUNTIME_ACCOUNTS_ERASURE_FINISH_H

#include "request/request.h"
#include "request/server.h"

/* Finishes every erasure that is not, over the connection that writes, which is in no transaction. False, with the
 * reason in the log, when something is left: it is done at the next start. */
bool erasure_finish(struct server *server, struct store_connection *connection);

/* Appends the names of the copies of the database in its folder, a list in JSON: what a migration left before it is never
 * changed, and has still what is erased. False, with the reason in the log, when the folder cannot be read. */
bool erasure_write_copies(const struct server *server, struct buffer *list);

/* erasure_finish() behind a commit on the writer, where it takes its time: what is to be written waits. */
bool erasure_finish_on_writer(struct request *request);

#endif
