/* grants.h - clauses about consent and sharing. */
#ifndef GENERATOR_PROSE_GRANTS_H
#define GENERATOR_PROSE_GRANTS_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_consent(struct composer *composer, const struct said *said);
void compose_shared(struct composer *composer, const struct said *said);
void compose_revoked(struct composer *composer, const struct said *said);

/* The pointer of a grant to whom it gives something, or NULL. */
const char *compose_grantee(struct composer *composer, const struct draft_class *class);

/* Says that objects of the class of grants let those people read the things, NULL: all that is the
 * patient's. What a grant cannot say of the things or acts (acts: NULL, it reads) is left over, and so are
 * the people's words where there is no such class. */
void compose_grants(struct composer *composer, const struct subject *who, const struct thing *what,
                    const struct act *acts);

/* "and can withdraw it" behind what is shared: what lets others read is deleted. False: it is nothing of the
 * kind. */
bool compose_take_back(struct composer *composer, const struct said *said);

#endif
