/* close_grants.h - a grant opens no more than its grantor may reach. */
#ifndef GENERATOR_RULES_CLOSE_GRANTS_H
#define GENERATOR_RULES_CLOSE_GRANTS_H

#include "rules/rule_roles.h"

/* Once all rules are read: fields with readers of their own become protectedFields. */
void close_grant_rules(struct rule_checker *checker);
void close_giving_classes(struct rule_checker *checker);

#endif
