/* export.h - GET /export: a user's whole record as one JSON text, docs/records.md.
 *
 * It is put together from the rows that lead to the user (class.owned), through the guard, for whoever asks:
 * users whom a rule lets take their record along get theirs; of somebody else's, who asks gets what is
 * shared with him. */
#ifndef RUNTIME_ROUTES_EXPORT_H
#define RUNTIME_ROUTES_EXPORT_H

#include "request/request.h"

bool export_record(struct request *request);

#endif
