/* rules.h - clauses about the audit trail, encryption and sessions. */
#ifndef GENERATOR_PROSE_RULES_H
#define GENERATOR_PROSE_RULES_H

#include "prose/compose.h"

/* The functions of the sayings. */
void compose_audit(struct composer *composer, const struct said *said);
void compose_append_only(struct composer *composer, const struct said *said);
void compose_protection(struct composer *composer, const struct said *said);
void compose_session_more(struct composer *composer, const struct said *said);
void compose_session_end(struct composer *composer, const struct said *said);

/* The names of the classes that things mean; of the patient and all that is his, where there are
 * none. */
struct vector compose_class_names(struct composer *composer, const struct thing *things);

/* "An", "a" before a name. */
const char *compose_article(const char *name);

/* The plural of a role as a sentence begins. */
const char *compose_capital(struct arena *arena, const char *word);

/* Notes that the rows of a class stay as they are; compose_keep() says so, too. */
void compose_note_kept(struct composer *composer, const struct draft_class *class);
void compose_keep(struct composer *composer, struct draft_class *class);

/* "attachments are pdf or png files" */
void compose_file_types(struct composer *composer, const struct said *said);

#endif
