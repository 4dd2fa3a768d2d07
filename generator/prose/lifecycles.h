/* lifecycles.h - clauses about values over time, and about what must not meet: the functions of the
 * sayings. */
#ifndef GENERATOR_PROSE_LIFECYCLES_H
#define GENERATOR_PROSE_LIFECYCLES_H

#include "prose/compose.h"

void compose_lifecycle(struct composer *composer, const struct said *said);
void compose_lifecycle_more(struct composer *composer, const struct said *said);
void compose_no_overlap(struct composer *composer, const struct said *said);
/* The fields that say when an object of the class begins and ends; the latter may be NULL. False when
 * it has no such time. */
bool compose_times(const struct draft_class *class, const char **from, const char **to);

void compose_steps_by(struct composer *composer, const struct said *said);

/* "and technicians move it" behind values that follow each other: these steps are theirs. False: it is
 * nothing of the kind. */
bool compose_move_steps(struct composer *composer, const struct said *said);

#endif
