/* intake.h - from what arrived over HTTP to a request whose stages can run: its credentials, body,
 * method, parameters and route. */
#ifndef RUNTIME_HTTP_INTAKE_H
#define RUNTIME_HTTP_INTAKE_H

#include "request/request.h"

struct MHD_Connection;
struct session_cache;

/* The path below the mount path, tidied; no text when it lies elsewhere. */
struct text intake_path(struct text mount, const char *url);

/* Reads the request, whose method, path, body_text, clock and store are set, up to and including
 * the prepare stage of its route. False when it failed, with its error set. */
bool intake(struct request *request, struct MHD_Connection *connection,
            struct session_cache *sessions);

/* What the head alone says: *known whether it names a session or the master key, and that counts.
 * False, with the error in the context, when it names the app and is to be refused. */
bool intake_judge_head(struct request *request, struct MHD_Connection *connection,
                       struct session_cache *sessions, bool *known);

#endif
