/* body.h - a request's body on its way in: how much of it is kept, and for whom.
 *
 * A small body is kept whoever sends it. Before more of it is, the head must say who asks: with a
 * session or the master key, up to the limit. Where it doesn't, since the body has to say so (as with
 * the JavaScript SDK) or nobody is signed in, all such bodies share --unknown-body-bytes. What is not
 * kept is read on, within bounds, so that the client gets to see the answer. */
#ifndef RUNTIME_HTTP_BODY_H
#define RUNTIME_HTTP_BODY_H

#include "http/exchange.h"

/* A head has been read. False: the answer is to be given at once. */
bool body_begin(struct exchange *exchange);

/* A piece of the body has come: keeps it, and sets *size to what of it is to come again, when a chunk of a file
 * (intake_is_stream()) has been written, for which the connection waits. False: so much has come that the connection is
 * to be dropped. */
bool body_collect(struct exchange *exchange, const char *data, size_t *size);

/* Whether an error was found that is to be answered instead of the request. */
bool body_is_refused(const struct exchange *exchange);

/* Gives back what the body has taken of what is shared. */
void body_release(struct exchange *exchange);

#endif
