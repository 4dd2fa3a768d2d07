/* own_status.h - whoever a row is about does not decide on it: of what is his own he changes all but the status that
 * others set. */
#ifndef GENERATOR_PROSE_OWN_STATUS_H
#define GENERATOR_PROSE_OWN_STATUS_H

#include "prose/compose.h"

/* The fields of a class that people may write, but for some; NULL: there are no others. */
const struct field_said *compose_fields_but(struct composer *composer,
                                            const struct draft_class *class,
                                            const struct vector *names);

/* Takes the update of some fields from an opening of whole rows, which becomes one of all other fields. */
void compose_take_fields(struct composer *composer, struct opening *opening,
                         const struct vector *names);

/* Takes such fields from the openings of those whose rows they are. */
void compose_own_status(struct composer *composer);

#endif
