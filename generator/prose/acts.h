/* acts.h - phrases for what is done. */
#ifndef GENERATOR_PROSE_ACTS_H
#define GENERATOR_PROSE_ACTS_H

#include "prose/text.h"

/* Phrases. Each gives what begins at a place, and where it can end. */
const struct act_ends *text_acts(struct text *text, size_t at);

#endif
