/* swallowed.h - clauses that would pass over words which say something: see swallowed.c. */
#ifndef GENERATOR_PROSE_SWALLOWED_H
#define GENERATOR_PROSE_SWALLOWED_H

#include "prose/text.h"

/* Whether a clause that fits from a place up to an end, and says nothing, has words that say something. */
bool clause_swallows(const struct text *text, size_t start, size_t end, const struct said *said);

/* Whether what fits as a verb, from a place on, is a noun. */
bool clause_has_noun_for_verb(const struct text *text, size_t start, const struct said *said);

#endif
