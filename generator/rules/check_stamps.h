/* check_stamps.h - rules about values that the server sets, times that do not overlap, and how
 * rows are listed. */
#ifndef GENERATOR_RULES_CHECK_STAMPS_H
#define GENERATOR_RULES_CHECK_STAMPS_H

#include "rules/rule_roles.h"

/* Once all rules are read: of fields that only sentences name, those that a rule lists are clients' to
 * write. */
void close_stamps(struct draft_class *class);

#endif
