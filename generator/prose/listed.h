/* listed.h - lists under a title that says who: "Patients:" and below it "- read their own visits". */
#ifndef GENERATOR_PROSE_LISTED_H
#define GENERATOR_PROSE_LISTED_H

#include "prose/compose.h"

/* Gives each item that begins with what is done the people of the title above it. To be called before clauses
 * are read. */
void compose_find_lists(struct composer *composer);

/* Reads an item of such a list, with its title where it is not understood without. */
struct clauses listed_read(const struct forms *forms, struct prose_sentence *sentence);

#endif
