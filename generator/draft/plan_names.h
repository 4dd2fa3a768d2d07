/* plan_names.h - the names that classes and fields have in C and SQL. */
#ifndef GENERATOR_DRAFT_PLAN_NAMES_H
#define GENERATOR_DRAFT_PLAN_NAMES_H

#include "draft/draft.h"

/* Decides the names in C and SQL. What the model of the last migration has keeps its table and column;
 * NULL: there is none. */
void plan_names(struct draft *draft, const struct model *former);

#endif
