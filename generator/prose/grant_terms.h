/* grant_terms.h - elements of clauses about consent, see grant_terms.c and elements.h. */
#ifndef GENERATOR_PROSE_GRANT_TERMS_H
#define GENERATOR_PROSE_GRANT_TERMS_H

#include "prose/elements.h"

/* GRANTTERMS: how long and how far a grant reaches. GRANTED: that there is one. UNGRANTED: that there is
 * none. */
size_t grant_terms_take(const struct text *text, size_t at, struct said *said);
size_t granted_take(const struct text *text, size_t at, struct said *said);
size_t ungranted_take(const struct text *text, size_t at, struct said *said);

#endif
