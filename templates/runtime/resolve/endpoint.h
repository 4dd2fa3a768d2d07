/* endpoint.h - POST and GET /graphql: GraphQL over HTTP (graphql.github.io/graphql-over-http). */
#ifndef RUNTIME_RESOLVE_ENDPOINT_H
#define RUNTIME_RESOLVE_ENDPOINT_H

#include "request/request.h"

bool graphql_prepare(struct request *request);
bool graphql_hash(struct request *request);
bool graphql_execute(struct request *request);

/* Whether the path is the endpoint's. */
bool graphql_has_path(struct text path);

#endif
