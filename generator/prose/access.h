/* access.h - a clause about who may do what, with one of its subjects at a time: whose rows (whose.c),
 * which steps (steps.c), and all that is done to a class (deeds.c). */
#ifndef GENERATOR_PROSE_ACCESS_H
#define GENERATOR_PROSE_ACCESS_H

#include "prose/compose.h"

/* One clause with one of its subjects. */
struct case_ {
    struct composer *composer;
    const struct said *said;
    const struct subject *who;
    const struct prose_role *role; /* NULL: `who` is a field */
    const struct act *act;         /* NULL: none of the sentence's */
    enum mode mode;
};

/* The functions of the sayings. */
void compose_access(struct composer *composer, const struct said *said);

/* A verb that a form implies. */
const struct act *compose_implied_act(struct composer *composer, const char *word);

/* The classes that a thing means. */
void compose_targets(struct composer *composer, const struct thing *thing, struct vector *classes);

#endif
