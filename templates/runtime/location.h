/* location.h - the URL that a created object can be read at. */
#ifndef LOCATION_H
#define LOCATION_H

#include "request.h"

struct MHD_Connection;

/* The URL of the response's location, as the client would reach it: below --public-url, or with the
 * scheme and host that a proxy on this machine says it was asked for, or with those of the request
 * itself. No text when out of memory. */
struct text location_url(const struct request *request, struct MHD_Connection *connection);

#endif
