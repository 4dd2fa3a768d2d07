/* check_lifecycles.h - rules about the values that a field may have and how it moves from one to
 * the next. */
#ifndef GENERATOR_RULES_CHECK_LIFECYCLES_H
#define GENERATOR_RULES_CHECK_LIFECYCLES_H

#include "rules/rule_roles.h"

/* The sentence by which a class has a lifecycle that starts with a draft, so that leaving it is
 * publishing; NULL: it has none. */
const struct ast_rule *rule_draft_lifecycle(const struct draft *draft,
                                            const struct draft_class *class);

/* Whether an item of a lifecycle's states is the arrow between two of them. */
bool rule_is_arrow(const struct ast_value *item);

/* Before the other rules are read, which ask what values a field may have. */
void check_one_of_rule(struct rule_checker *checker, const struct ast_rule *written);

#endif
