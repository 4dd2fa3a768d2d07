/* narrowed.h - clauses that leave less of what is opened. */
#ifndef GENERATOR_PROSE_NARROWED_H
#define GENERATOR_PROSE_NARROWED_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_narrowed(struct composer *composer, const struct said *said);
void compose_unchanged(struct composer *composer, const struct said *said);
void compose_nothing(struct composer *composer, const struct said *said);
void compose_read_only(struct composer *composer, const struct said *said);
void compose_fixed(struct composer *composer, const struct said *said);
void compose_others(struct composer *composer, const struct said *said);
void compose_even(struct composer *composer, const struct said *said);

#endif
