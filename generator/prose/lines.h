/* lines.h - the lines that sentences became, as rules of the spec. */
#ifndef GENERATOR_PROSE_LINES_H
#define GENERATOR_PROSE_LINES_H

#include "prose/compose.h"

/* The lines of a sentence are turned into rules, but for what one with words left over would open; those
 * that depend on a publication that there is not go; the others are put among the spec's. */
void compose_parse_lines(struct composer *composer, struct prose_sentence *sentence);
void compose_drop_unpublished(struct composer *composer, struct prose_sentence *sentence);
void compose_add_rules(struct composer *composer, struct prose_sentence *sentence);

#endif
