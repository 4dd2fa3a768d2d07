/* field_difference.h - what an edit changes about the fields of a class. */
#ifndef GENERATOR_EVOLVE_FIELD_DIFFERENCE_H
#define GENERATOR_EVOLVE_FIELD_DIFFERENCE_H

#include "evolve/difference.h"

/* Adds the differences between the fields of a class and those that it had. */
void field_differences_find(struct differences *differences, const struct model_class *class,
                            const struct model_class *former);

#endif
