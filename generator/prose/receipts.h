/* receipts.h - clauses about messages and read receipts, and about when something happened. */
#ifndef GENERATOR_PROSE_RECEIPTS_H
#define GENERATOR_PROSE_RECEIPTS_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_receipts(struct composer *composer, const struct said *said);
void compose_messages(struct composer *composer, const struct said *said);

#endif
