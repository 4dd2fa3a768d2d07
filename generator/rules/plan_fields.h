/* plan_fields.h - fields that only sentences name. */
#ifndef GENERATOR_RULES_PLAN_FIELDS_H
#define GENERATOR_RULES_PLAN_FIELDS_H

#include "draft/draft.h"

/* Makes AuditLog the class that shows the audit trail, when a sentence asks for one; adds it when no
 * input has it. */
void plan_fields(struct draft *draft);

#endif
