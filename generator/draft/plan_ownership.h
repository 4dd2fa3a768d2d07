/* plan_ownership.h - from each class to the user that owns its objects. */
#ifndef GENERATOR_DRAFT_PLAN_OWNERSHIP_H
#define GENERATOR_DRAFT_PLAN_OWNERSHIP_H

#include "draft/draft.h"

/* Finds each class's chain of required pointers to _User. */
void plan_ownership(struct draft *draft);

#endif
