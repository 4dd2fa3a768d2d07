/* router.h - which function answers which path. */
#ifndef ROUTER_H
#define ROUTER_H

#include "request.h"

/* Finds the route for the request's method and path, fills route, segments and writes. Fails with
 * 404 and parse-server's {"error":"not found"} when there is none, and with 403 when the route asks
 * for the master key. `batch` says that the path came from inside a batch. */
bool router_find(struct request *request, bool batch);

#endif
