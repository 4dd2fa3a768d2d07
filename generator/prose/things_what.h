/* things_what.h - things that have no name but whose they are: "what is theirs". */
#ifndef GENERATOR_PROSE_THINGS_WHAT_H
#define GENERATOR_PROSE_THINGS_WHAT_H

#include "prose/said.h"
#include "prose/text.h"

/* How many units such a thing takes at a place, and whose it is: "what a patient has shared with them", "what
 * belongs to them"; 0: none is there. */
size_t thing_what_head(const struct text *text, size_t at, struct thing *thing);

#endif
