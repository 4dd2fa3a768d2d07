/* later.h - what comes behind a value: who may do something "until it is signed" may not once it has been signed
 * and dispensed, either. */
#ifndef GENERATOR_PROSE_LATER_H
#define GENERATOR_PROSE_LATER_H

#include "prose/compose.h"

/* Adds the values behind those of a condition; false: they are more than can be named. */
bool compose_add_later(const struct composer *composer, const struct draft_class *class,
                       struct prose_condition *condition);

/* Adds them to all conditions of time that close: "until" of what is opened, "once" of what is forbidden. */
void compose_later(struct composer *composer);

#endif
