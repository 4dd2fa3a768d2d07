/* where_input.h - the conditions of a WhereInput in the query language of REST. */
#ifndef RUNTIME_RESOLVE_WHERE_INPUT_H
#define RUNTIME_RESOLVE_WHERE_INPUT_H

#include "model/class.h"
#include "request/request.h"

#include <cjson/cJSON.h>

/* The where that a WhereInput of the class, as JSON, stands for. NULL, and the request has failed, when there is
 * none. The input stays as it is. */
cJSON *where_input_read(struct request *request, const struct class *class, const cJSON *input);

#endif
