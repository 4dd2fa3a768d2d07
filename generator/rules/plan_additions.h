/* plan_additions.h - gives a draft the classes, fields and rules that its sentences bring along
 * (additions.h). */
#ifndef GENERATOR_RULES_PLAN_ADDITIONS_H
#define GENERATOR_RULES_PLAN_ADDITIONS_H

#include "draft/draft.h"

/* Adds the classes, fields and rules that sentences bring along (additions.h). */
void plan_additions(struct draft *draft);

#endif
