/* check_stamps.h - rules about values that the server sets, times that do not overlap, and how
 * rows are listed. */
#ifndef GENERATOR_RULES_CHECK_STAMPS_H
#define GENERATOR_RULES_CHECK_STAMPS_H

#include "rules/rule_roles.h"

/* Once all rules are read: fields with readers of their own become protectedFields. */
void close_stamps(struct draft_class *class);

#endif
