/* authenticate.h - is this our app, does the caller hold a key, and who is signed in. */
#ifndef AUTHENTICATE_H
#define AUTHENTICATE_H

#include "request.h"

struct MHD_Connection;
struct session_cache;

/* Checks the application id, the client keys where they are configured, and the master key, which
 * counts from loopback addresses only unless the options say otherwise. Keeps the session token and
 * the installation id. Fails with 403 {"error":"unauthorized"}. */
bool authenticate_app(struct request *request, struct MHD_Connection *connection);

/* Finds the principal of the session token, if there is one. Fails with 209. */
bool authenticate_session(struct request *request, struct session_cache *sessions);

#endif
