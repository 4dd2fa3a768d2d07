/* labels.h - a heading before what a sentence says: "Retention policy: visits are kept for 10 years." */
#ifndef GENERATOR_PROSE_LABELS_H
#define GENERATOR_PROSE_LABELS_H

#include "prose/clause.h"

/* The sentence behind its label, or NULL: it has none, or one that could say who, which or not. */
struct text *label_dropped(struct text *text);

/* Whether what was read behind a label says for itself whom and what it is about. */
bool label_says_nothing(const struct clauses *behind);

#endif
