/* plan_assignment.h - the class CareAssignment, which says which provider is assigned to which
 * patient and when. */
#ifndef GENERATOR_RULES_PLAN_ASSIGNMENT_H
#define GENERATOR_RULES_PLAN_ASSIGNMENT_H

#include "draft/draft.h"

/* Adds the class CareAssignment when a rule says 'assigned' and no input has it. */
void plan_assignment(struct draft *draft);

/* The class that the spec calls the profile of a role, such as "patients"; NULL: it has none. */
const char *draft_profile_of(const struct draft *draft, const char *role);

#endif
