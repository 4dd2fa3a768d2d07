/* intake_files.h - what arrives over HTTP for /files: bodies that are no JSON, links without credentials. */
#ifndef RUNTIME_HTTP_INTAKE_FILES_H
#define RUNTIME_HTTP_INTAKE_FILES_H

#include "request/options.h"
#include "request/request.h"

struct MHD_Connection;
struct credentials;
struct session_cache;

/* Whether the request stores a file, or asks for one. */
bool intake_is_upload(enum http_method method, struct text path);
bool intake_is_download(enum http_method method, struct text path);

/* Whether it stores a file whose bytes are the body, as the head says alone: it is prepared before they come. */
bool intake_is_stream(const struct request *request, struct MHD_Connection *connection);

/* How large the request's body may be: a file may be larger than anything else, and comes in base64, too. */
int64_t intake_body_limit(const struct options *options, enum http_method method, struct text path);

/* The body is the file, which comes later. */
bool intake_take_raw_upload(struct request *request, struct MHD_Connection *connection);

/* The body is JSON, as the JavaScript SDK sends it: {"base64":...,"_ContentType":...,"fileData":...} beside its
 * credentials. To be called before these are taken out of it. */
bool intake_take_json_upload(struct request *request);

/* Reads the credentials that a download may have: the master key or a session, or none. */
bool intake_admit_download(struct request *request, struct MHD_Connection *connection,
                           struct session_cache *sessions);

#endif
