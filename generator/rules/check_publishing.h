/* check_publishing.h - rules about publishing, telling and acknowledging. */
#ifndef GENERATOR_RULES_CHECK_PUBLISHING_H
#define GENERATOR_RULES_CHECK_PUBLISHING_H

#include "rules/rule_roles.h"

/* Once all access rules are read: they say who may acknowledge. */
void check_acknowledgement_rule(struct rule_checker *checker, const struct ast_rule *written);

#endif
