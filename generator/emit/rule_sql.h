/* rule_sql.h - rules as SQL predicates over a row of their class.
 *
 * In the text, :user stands for the principal's id and :now for the time in milliseconds; the
 * server binds both. Pointers are followed by "column IN (SELECT ...)": such a subquery does not
 * depend on the row, so SQLite runs it once, and the column's index serves it. */
#ifndef GENERATOR_EMIT_RULE_SQL_H
#define GENERATOR_EMIT_RULE_SQL_H

#include "base/buffer.h"
#include "model/model.h"

/* The rows that an access rule is about; "" when they are all. */
const char *rule_rows_sql(struct arena *arena, const struct model *model,
                          const struct model_rule *rule);

/* The rows of a grant's class by which the rule opens something to the user now: what follows upon
 * WHERE. */
const char *rule_grant_sql(struct arena *arena, const struct model_rule *rule);

/* The rows of a grant's class that open a row of the rule's class to the user now, to be followed by
 * " AND" and the row: "FROM Assessment JOIN Consent ON ... WHERE ...". */
const char *rule_opened_by_sql(struct arena *arena, const struct model_rule *rule);

/* What an access rule's conditions ask of a row; "" when there are none. */
const char *rule_conditions_sql(struct arena *arena, const struct model_rule *rule);

/* What an access rule or a grant asks of a row besides: its conditions; of a grant those under which
 * the grantor reaches it, in an emergency that it is no draft. "" when nothing. */
const char *rule_when_sql(struct arena *arena, const struct model_rule *rule);

/* The rows in which the user is at the end of a path. */
const char *rule_path_sql(struct arena *arena, const struct model_class *class,
                          const struct model_path *path);

/* That the user is in a role by having its profile; "" when having it is not what counts. */
const char *rule_membership_sql(struct arena *arena, const struct model_role *role);

/* A select of the ids of the users to be told of the row whose id :row stands for: the one at the end
 * of the actor's path, or all of a role, those in the roles that it contains among them. */
const char *rule_told_sql(struct arena *arena, const struct model_class *class,
                          const struct model_actor *actor);

/* That all ways to a row's owner, of those that are set, lead to one user; "" where there is one way
 * only. */
const char *rule_same_owner_sql(struct arena *arena, const struct model_class *class);

/* The rows that lead to the user, by all ways that make rows somebody's own: those that rules and
 * owners name, else the class's chain to _User; "" where there is none. */
const char *rule_owned_sql(struct arena *arena, const struct model_class *class);

/* The same the other way round: for each of those ways a select of rows' ids and of the users at their
 * ends, "SELECT ... AS id, ... AS owner, ... AS helps:more FROM ... WHERE ... :rows", where :more stands for further
 * columns and :rows for which rows. Who `helps` is there by a role that somebody gives, or because the row gives
 * access, and is not the one whom it is about. Returns how many there are. */
size_t rule_owners_sql(struct arena *arena, const struct model *model,
                       const struct model_class *class, const char *const **owners);

/* A select of the name that :user goes by in the role's profile, from the field in *field (which may be
 * NULL); NULL when the profile has none. */
const char *rule_printed_name_sql(struct arena *arena, const struct model_role *role,
                                  const struct model_field **field);

#endif
