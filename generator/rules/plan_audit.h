/* plan_audit.h - whether an app has an audit trail, the class that shows it, and which reads it
 * has. */
#ifndef GENERATOR_RULES_PLAN_AUDIT_H
#define GENERATOR_RULES_PLAN_AUDIT_H

#include "draft/draft.h"

/* Makes AuditLog the class that shows the audit trail, when a sentence asks for one; adds it when no
 * input has it. */
void plan_audit(struct draft *draft);

#endif
