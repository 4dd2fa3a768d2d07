/* access_grants.h - what is right where one user has shared rows with another, or an emergency opens them. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_GRANTS_H
#define GENERATOR_EMIT_TESTS_ACCESS_GRANTS_H

#include "emit/tests/access_world.h"

/* Whether a rule of SCOPE_GRANTED opens the row to the user, now; `whole` when conditions are to hold as
 * well. */
bool access_grants(const struct access_world *world, const struct model_rule *rule,
                   const struct access_row *row, size_t user, bool whole);

#endif
