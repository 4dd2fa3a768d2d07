/* titles.h - elements of clauses that stand before what is said, see titles.c and elements.h. */
#ifndef GENERATOR_PROSE_TITLES_H
#define GENERATOR_PROSE_TITLES_H

#include "prose/elements.h"

/* LABEL: "Access to visits:". QUESTION: "Q: who may see visits? A:". */
size_t title_take(const struct text *text, size_t at, struct said *said);
size_t question_take(const struct text *text, size_t at, struct said *said);

/* Whether a sentence asks, "Can nurses view visits?", or is struck out, "~~Nurses can view visits.~~". */
bool text_says_nothing(const struct text *text);

#endif
