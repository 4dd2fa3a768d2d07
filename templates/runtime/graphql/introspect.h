/* introspect.h - what a schema says about itself (specification, section 4). */
#ifndef RUNTIME_GRAPHQL_INTROSPECT_H
#define RUNTIME_GRAPHQL_INTROSPECT_H

#include "graphql/collect.h"

enum { GRAPHQL_INTROSPECTION_LIMIT = 2000000 /* fields told by one operation */ };

/* Appends the value of a collected __schema or __type: an object, or null. False, with an error,
 * when there is more than GRAPHQL_INTROSPECTION_LIMIT to write; the buffer then has a part of it.
 * Nothing is asked about who may see it: validation has refused the field where the schema is
 * hidden. */
bool graphql_introspect(const struct graphql_validation *validation,
                        const struct graphql_collected *field,
                        const struct graphql_variables *variables, struct buffer *json,
                        struct graphql_errors *errors);

#endif
