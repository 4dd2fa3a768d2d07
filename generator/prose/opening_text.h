/* opening_text.h - what is opened, as a sentence of the controlled language. */
#ifndef GENERATOR_PROSE_OPENING_TEXT_H
#define GENERATOR_PROSE_OPENING_TEXT_H

#include "prose/compose.h"

/* The sentence for openings that differ in their class only, by the names of the classes. */
const char *opening_sentence(struct arena *arena, const struct opening *opening,
                             const struct vector *classes);

/* " whose status is not draft and whose kind is a or b"; "" where it has no conditions. */
const char *opening_conditions(struct arena *arena, const struct opening *opening);

/* The rows that it opens, and to whom: "all Visit and Note, for nurses". */
const char *opening_rows(struct arena *arena, const struct opening *opening,
                         const struct vector *classes);

#endif
