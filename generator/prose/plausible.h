/* plausible.h - whether a form that fits a stretch of words can be meant there. */
#ifndef GENERATOR_PROSE_PLAUSIBLE_H
#define GENERATOR_PROSE_PLAUSIBLE_H

#include "prose/text.h"

/* Who is approved is named, for one, and neither "they" nor a pointer. */
bool clause_is_plausible(const struct said *said);

/* The same by the words themselves, and by what stands behind them from a place on. */
bool clause_fits_words(const struct text *text, size_t end, const struct said *said);

/* Whether the word is missing before a "be" that says whether it may, or must not: "a claim be changed by members". */
bool clause_lacks_modal(const struct text *text, size_t start, size_t at, const struct said *said);

/* Whether an exception is one that is said not to be so twice: "nobody but not doctors". */
bool clause_denies_twice(const struct text *text, size_t at, size_t taken, const struct said *said);

/* Whether a clause with people, things or a verb of its own stands right behind another one, with neither a mark nor
 * a word such as "and" between: "for assigned | patients activate them". That is no sentence of English. */
bool clause_runs_on(const struct text *text, size_t end, const struct said *next);

/* ", while nurses need approval" goes on with others; "while they are drafts" is a condition. How many units; 0: none. */
size_t clause_while_length(const struct text *text, size_t at);

#endif
