/* spoken_fields.h - fields that are named without a class, beside a class that was spoken of: see spoken_fields.c. */
#ifndef GENERATOR_PROSE_SPOKEN_FIELDS_H
#define GENERATOR_PROSE_SPOKEN_FIELDS_H

#include "prose/compose.h"

/* The things of a clause about who may do what, with those fields beside them that are meant of what was spoken of before. */
const struct thing *compose_spoken_fields(struct composer *composer, const struct said *said,
                                          const struct thing *what);

#endif
