/* parameters.h - the parameters of routes that get or list. */
#ifndef RUNTIME_OBJECTS_PARAMETERS_H
#define RUNTIME_OBJECTS_PARAMETERS_H

#include "request/request.h"

/* The first parameter, of the URL or of a body, whose name is not in the list, which ends with NULL; no
 * text: there is none. parameters_check() fails with 102 on it. */
struct text parameters_find_stray(const struct request *request, const char *const *allowed);
bool parameters_check(struct request *request, const char *const *allowed);

/* How many objects a find may answer: the parameter "limit", 100 by default, and no more than the
 * server's --max-limit, as in parse-server. */
bool parameters_read_limit(struct request *request, int64_t *limit);

/* A whole number that is not negative; the fallback when it is absent or, as JavaScript's falsy
 * values are in parse-server, empty or null. */
bool parameters_read_count(struct request *request, const char *name, int64_t fallback,
                           int64_t *count);

/* Whether a parameter such as `count` is there and true. */
bool parameters_want(struct request *request, const char *name);

#endif
