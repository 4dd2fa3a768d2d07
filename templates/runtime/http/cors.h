/* cors.h - what browsers must be told so that pages from elsewhere may call the API. */
#ifndef RUNTIME_HTTP_CORS_H
#define RUNTIME_HTTP_CORS_H

struct MHD_Response;

/* Adds the Access-Control-* headers that parse-server sends. */
void cors_add_headers(struct MHD_Response *response);

#endif
