/* elements.h - the elements of clauses.def's patterns that end at one place: MODE, DURATION, STATES … */
#ifndef GENERATOR_PROSE_ELEMENTS_H
#define GENERATOR_PROSE_ELEMENTS_H

#include "prose/text.h"

/* How many units the element takes from a place on, and what it says; 0: it is not there. It may skip
 * words that carry nothing. */
typedef size_t element_function(const struct text *text, size_t at, struct said *said);

/* The element of that name, or NULL. */
element_function *element_named(const char *name, size_t length);

#endif
