/* fetch.h - contents of a file that are elsewhere are fetched while their connection waits: before the answer begins,
 * and whenever it has sent what was fetched. */
#ifndef RUNTIME_HTTP_FETCH_H
#define RUNTIME_HTTP_FETCH_H

#include "http/exchange.h"

/* Whether the answer's file has to be fetched from before it can begin. */
bool fetch_is_due(const struct exchange *exchange);

/* Suspends the connection, on whose worker this is called, and resumes it when the next bytes are there, in
 * PHASE_ANSWERABLE. What fails is the request's error, or, once the answer has begun, makes the exchange broken. */
void fetch_begin(struct exchange *exchange);

/* What a thread does that may wait. */
void fetch_run(struct exchange *exchange);

#endif
