/* access_accounts.h - the classes that sentences about accounts bring along, of which the server
 * knows more than their rules. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_ACCOUNTS_H
#define GENERATOR_EMIT_TESTS_ACCESS_ACCOUNTS_H

#include "emit/tests/access_judge.h"

/* Whether there is one row for each user and role, so that none can be copied. */
bool access_is_single(const struct model *model, const struct model_class *class);

/* Whether a row may be over when it is made, and whether it may be without an end. */
bool access_can_expire(const struct model *model, const struct model_class *class);
bool access_can_last(const struct model *model, const struct model_class *class);

bool access_changes_kept(const struct access_world *world, const struct access_row *row,
                         const struct access_change *change);

/* What users do not do for themselves: make such a row (no change), or change it so. */
bool access_is_own_affair(const struct access_world *world, const struct access_row *row,
                          const struct access_change *change, size_t user);

#endif
