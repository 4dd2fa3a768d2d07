/* authenticate.h - is this our app, does the caller hold a key, and who is signed in. */
#ifndef RUNTIME_HTTP_AUTHENTICATE_H
#define RUNTIME_HTTP_AUTHENTICATE_H

#include "http/credentials.h"

struct options;
struct session_cache;

/* Whether the client keys are right: where one is configured, any that fits will do. */
bool authenticate_client_key(const struct options *options, const struct credentials *credentials);

/* Checks the client keys where they are configured, and the master key, which counts from loopback
 * addresses only unless the options say otherwise; that the credentials name the app is known
 * already. Fills in the principal, the session token, the installation id and the cloud context.
 * Fails with 403 {"error":"unauthorized"}, and with 107 for a context that is no object. */
bool authenticate_app(struct request *request, const struct credentials *credentials);

/* Finds the principal of the session token, if there is one. Fails with 209. */
bool authenticate_session(struct request *request, struct session_cache *sessions);

/* Gives the master key's rights to a request that came by the socket that only the folder's owner can open
 * (control.h). */
bool authenticate_operator(struct request *request);

#endif
