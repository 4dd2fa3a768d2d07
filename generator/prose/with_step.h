/* with_step.h - clauses about what is set, or must be filled in, where a row comes to some value: see with_step.c. */
#ifndef GENERATOR_PROSE_WITH_STEP_H
#define GENERATOR_PROSE_WITH_STEP_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_stamp(struct composer *composer, const struct said *said);
void compose_required(struct composer *composer, const struct said *said);

#endif
