/* left_over.h - what words that no clause accounts for mean for the clauses beside them. */
#ifndef GENERATOR_PROSE_LEFT_OVER_H
#define GENERATOR_PROSE_LEFT_OVER_H

#include "prose/compose.h"

/* Whether people are named among the words before a place that no clause accounts for: "the carers of a xyz; they". */
bool sentence_left_people(const struct prose_sentence *sentence, size_t end);

/* Whether words right before a clause are left over, a mark aside. */
bool sentence_left_before(const struct prose_sentence *sentence, const struct said *said);

/* Whether a clause is about what was spoken of before, "encrypt them", while words between it and the
 * clause before are left over: "videos are xyz, so encrypt them". */
bool sentence_refers_to_left(const struct prose_sentence *sentence, const struct said *said,
                             size_t last_end);

#endif
