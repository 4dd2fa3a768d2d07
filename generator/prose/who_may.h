/* who_may.h - who may do something with a class by the rules of all sentences, in a line. */
#ifndef GENERATOR_PROSE_WHO_MAY_H
#define GENERATOR_PROSE_WHO_MAY_H

#include "prose/compose.h"

struct who_may {
    const char *what; /* "Visit", "notes of Visit" */
    const char *text; /* "is read by doctors, all; and by patients, their own"; NULL: nobody may */
    const struct ast_rule *widest; /* what opens the most of it; or NULL */
    bool is_ruled;                 /* rules say who may reach the class, so that nobody else does */
};

/* Who may do the deeds (enum deed values, ored) with a class, or with a field of it. */
struct who_may who_may(const struct composer *composer, const struct draft_class *class,
                       const struct draft_field *field, unsigned deeds);

/* The roles of a rule as they stand within a sentence, where they may have begun their own. */
const char *who_may_roles(struct arena *arena, const struct ast_rule *rule);

#endif
