/* rule_acts.h - who may do what a rule waits for, in the world of access_world.h: for tests/rules.json.
 *
 * A stamp, a notification or an entry in the audit trail follows an act of somebody. Here a row, a
 * user and a change are found of which access_judge.h says that they are allowed. */
#ifndef GENERATOR_EMIT_TESTS_RULE_ACTS_H
#define GENERATOR_EMIT_TESTS_RULE_ACTS_H

#include "emit/tests/access_world.h"

/* What somebody may do: change a row, perhaps by signing, delete or create it. */
struct rule_act {
    size_t row;
    size_t user;
    size_t change; /* of the class's changes */
    bool is_signed;
    bool is_creation; /* of the row, in place of a change */
};

/* Which changes are wanted; `field` NULL: any. */
struct rule_wanted {
    const struct model_field *field;
    const char *const *values; /* one of which it gets, and does not have yet */
    size_t value_count;
    const struct model_rule
        *stamp; /* what it sets is not there yet, and the user is known; or NULL */
    const struct model_actor *told; /* the row leads to whom it tells; or NULL */
    bool is_publication;            /* the field goes from "draft" to another value */
};

/* The class in the world, if rows of it can be made and copied; else NULL. */
const struct access_class *rule_test_class(const struct access_world *world,
                                           const struct model_class *class);

/* The user at the end of a path from the row; false when it leads to none. */
bool rule_find_told(const struct access_world *world, const struct access_row *row,
                    const struct model_actor *actor, size_t *user);

/* Whether the row leads to whom the actor tells; a role, or no actor at all, always does. */
bool rule_tells_somebody(const struct access_world *world, const struct access_row *row,
                         const struct model_actor *actor);

/* Each finds an act on a row of the class, which may be NULL; false when there is none. */
bool rule_find_change(const struct access_world *world, const struct access_class *class,
                      const struct rule_wanted *wanted, struct rule_act *act);
bool rule_find_deletion(const struct access_world *world, const struct access_class *class,
                        const struct model_actor *told, struct rule_act *act);

/* A new row in which the stamp's trigger has the value already. */
bool rule_find_creation(const struct access_world *world, const struct access_class *class,
                        const struct model_rule *stamp, struct rule_act *act);

#endif
