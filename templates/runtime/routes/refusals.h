/* refusals.h - what was refused, and why, for the log and never for the client.
 *
 * A 119 knows what refused it. A 101 says no more than that there is nothing to be had: which rule, ACL
 * or field keeps an object that is there from whoever asked is found out afterwards, on a thread of
 * its own, so that no answer takes longer or shorter for it. Lines carry the number of the request, which
 * the answer has as X-Request-Id. */
#ifndef RUNTIME_ROUTES_REFUSALS_H
#define RUNTIME_ROUTES_REFUSALS_H

#include "request/request.h"

struct refusals;

/* Starts the thread. NULL, with the reason in the log, when that fails. */
struct refusals *refusals_start(const struct server *server);

/* Finishes what is queued; to be called when no request is left. NULL is allowed. */
void refusals_stop(struct refusals *refusals);

/* Notes a request, or a part of a batch, that is answered with an error. */
void refusal_note(const struct request *request);

#endif
