/* upload.h - files that come along with an operation: the multipart request specification
 * (github.com/jaydenseric/graphql-multipart-request-spec). */
#ifndef RUNTIME_RESOLVE_UPLOAD_H
#define RUNTIME_RESOLVE_UPLOAD_H

#include "request/request.h"

/* A file of the form. */
struct upload_file {
    struct text name;         /* that the client gave it */
    struct text content_type; /* or no text */
    struct text bytes;
};

/* Whether the body is such a form. */
bool upload_is_form(struct text content_type);

/* Reads the form: request->body becomes its "operations", in which each place that "map" names holds a value by which
 * upload_find() finds the file. Returns what is wrong with it, or NULL. */
const char *upload_read_form(struct request *request);

/* The file that a value of the scalar Upload stands for; NULL: none that came with the request. */
const struct upload_file *upload_find(const struct request *request, const cJSON *value);

#endif
