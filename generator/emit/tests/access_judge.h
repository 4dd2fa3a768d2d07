/* access_judge.h - what is right in the world of access_world.h, told from the model's rules.
 *
 * It looks at rules and rows as a reader of docs/access.md would, one row at a time, and knows
 * nothing of the SQL or the tables that a server is made of: what the two agree on is right twice. */
#ifndef GENERATOR_EMIT_TESTS_ACCESS_JUDGE_H
#define GENERATOR_EMIT_TESTS_ACCESS_JUDGE_H

#include "emit/tests/access_world.h"

/* The letters of access.json. */
enum access_verdict {
    VERDICT_ALLOW = 'a',
    VERDICT_DENY = 'd',    /* refused, or not there: 101, 119 */
    VERDICT_INVALID = 'i', /* allowed to them, and no state that a row may be in: 142 */
    VERDICT_EITHER = 'e'   /* refused for both */
};

/* get, find, count, create or delete of a row by one of the users who ask. */
char access_judge(const struct access_world *world, enum class_operation operation,
                  const struct access_row *row, size_t user);

/* A change of a row: by an update, or `signed` with an electronic signature. */
char access_judge_change(const struct access_world *world, const struct access_row *row,
                         const struct access_change *change, size_t user, bool is_signed);

/* Whether the row is as the rule's conditions say. */
bool access_meets(const struct access_world *world, const struct model_rule *rule,
                  const struct access_row *row);

/* Whether the user is shown a field of the rows that they are shown: sentences of the form "Only
 * ROLES can read FIELDS". */
bool access_shows_field(const struct access_world *world, const struct model_class *class,
                        const struct model_field *field, size_t user);

/* Whether some sentence of that form is about the field. */
bool access_has_readers(const struct model_class *class, const struct model_field *field);

/* Whether a rule opens the row to the user, for an operation that it is about; `whole` when its
 * conditions are to hold as well. */
bool access_opens(const struct access_world *world, const struct model_rule *rule,
                  const struct access_row *row, size_t user, bool whole);

/* Whether a rule opens a row that is there to the user: what the row's ACL may take from the rule, it
 * leaves. */
bool access_opens_stored(const struct access_world *world, const struct model_rule *rule,
                         const struct access_row *row, size_t user);

#endif
