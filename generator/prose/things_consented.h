/* things_consented.h - phrases for things of people who have consented, see things.h. */
#ifndef GENERATOR_PROSE_THINGS_CONSENTED_H
#define GENERATOR_PROSE_THINGS_CONSENTED_H

#include "prose/text.h"

/* A word for who has consented before a noun for people, "consented" in "of consented patients", or before
 * "or assigned"; with one that is said with "or" beside what the thing has already, it is both. */
size_t thing_consented_before(const struct text *text, size_t at, struct thing *thing);

/* "who have consented", "with an active consent" behind people. */
size_t thing_consented_behind(const struct text *text, size_t at, struct thing *thing);

#endif
