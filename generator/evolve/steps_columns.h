/* steps_columns.h - the steps that columns take: how each difference of a field is carried out. */
#ifndef GENERATOR_EVOLVE_STEPS_COLUMNS_H
#define GENERATOR_EVOLVE_STEPS_COLUMNS_H

#include "evolve/planner.h"

/* Adds the steps of all fields that were added, removed, renamed or are of another kind now. What needs
 * a word of the user is added to the planner's problems. */
void steps_plan_columns(struct planner *planner);

#endif
