/* relative_time.h - times of a query that are counted from now: "3 days 2 hours ago", "in 1 wk", "now". */
#ifndef RUNTIME_FORMATS_RELATIVE_TIME_H
#define RUNTIME_FORMATS_RELATIVE_TIME_H

#include "base/context.h"

#include <stdint.h>

/* Reads such a text in parse-server's words (Utils.relativeTimeToDate): pairs of a whole number and a
 * unit behind "in" or before "ago", in any case. `now` and the result are milliseconds since 1970. Fails
 * with 107, as the operand of that operator. */
bool relative_time_read(struct context *context, const char *operator_name, struct text text,
                        int64_t now, int64_t *milliseconds);

#endif
