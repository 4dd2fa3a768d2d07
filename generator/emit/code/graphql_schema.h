/* graphql_schema.h - what GraphQL says of the app's classes, in the schema definition language. */
#ifndef GENERATOR_EMIT_CODE_GRAPHQL_SCHEMA_H
#define GENERATOR_EMIT_CODE_GRAPHQL_SCHEMA_H

#include "base/buffer.h"
#include "emit/graphql_names.h"

/* Appends the types of a class: its objects, what finds and what changes them. */
void graphql_add_class(struct buffer *buffer, const struct graphql_naming *naming,
                       const struct graphql_names *names);

/* Appends its fields of Query, and of Mutation. */
void graphql_add_queries(struct buffer *buffer, const struct graphql_names *names);
void graphql_add_mutations(struct buffer *buffer, const struct graphql_names *names);

/* Appends the type Subscription, with a field for each class that is live; nothing where none is. */
void graphql_add_subscriptions(struct buffer *buffer, const struct graphql_names *classes,
                               size_t count);

/* Appends UserLoginWithInput: what else is said of a user whom another system knows. */
void graphql_add_log_in_with(struct buffer *buffer, const struct graphql_naming *naming,
                             const struct model_class *user);

#endif
