/* aggregate.h - /aggregate: what a class's rows come to, for the master key. */
#ifndef RUNTIME_AGGREGATE_AGGREGATE_H
#define RUNTIME_AGGREGATE_AGGREGATE_H

#include "request/request.h"

/* GET /aggregate/:class with `pipeline`, or with `distinct` and `where`. */
bool aggregate_get(struct request *request);

#endif
