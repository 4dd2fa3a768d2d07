/* cost.h - what an operation may cost at most, before anything of it is done. */
#ifndef RUNTIME_GRAPHQL_COST_H
#define RUNTIME_GRAPHQL_COST_H

#include "graphql/values.h"

/* What the operation costs with these variables: each field one, and what is below a list
 * once for each entry, as many as an argument "first", "last" or "limit" of it or of the field
 * around it says, or limits->page. False, with an error, when that is more than limits->cost. */
bool graphql_check_cost(const struct graphql_validation *validation,
                        const struct graphql_operation *operation,
                        const struct graphql_variables *variables, struct graphql_errors *errors);

#endif
