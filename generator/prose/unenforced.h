/* unenforced.h - sentences that restrict, and of which nothing is enforced. */
#ifndef GENERATOR_PROSE_UNENFORCED_H
#define GENERATOR_PROSE_UNENFORCED_H

#include "prose/compose.h"

/* Whether something is taken from somebody, or kept as it is, by a clause of the sentence. */
bool unenforced_restricts(const struct composer *composer, const struct prose_sentence *sentence);

/* Reports the sentence where words of it seem to restrict what may be done with data, and no clause applies
 * them; its left words are known, and so are the rules of all sentences. Returns whether it did. */
bool unenforced_report(struct composer *composer, struct prose_sentence *sentence);

#endif
