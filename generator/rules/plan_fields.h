/* plan_fields.h - fields that only sentences name. */
#ifndef GENERATOR_RULES_PLAN_FIELDS_H
#define GENERATOR_RULES_PLAN_FIELDS_H

#include "draft/draft.h"

/* Adds the fields that only sentences name. */
void plan_fields(struct draft *draft);

#endif
