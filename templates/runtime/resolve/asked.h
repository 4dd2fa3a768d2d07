/* asked.h - what a client asks, by HTTP or over a WebSocket: a document, which of its operations, with which
 * variables; and whether that may be executed. */
#ifndef RUNTIME_RESOLVE_ASKED_H
#define RUNTIME_RESOLVE_ASKED_H

#include "resolve/operation.h"

struct asked {
    struct text query;
    struct text operation_name; /* no text: none */
    const cJSON *variables;     /* an object, or NULL */
};

/* Reads {"query": ..., "operationName": ..., "variables": ..., "extensions": ...}. What is said of a faulty one, or
 * NULL. */
const char *asked_read(const cJSON *body, struct asked *asked);

/* From the text to an operation that may be executed, by whoever the request is from; operation->errors has been
 * begun, and what is made of the text is in its arena. False: the errors say why not, as far as he may know, or
 * the arena has failed. */
bool asked_validate(const struct request *request, const struct asked *asked,
                    struct execution *operation);

#endif
