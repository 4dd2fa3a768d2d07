/* http_answer.h - a request's answer on its way to the client: status, headers, and a body or a file. */
#ifndef RUNTIME_HTTP_HTTP_ANSWER_H
#define RUNTIME_HTTP_HTTP_ANSWER_H

#include "request/request.h"

struct MHD_Connection;

/* Queues the answer of a request, of one that failed its error, after the `last` of which the
 * connection is closed; the arena of the request must live until the connection is done with it.
 * False when out of memory. */
bool http_answer(struct request *request, struct MHD_Connection *connection, bool from_browser,
                 bool last);

#endif
