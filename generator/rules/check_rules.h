/* check_rules.h - from sentences that have the form of a rule to the model's rules. */
#ifndef GENERATOR_RULES_CHECK_RULES_H
#define GENERATOR_RULES_CHECK_RULES_H

#include "draft/draft.h"
#include "rules/rule_roles.h"

/* Turns the spec's sentences into rules. */
void check_rules(struct draft *draft);

/* The duration of a sentence in milliseconds, where it has one: a month is 30 days and a year 365.
 * Reports what is no whole number from 1 on. */
int64_t rule_duration(struct rule_checker *checker, const struct ast_rule *written);

/* A rule of the sentence about a class, or about none, added to the model. */
struct model_rule *rule_add(struct rule_checker *checker, const struct ast_rule *written,
                            struct draft_class *class);

#endif
