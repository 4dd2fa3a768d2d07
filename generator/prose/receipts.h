/* receipts.h - clauses about read receipts. */
#ifndef GENERATOR_PROSE_RECEIPTS_H
#define GENERATOR_PROSE_RECEIPTS_H

#include "prose/compose.h"

/* The function of the saying. */
void compose_receipts(struct composer *composer, const struct said *said);

#endif
