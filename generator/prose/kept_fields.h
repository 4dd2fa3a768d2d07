/* kept_fields.h - fields that are kept from somebody who may read their rows. */
#ifndef GENERATOR_PROSE_KEPT_FIELDS_H
#define GENERATOR_PROSE_KEPT_FIELDS_H

#include "prose/compose.h"

/* Turns each "they must not see these fields" into sentences that say who sees them: whoever else may
 * read the rows. To be called once all openings are known, before they are narrowed. */
void compose_keep_fields(struct composer *composer);

/* Notes that a sentence says of a field that the role reads it and nobody else does. */
void compose_note_reader(struct composer *composer, const struct draft_class *class,
                         const char *field, const struct prose_role *role);

#endif
