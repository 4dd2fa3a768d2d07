/* writer.h - the one thread that writes, a group of requests to a transaction.
 *
 * Workers hand over requests whose route writes. The writer takes all that have queued (but one that
 * goes alone, request.h), runs each in a savepoint of its own, commits once (synchronous: on disk),
 * and only then hands each back to be answered. When the commit fails, every request of the group
 * answers 500 and nothing was written. */
#ifndef RUNTIME_HTTP_WRITER_H
#define RUNTIME_HTTP_WRITER_H

#include "request/request.h"

struct writer;

/* Called on the writer thread after the group's commit, or its failure, of which the request's error tells. */
typedef void (*writer_done)(struct request *request, void *carrier);

/* Starts the thread over an open write connection. NULL when that fails. */
struct writer *writer_start(struct store_connection *connection, struct server *server);

/* Queues a request; `done` is called with it and `carrier`. False when the writer is stopping. */
bool writer_submit(struct writer *writer, struct request *request, writer_done done, void *carrier);

/* Has the use of the request's session kept (session_use.h) with the next group, and returns at once. */
void writer_note_use(struct writer *writer, const struct request *request);

/* How many requests wait to be written. */
uint64_t writer_waiting(struct writer *writer);

/* Finishes what is queued, then ends the thread. Requests that somebody still submits are refused. */
void writer_stop(struct writer *writer);

/* Closes the connection and releases a writer that has been stopped and that nobody knows any more.
 */
void writer_free(struct writer *writer);

#endif
