/* webhook_routes.h - /hooks: which webhooks there are, for the master key alone. */
#ifndef RUNTIME_ROUTES_WEBHOOK_ROUTES_H
#define RUNTIME_ROUTES_WEBHOOK_ROUTES_H

#include "request/request.h"

bool webhook_functions_find(struct request *request);
bool webhook_functions_get(struct request *request);
bool webhook_triggers_find(struct request *request);
bool webhook_triggers_get(struct request *request);

/* POST to either list. */
bool webhooks_create(struct request *request);

/* PUT: another URL, or {"__op": "Delete"}. */
bool webhook_functions_update(struct request *request);
bool webhook_triggers_update(struct request *request);

#endif
