/* query.h - the fields of Query: each is read by a request of REST, and what is below by fetch.h. */
#ifndef RUNTIME_RESOLVE_QUERY_H
#define RUNTIME_RESOLVE_QUERY_H

#include "resolve/operation.h"

/* Execute stage of the part that reads a field of Query; part->state is the field. */
bool query_read(struct request *part);

/* Appends what is asked of one object, which is read by that path; "null" with an error in the run's list where
 * something of it must not be null. False: the part has failed. */
bool query_write_object(struct run *run, struct buffer *json, const struct class *class,
                        struct text path, const struct graphql_collected *field,
                        const struct graphql_path *at);

/* The path of REST of an object; no text, and the part has failed with 101, where no object can have the id. */
struct text query_object_path(struct request *part, const struct class *class,
                              struct text object_id);

/* Appends a Viewer: whoever the part's session is. */
bool query_write_viewer(struct run *run, struct buffer *json, const struct graphql_collected *field,
                        const struct graphql_path *at);

#endif
