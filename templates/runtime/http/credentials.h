/* credentials.h - what a request says about who sends it, wherever it says it.
 *
 * Most SDKs send headers (X-Parse-*), some HTTP Basic authentication, and the JavaScript SDK sends
 * everything in the body, under names that begin with "_", so that browsers need no preflight. This
 * only gathers; authenticate.h judges. */
#ifndef RUNTIME_HTTP_CREDENTIALS_H
#define RUNTIME_HTTP_CREDENTIALS_H

#include "request/request.h"

struct MHD_Connection;

/* Each is no text when the request has none. */
struct credentials {
    struct text app_id;
    struct text master_key;
    struct text rest_key;
    struct text js_key;
    struct text client_key;
    struct text dotnet_key;
    struct text session_token;
    struct text installation_id;
    struct text cloud_context; /* JSON */
    struct text request_id;    /* X-Parse-Request-Id, see idempotency.h */
    bool is_near;              /* it comes from this machine, and from no proxy that says so */
};

/* Gathers the headers into credentials that are all zero. Of "Authorization: Basic APPID:KEY" the
 * key is the master key, or with "javascript-key=" before it the JavaScript key; it counts when
 * APPID is `app_id`. */
void credentials_read_headers(struct credentials *credentials, struct MHD_Connection *connection,
                              struct arena *arena, struct text app_id);

/* Takes the credentials out of the request's body, for a request whose headers do not name the app.
 * Fails with 403 when the body names another app, or when one of them is not a string, and with 107
 * for a _context that is no object. */
bool credentials_take_from_body(struct credentials *credentials, struct request *request);

/* Compares in a time that depends on the lengths alone; no text matches nothing. */
bool secret_matches(struct text given, struct text expected);

/* Fails with 403 {"error":"unauthorized"}. */
bool credentials_refuse(struct request *request);

#endif
