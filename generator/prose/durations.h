/* durations.h - lengths of time: "15 minutes", "half an hour", 十五分鐘. */
#ifndef GENERATOR_PROSE_DURATIONS_H
#define GENERATOR_PROSE_DURATIONS_H

#include "prose/text.h"

/* How many units a length of time takes from a place on, which the clause keeps as its number and unit;
 * 0: none is there. */
size_t duration_take(const struct text *text, size_t at, struct said *said);

/* What a clause keeps as its number and unit, as sentences say it: "4 hours", "1 hour". */
const char *duration_text(struct arena *arena, const struct said *said);

#endif
