/* told.h - clauses about who is told of what. */
#ifndef GENERATOR_PROSE_TOLD_H
#define GENERATOR_PROSE_TOLD_H

#include "prose/compose.h"

/* What a field becomes, and which: "signed", status. */
struct becoming {
    const char *field;
    const char *values; /* "signed or cancelled" */
};

/* "When an invoice is sent or cancelled", where these are values which are not the first: it was there
 * before. */
bool compose_is_step(const struct composer *composer, const struct said *said,
                     const struct draft_class *class, struct becoming *becoming);

void compose_notified(struct composer *composer, const struct said *said);

#endif
