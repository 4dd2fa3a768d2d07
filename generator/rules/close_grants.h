/* close_grants.h - a grant opens no more than its grantor may reach, and nobody gives himself what gives
 * access. */
#ifndef GENERATOR_RULES_CLOSE_GRANTS_H
#define GENERATOR_RULES_CLOSE_GRANTS_H

#include "rules/rule_roles.h"

/* Once all access rules are read: each rule of a grant becomes one for each of its grantor's own. */
void close_grant_rules(struct rule_checker *checker);

/* After that: closes the classes whose objects give access, where nothing says who makes them. */
void close_giving_classes(struct rule_checker *checker);

#endif
