/* states.h - phrases for values that follow each other: "from draft to final or withdrawn". */
#ifndef GENERATOR_PROSE_STATES_H
#define GENERATOR_PROSE_STATES_H

#include "prose/text.h"

/* An element of clauses.def: the units it takes, 0: none; keeps what they say in the clause. */
size_t states_take(const struct text *text, size_t at, struct said *said);

/* A value as sentences of the language have it: in quotes where it is more than a word. */
const char *states_value(struct arena *arena, const char *value);

/* The first and the last value of "draft -> final or withdrawn". */
const char *states_first(struct arena *arena, const char *states);
const char *states_last(struct arena *arena, const char *states);

#endif
