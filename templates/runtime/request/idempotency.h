/* idempotency.h - a write that is sent twice is done once.
 *
 * Clients that may have to repeat a write (X-Parse-Request-Id, which the SDKs make for each write
 * when their idempotency is switched on) are told with error 159 that it was done before. The id is
 * kept in the transaction of the write itself: both are on disk or neither is, and the id of a
 * write that failed may be used again. (parse-server keeps the id first, so that there a failed
 * write cannot be repeated.) Off unless --idempotency-seconds says for how long ids are kept. */
#ifndef RUNTIME_REQUEST_IDEMPOTENCY_H
#define RUNTIME_REQUEST_IDEMPOTENCY_H

#include "request/request.h"

/* Takes the request's id away, unless a repetition would be refused: POST and PUT of objects, users,
 * installations, functions, jobs and batches, as in parse-server, and of roles and sessions. Else it becomes one of
 * whoever asks: what others call their requests neither tells anything nor has a write taken for done. Its route must
 * be known, and who asks. */
bool idempotency_begin(struct request *request);

/* Keeps the request's id, if it has one. Fails with 159 when it has been kept before. To be called
 * on the writer, in the request's savepoint. */
bool idempotency_claim(struct request *request);

/* Fails with 159 when the id has been kept before; keeps nothing. For what is done before the
 * writer: asking another server. */
bool idempotency_check(struct request *request);

#endif
