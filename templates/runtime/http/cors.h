/* cors.h - what browsers must be told so that pages from elsewhere may call the API. */
#ifndef CORS_H
#define CORS_H

struct MHD_Response;

/* Adds the Access-Control-* headers that parse-server sends. */
void cors_add_headers(struct MHD_Response *response);

#endif
