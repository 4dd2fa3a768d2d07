/* cors.h - which pages from elsewhere may call the API, and what their browsers are told.
 *
 * --allow-origin names the origins (https://app.example); without it all may, as with parse-server. Clients send
 * their credentials in headers of their own, never in cookies, so no answer lets a browser add what it knows
 * (Access-Control-Allow-Credentials), to whatever origin. */
#ifndef RUNTIME_HTTP_CORS_H
#define RUNTIME_HTTP_CORS_H

#include "base/text.h"

#include <stdbool.h>

struct MHD_Connection;
struct MHD_Response;
struct options;
struct request;

/* Whether --allow-origin is a list of origins, "*" or "none"; else the reason goes to the log. */
bool cors_check_options(const struct options *options);

/* Adds the Access-Control-* headers that parse-server sends, where the request is a browser's and its page may
 * call, and Vary where the answer depends on the page. */
void cors_add_headers(struct MHD_Response *response, const struct request *request,
                      struct MHD_Connection *connection, bool from_browser);

/* Whether a page may open a WebSocket, for which browsers leave the judgment to the server. Its host and scheme
 * must have been found (location.h). */
bool cors_allows_socket(const struct request *request, struct MHD_Connection *connection);

#endif
