/* vague.h - what is assumed where a sentence does not say whose rows it opens, of which classes, or to whom: each
 * assumption names the words that leave it open, so that no right comes of what is not said in silence. */
#ifndef GENERATOR_PROSE_VAGUE_H
#define GENERATOR_PROSE_VAGUE_H

#include "prose/access.h"

/* The words of the sentence that say of which class, and whose, the rows are that are opened; "" where it has none of
 * its own. */
const char *case_words(const struct case_ *one, const struct thing *thing);

/* Says of openings (struct opening) that one line has, and that differ in their class only, what the sentence leaves
 * open. */
void compose_assume_openings(struct composer *composer, const struct vector *openings);

/* Says who "members", "everyone", "staff" or nobody at all are taken for. */
void compose_assume_people(struct composer *composer, const struct subject *who,
                           const struct vector *roles);

/* "Admins change the status", and nothing says of what: tells of which classes it is. */
void case_assume_classes(const struct case_ *one, const struct thing *thing,
                         const struct vector *classes);

/* The words of the sentence being composed as they stand in the prompt; "": there are none. */
const char *compose_as_written(const struct composer *composer, struct stretch words);

#endif
