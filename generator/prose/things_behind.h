/* things_behind.h - what stands behind a thing. */
#ifndef GENERATOR_PROSE_THINGS_BEHIND_H
#define GENERATOR_PROSE_THINGS_BEHIND_H

#include "prose/text.h"

/* "for their assigned patients", "in which they are the clinician", "once they are final": whose and
 * which objects of what a clause speaks of elsewhere. 0: nothing of that. */
size_t text_scope(struct text *text, size_t at, const struct thing **scope);

#endif
