/* check_values.h - whether defaults and lists of values fit the types. */
#ifndef GENERATOR_DRAFT_CHECK_VALUES_H
#define GENERATOR_DRAFT_CHECK_VALUES_H

#include "draft/draft.h"

/* Checks defaults and lists of values against the types. */
void check_values(struct draft *draft);

/* Reports defaults and lists of values of a field that differ between the inputs; check_values() takes them into the
 * model. */
void compare_values(struct draft *draft, const struct draft_class *class,
                    const struct draft_field *field);

#endif
