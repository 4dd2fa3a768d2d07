/* batch.h - POST /batch: several requests in one, each with an answer of its own.
 *
 * The parts run in order, parts that read on threads that read, and parts that write on the writer:
 * what was written before a part that reads is on disk when it runs. Each one that fails undoes only
 * itself. With "transaction": true all of them run on the writer, the first that fails undoes them
 * all, and those that read have a quarter of a second together. */
#ifndef RUNTIME_HTTP_BATCH_H
#define RUNTIME_HTTP_BATCH_H

#include "request/request.h"

bool batch_prepare(struct request *request);
bool batch_hash(struct request *request);
bool batch_execute(struct request *request);

/* Appends {"code":..,"error":".."} for a failed request. */
void error_write_json(struct buffer *buffer, const struct parse_error *error);

#endif
