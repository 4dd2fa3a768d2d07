/* openings.h - what is opened, once all is known. */
#ifndef GENERATOR_PROSE_OPENINGS_H
#define GENERATOR_PROSE_OPENINGS_H

#include "prose/compose.h"

/* Keeps a copy of what the sentence being composed opens, or forbids. */
void compose_open(struct composer *composer, const struct opening *opening);

/* Settles all that was kept, once every sentence is composed, and writes the sentences that are left. */
void compose_close(struct composer *composer);

#endif
