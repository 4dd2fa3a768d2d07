/* openings.h - what is opened, once all is known. */
#ifndef GENERATOR_PROSE_OPENINGS_H
#define GENERATOR_PROSE_OPENINGS_H

#include "prose/compose.h"

/* Openings (openings.c). */
void compose_open(struct composer *composer, const struct opening *opening);
void compose_close(struct composer *composer);

#endif
