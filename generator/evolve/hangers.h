/* hangers.h - what hangs on the columns of a model: indexes, indexes of words, the view of the trail. */
#ifndef GENERATOR_EVOLVE_HANGERS_H
#define GENERATOR_EVOLVE_HANGERS_H

#include "evolve/steps.h"

/* Adds a model's hangers (struct hanger) to a list. */
void hangers_list(struct vector *list, struct arena *arena, const struct model *model);

/* Whether a list of them has one that is the same, to the letter. */
bool hangers_have(struct arena *arena, const struct vector *list, const struct hanger *hanger);

#endif
