/* deeds.h - what a verb means for a class: operations, steps, messages, publications. */
#ifndef GENERATOR_PROSE_DEEDS_H
#define GENERATOR_PROSE_DEEDS_H

#include "prose/access.h"

/* Does with a class what the verb says; false when that cannot be meant. */
bool case_act(const struct case_ *one, const struct thing *thing, struct draft_class *class,
              const struct act *act);

/* Whether something of this sentence lets the same people do that with objects of the class. */
bool case_is_opened_here(const struct case_ *one, const struct draft_class *class,
                         unsigned operations);

/* "anything else": all of the classes but those of which the sentence says that they may, or, where the
 * sentence says nothing else, an earlier one. */
struct vector case_rest_of(const struct case_ *one, const struct act *act,
                           const struct vector *classes);

/* Opens a class for operations; false when it cannot be. */
bool case_open(const struct case_ *one, const struct thing *thing, struct draft_class *class,
               unsigned operations);

/* The operations that a verb means; 0: none. */
unsigned case_operations(const struct meaning *meaning);

#endif
