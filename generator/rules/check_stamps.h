/* check_stamps.h - rules about values that the server sets, times that do not overlap, and how
 * rows are listed. */
#ifndef GENERATOR_RULES_CHECK_STAMPS_H
#define GENERATOR_RULES_CHECK_STAMPS_H

#include "rules/rule_roles.h"

/* What a field becomes, by which something happens, as a condition; reports what cannot be. */
bool rule_trigger(struct rule_checker *checker, const struct draft_class *class,
                  const struct ast_name *name, const struct ast_value *reached,
                  struct model_condition *trigger);

/* Once all rules are read: of fields that only sentences name, those that a rule lists are clients' to
 * write. */
void close_stamps(struct draft_class *class);

#endif
