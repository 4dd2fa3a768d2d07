/* lists.h - what a list says of all its things. */
#ifndef GENERATOR_PROSE_LISTS_H
#define GENERATOR_PROSE_LISTS_H

#include "prose/compose.h"

/* A copy of the list in which each thing has what is said of all: "their A and B", "A and B of their assigned
 * patients", "signed A and B". What forbids (not opens) does so of any B. */
const struct thing *compose_spread(struct composer *composer, const struct thing *list, bool opens);

#endif
