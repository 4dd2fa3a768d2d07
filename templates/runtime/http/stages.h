/* stages.h - a prepared request's way through its stages, and to its answer.
 *
 * request.h says what the stages are. What may run on a worker runs there and is answered at once;
 * else the connection is suspended, and whoever has the request hands it on: the hashing threads to
 * the calling ones, those to the writer, or to the threads for reads that take long, or back to a
 * worker. */
#ifndef RUNTIME_HTTP_STAGES_H
#define RUNTIME_HTTP_STAGES_H

#include "http/exchange.h"

/* On a worker, whose turn with the connection it is: the first stage, the last one of a request that
 * was away, and the answer. False: the connection is to be closed. */
bool stages_begin(struct exchange *exchange);
bool stages_finish(struct exchange *exchange);
bool stages_answer(struct exchange *exchange);

/* Who is asking, as far as turns are concerned (pool.h): the user, or else where the request comes from. */
uint64_t stages_client(const struct exchange *exchange);

/* Sends a detached request on its way (detached.h). */
void stages_submit(struct exchange *exchange);

/* Counts and notes what it was answered, with so many bytes. */
void stages_note(struct exchange *exchange, uint64_t bytes);

/* Makes its answer that the server is busy, or stopping. */
void stages_set_busy(struct exchange *exchange);

/* While its body comes: has a chunk of the file written that it is, for which the connection waits. */
void stages_write(struct exchange *exchange);

/* What the threads of the hashing, the calling and the reading pool run, those that write chunks, and those that keep
 * and fetch files. */
void stages_hash(void *job);
void stages_call(void *job);
void stages_read(void *job);
void stages_write_chunk(void *job);
void stages_contents(void *job);

/* To be handed to the writer: the request has been executed. */
void stages_written(struct request *request, void *carrier);

#endif
