/* output.h - what has been read becomes the answer's JSON, in the order and under the names that were asked
 * for. A field that must not be null and is takes its object with it (GraphQL specification, section 6.4.4). */
#ifndef RUNTIME_RESOLVE_OUTPUT_H
#define RUNTIME_RESOLVE_OUTPUT_H

#include "resolve/plan.h"

/* Append an object, or a connection. False: it became null, which the caller is to write; nothing was appended
 * then. */
bool output_object(struct run *run, struct buffer *json, const struct object_plan *plan,
                   const struct node *node, const struct graphql_path *path);
bool output_connection(struct run *run, struct buffer *json, const struct connection_plan *plan,
                       const struct connection *connection, const struct graphql_path *path);

/* Appends a member's name and colon, behind a comma where it is not the first. */
void output_name(struct buffer *json, struct text name, bool *first);

/* Adds an error of the execution to the run's list. */
void output_error(struct run *run, const struct parse_error *error,
                  const struct graphql_collected *field, const struct graphql_path *path);

#endif
