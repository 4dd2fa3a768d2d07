/* collect.h - which fields an operation asks of an object (specification, section 6.3.2,
 * CollectFields). */
#ifndef RUNTIME_GRAPHQL_COLLECT_H
#define RUNTIME_GRAPHQL_COLLECT_H

#include "graphql/values.h"

/* One member of the answer: fields of one response name, which validation knows to be the same
 * field with the same arguments. Their selections are collected together. */
struct graphql_collected {
    struct text response_name;
    const struct graphql_field *field;                 /* in the object's type */
    const struct graphql_selection *const *selections; /* the first one has the arguments */
    size_t selection_count;
    struct graphql_collected *next; /* in the order of the answer */
};

/* Collects the selections of an operation, or those below a collected field, for an object of this
 * type; *collected is NULL when @skip and @include leave nothing. False with an error when a
 * variable leaves their condition without a value, or without one when out of memory. */
bool graphql_collect(const struct graphql_schema *schema, const struct graphql_type *object,
                     const struct graphql_selection *selections,
                     const struct graphql_variables *variables, struct graphql_errors *errors,
                     struct graphql_collected **collected);
bool graphql_collect_below(const struct graphql_schema *schema, const struct graphql_type *object,
                           const struct graphql_collected *field,
                           const struct graphql_variables *variables, struct graphql_errors *errors,
                           struct graphql_collected **collected);

#endif
