/* body.h - a request's body on its way in: how much of it is kept, and for whom.
 *
 * A small body is kept whoever sends it. Before more of it is, the head must say who asks: with a
 * session or the master key, up to the limit. Where it doesn't, since the body has to say so (as with
 * the JavaScript SDK) or nobody is signed in, all such bodies share --unknown-body-bytes. What is not
 * kept is read on, within bounds, so that the client gets to see the answer. */
#ifndef RUNTIME_HTTP_BODY_H
#define RUNTIME_HTTP_BODY_H

#include "http/exchange.h"

#include <sys/types.h>

/* A head has been read; `announced` is its Content-Length, 0 where there is none. False: the answer is
 * to be given at once. */
bool body_begin(struct exchange *exchange, int64_t announced);

/* A piece of the body. False: so much has come that the connection is to be dropped. */
bool body_take(struct exchange *exchange, const char *data, size_t size);

/* A piece of a body that is a file (intake_is_stream()). How many bytes of it were taken: fewer than there are where a
 * chunk has to be written first, by stages_write(). -1: so much has come that the connection is to be dropped. */
ssize_t body_take_file(struct exchange *exchange, const char *data, size_t size);

/* Whether an error was found that is to be answered instead of the request. */
bool body_is_refused(const struct exchange *exchange);

/* Gives back what the body has taken of what is shared. */
void body_release(struct exchange *exchange);

#endif
