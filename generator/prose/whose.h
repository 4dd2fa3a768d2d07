/* whose.h - whose rows a clause about access is about, and on which conditions. */
#ifndef GENERATOR_PROSE_WHOSE_H
#define GENERATOR_PROSE_WHOSE_H

#include "prose/access.h"
#include "prose/compose.h"

/* Whether the clause takes away. */
bool case_is_never(const struct case_ *one);

/* Adds what was said of the rows to what is opened; false when the class has no such field. */
bool case_add_conditions(const struct case_ *one, const struct condition_said *said,
                         struct opening *opening);

/* Says whose rows of the class are opened: the narrowest that the words leave. False when nothing can
 * be meant. */
bool case_decide_whose(const struct case_ *one, const struct thing *thing, struct opening *opening);

/* Whether a thing is other people's: "visits of other doctors", "visits assigned to nurses" of doctors. */
bool case_is_of_others(const struct case_ *one, const struct thing *thing);

/* Turns a condition as said into one of the class; false when it cannot be one of it. */
bool compose_condition(const struct composer *composer, const struct draft_class *class,
                       const struct condition_said *said, struct prose_condition *condition);

#endif
