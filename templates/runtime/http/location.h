/* location.h - where the client reaches the server, and the URL that a created object can be read at. */
#ifndef RUNTIME_HTTP_LOCATION_H
#define RUNTIME_HTTP_LOCATION_H

#include "request/request.h"

struct MHD_Connection;

/* Finds out how the client reached the server: request->scheme and request->host, as the request itself or a
 * trusted proxy says (peer.h). */
void location_find_host(struct request *request, struct MHD_Connection *connection);

/* The URL of the response's location, as the client would reach it: below --public-url, or with the
 * scheme and host that were found. No text when out of memory. */
struct text location_url(const struct request *request);

#endif
