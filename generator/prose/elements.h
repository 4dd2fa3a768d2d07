/* elements.h - the elements of clauses.def's patterns that end at one place: MODE, DURATION, STATES … */
#ifndef GENERATOR_PROSE_ELEMENTS_H
#define GENERATOR_PROSE_ELEMENTS_H

#include "prose/text.h"

/* How many units the element of that name takes from a place on, and what it says; 0: it is not there.
 * It may skip words that carry nothing. */
size_t element_take(const struct text *text, const char *name, size_t length, size_t at,
                    struct said *said);

#endif
