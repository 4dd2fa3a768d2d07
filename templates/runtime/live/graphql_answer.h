/* graphql_answer.h - messages of graphql-transport-ws about an operation. */
#ifndef RUNTIME_LIVE_GRAPHQL_ANSWER_H
#define RUNTIME_LIVE_GRAPHQL_ANSWER_H

#include "base/buffer.h"
#include "base/context.h"
#include "request/request.h"

/* Appends {"id":...,"type":... */
void graphql_write_head(struct buffer *message, struct text id, const char *type);

/* Appends an error message of one error, as a request fails. */
void graphql_write_error(struct buffer *message, struct text id, const struct parse_error *error);

/* Appends ,"extensions":{...} to a result, of what the request has disclosed; nothing where it has nothing. */
void graphql_write_extensions(struct buffer *message, const struct request *request);

#endif
