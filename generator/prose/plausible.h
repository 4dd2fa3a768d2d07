/* plausible.h - whether a form that fits a stretch of words can be meant there. */
#ifndef GENERATOR_PROSE_PLAUSIBLE_H
#define GENERATOR_PROSE_PLAUSIBLE_H

#include "prose/said.h"

/* Who is approved is named, for one, and neither "they" nor a pointer. */
bool clause_is_plausible(const struct said *said);

#endif
