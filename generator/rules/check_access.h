/* check_access.h - rules about who may do what with which rows and fields. */
#ifndef GENERATOR_RULES_CHECK_ACCESS_H
#define GENERATOR_RULES_CHECK_ACCESS_H

#include "rules/rule_roles.h"

/* Once all rules are read: fields with readers of their own become protectedFields. */
void close_readers_rules(struct rule_checker *checker, struct draft_class *class);

#endif
