/* check_sealing.h - rules about how files and fields are kept and handed out. */
#ifndef GENERATOR_RULES_CHECK_SEALING_H
#define GENERATOR_RULES_CHECK_SEALING_H

#include "rules/rule_roles.h"

/* Once all rules are read: reports those that look at the value of an encrypted field. */
void close_encrypted_rules(struct rule_checker *checker);

#endif
