/* records.h - clauses about what is kept, exported and signed. */
#ifndef GENERATOR_PROSE_RECORDS_H
#define GENERATOR_PROSE_RECORDS_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_disclosure(struct composer *composer, const struct said *said);
void compose_kept(struct composer *composer, const struct said *said);
void compose_versions(struct composer *composer, const struct said *said);
void compose_export(struct composer *composer, const struct said *said);
void compose_emergency(struct composer *composer, const struct said *said);
void compose_signature(struct composer *composer, const struct said *said);

/* "and must not be deleted before then", behind what is kept. */
void compose_kept_until(struct composer *composer, const struct said *said);

/* "patients can see who looked at their record" */
void compose_access_report(struct composer *composer, const struct said *said);

#endif
