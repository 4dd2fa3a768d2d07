/* asides.h - titles and introductions, which may say no rule. */
#ifndef GENERATOR_PROSE_ASIDES_H
#define GENERATOR_PROSE_ASIDES_H

#include "prose/compose.h"

/* Takes the sentences out that are asides and say nothing: "Reminders", "Build a backend for a clinic."
 * What says that somebody may or must not is a sentence like any other. To be called when clauses are
 * read, and again when they are composed. What is taken out is kept in the spec's asides. */
void compose_drop_asides(struct composer *composer);

#endif
