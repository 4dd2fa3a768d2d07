/* in_turn.h - the clauses of all sentences in their order, and whom and what each refers back to. */
#ifndef GENERATOR_PROSE_IN_TURN_H
#define GENERATOR_PROSE_IN_TURN_H

#include "prose/compose.h"

/* Runs a function over the clauses of all sentences, who was spoken of last being known. */
void compose_in_turn(struct composer *composer,
                     void (*function)(struct composer *, const struct said *));

#endif
