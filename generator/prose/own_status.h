/* own_status.h - whoever a row is about does not decide on it: of what is his own he changes all but the status that
 * others set. */
#ifndef GENERATOR_PROSE_OWN_STATUS_H
#define GENERATOR_PROSE_OWN_STATUS_H

#include "prose/compose.h"

/* Takes the update of fields from those who have no access to them. */
void compose_keep_access(struct composer *composer);

/* Takes such fields from the openings of those whose rows they are. */
void compose_own_status(struct composer *composer);

#endif
