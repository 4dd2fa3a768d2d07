/* in_force_difference.h - what an edit of CareAssignment opens and closes: by which of its fields an
 * assignment counts (model/in_force.h) is in no sentence, so that no rule of the two models differs. */
#ifndef GENERATOR_EVOLVE_IN_FORCE_DIFFERENCE_H
#define GENERATOR_EVOLVE_IN_FORCE_DIFFERENCE_H

#include "evolve/access_difference.h"

/* Adds to the differences which assignments count now that did not then, and the other way round, where both
 * models give rights to who is assigned. */
void in_force_differences_find(struct access_differences *differences, struct arena *arena,
                               const struct model *before, const struct model *after);

#endif
