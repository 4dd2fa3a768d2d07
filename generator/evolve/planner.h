/* planner.h - what the parts that plan a migration share: the steps so far, and how one is added. */
#ifndef GENERATOR_EVOLVE_PLANNER_H
#define GENERATOR_EVOLVE_PLANNER_H

#include "evolve/steps.h"

struct planner {
    struct arena *arena;
    const struct differences *differences;
    unsigned number;
    const struct step_options *options;
    struct vector *steps;
    struct vector *problems;
};

/* Adds a step, of what the difference names where there is one, and returns it. */
struct step *planner_add(struct planner *planner, enum step_kind kind,
                         const struct difference *difference);

/* The name under which this migration keeps what goes. */
const char *planner_retired(struct planner *planner, const char *name);

/* That rows need something that only the user can say. */
void planner_ask(struct planner *planner, const struct difference *difference);

#endif
