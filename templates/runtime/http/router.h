/* router.h - which function answers which path. */
#ifndef RUNTIME_HTTP_ROUTER_H
#define RUNTIME_HTTP_ROUTER_H

#include "request/request.h"

/* The path as the table has it: of two slashes at its start one goes (some SDKs' server URLs end
 * with a slash), and one at its end. */
struct text router_tidy_path(struct text path);

/* Finds the route for the request's method and tidied path, fills route, segments and writes. Fails
 * with 404 and parse-server's {"error":"not found"} when there is none; then route stays NULL.
 * Fails with 403 when the route asks for the master key, and with 119 when it would write and the
 * key may only read. */
bool router_find(struct request *request);

/* All routes, the app's and those that are the same for every app, by numbers from 0 on. */
size_t router_count(const struct app *app);
const struct route *router_route(const struct app *app, size_t number);
size_t router_number(const struct app *app, const struct route *route);

#endif
