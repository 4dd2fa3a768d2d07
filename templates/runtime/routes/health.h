/* health.h - GET /health: whether the server answers, for load balancers. */
#ifndef RUNTIME_ROUTES_HEALTH_H
#define RUNTIME_ROUTES_HEALTH_H

#include "request/request.h"

bool health_get(struct request *request);

#endif
