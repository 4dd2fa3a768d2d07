/* additions.h - the classes, fields and rules that sentences bring along, in the spec's language.
 *
 * To add one: a row of the table in additions.c. A text is a whole spec: Schema first, then Rules
 * or Security. What stands in braces is filled in from the sentence: {ROLES}, {CLASSES} and the
 * other slots of its form as a list, and the holes of the table in plan_additions.c. */
#ifndef CAREGEN_ADDITIONS_H
#define CAREGEN_ADDITIONS_H

#include "model.h"

struct addition {
    enum rule_kind kind; /* of the sentence that brings it */
    bool for_each_class; /* once for each class that the sentence names, as {CLASS}; else once */
    const char *text;
};

extern const struct addition additions[];
extern const size_t addition_count;

#endif
