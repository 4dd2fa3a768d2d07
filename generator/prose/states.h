/* states.h - phrases for values that follow each other: "from draft to final or withdrawn". */
#ifndef GENERATOR_PROSE_STATES_H
#define GENERATOR_PROSE_STATES_H

#include "prose/text.h"

/* An element of clauses.def: the units it takes, 0: none; keeps what they say in the clause. */
size_t states_take(const struct text *text, size_t at, struct said *said);

#endif
