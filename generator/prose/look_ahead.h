/* look_ahead.h - what other sentences need to know of a clause before anything is composed. */
#ifndef GENERATOR_PROSE_LOOK_AHEAD_H
#define GENERATOR_PROSE_LOOK_AHEAD_H

#include "prose/compose.h"

/* Notes it in the composer. */
void compose_look_ahead(struct composer *composer, const struct said *said);

/* Clients without a class of their own are whoever has an account, unless some sentence says that they are
 * approved: then they are a role. To be called once all sentences are taken apart, and before the rest. */
void compose_approved_nouns(struct composer *composer);

#endif
