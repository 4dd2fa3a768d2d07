/* health.h - GET /health: whether the server answers, for load balancers. */
#ifndef HEALTH_H
#define HEALTH_H

#include "request/request.h"

bool health_get(struct request *request);

#endif
