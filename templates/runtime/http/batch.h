/* batch.h - POST /batch: several requests in one, each with an answer of its own.
 * How they are executed is said in routes/parts.h; "transaction": true makes them one piece. */
#ifndef RUNTIME_HTTP_BATCH_H
#define RUNTIME_HTTP_BATCH_H

#include "request/request.h"

bool batch_prepare(struct request *request);
bool batch_hash(struct request *request);
bool batch_execute(struct request *request);

/* Appends {"code":..,"error":".."} for a failed request. */
void error_write_json(struct buffer *buffer, const struct parse_error *error);

#endif
