/* check_records.h - the rules about what is kept of a class's rows. */
#ifndef GENERATOR_RULES_CHECK_RECORDS_H
#define GENERATOR_RULES_CHECK_RECORDS_H

#include "rules/rule_roles.h"

/* Once all rules are read: publishing is signed only where something is published. */
void close_signature_rules(struct rule_checker *checker, const struct draft_class *class);

#endif
