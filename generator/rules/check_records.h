/* check_records.h - the rules about what is kept of a class's rows. */
#ifndef GENERATOR_RULES_CHECK_RECORDS_H
#define GENERATOR_RULES_CHECK_RECORDS_H

#include "rules/rule_roles.h"

/* Once all rules are read: fields with readers of their own become protectedFields. */
void close_signature_rules(struct rule_checker *checker, const struct draft_class *class);

#endif
