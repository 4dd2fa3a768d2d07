/* narrowed.h - clauses that leave less of what is opened. */
#ifndef GENERATOR_PROSE_NARROWED_H
#define GENERATOR_PROSE_NARROWED_H

#include "prose/access.h"
#include "prose/compose.h"

/* Who must not sign does not make what is signed, either. */
void compose_forbid_making(const struct case_ *one, struct draft_class *class,
                           const struct draft_field *field, const char *value);

/* "only once they are signed": what is opened so is not opened to the same people otherwise, whatever
 * another sentence says of it in general. */
void compose_only_when(const struct case_ *one, const struct thing *thing,
                       const struct opening *opened);

/* The functions of the sayings. */
void compose_narrowed(struct composer *composer, const struct said *said);
void compose_read_only(struct composer *composer, const struct said *said);
void compose_closed(struct composer *composer, const struct said *said);
void compose_unchanged(struct composer *composer, const struct said *said);
void compose_other_fields(struct composer *composer, const struct said *said);
void compose_fixed(struct composer *composer, const struct said *said);
void compose_others(struct composer *composer, const struct said *said);
void compose_even(struct composer *composer, const struct said *said);

#endif
