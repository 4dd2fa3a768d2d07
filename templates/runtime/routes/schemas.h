/* schemas.h - what the classes are, told in the form of Parse's schema API (master key only).
 *
 * The schema is compiled into the server, so it can be read here and not changed: a change is made
 * in the schema file, and a new server is generated from it. */
#ifndef RUNTIME_ROUTES_SCHEMAS_H
#define RUNTIME_ROUTES_SCHEMAS_H

#include "request/request.h"

bool schemas_find(struct request *request);
bool schemas_get(struct request *request);

/* POST, PUT and DELETE: refused with 119, which says where to make the change. */
bool schemas_change(struct request *request);

#endif
