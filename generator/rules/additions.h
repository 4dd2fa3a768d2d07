/* additions.h - the classes, fields and rules that sentences bring along, in the spec's language.
 *
 * To add one: a row of the table in additions.c. A text is a whole spec: Schema first, then Rules
 * or Security. What stands in braces is filled in from the sentence: {ROLES}, {CLASSES} and the
 * other slots of its form as a list, and the holes of the table in plan_additions.c. */
#ifndef GENERATOR_RULES_ADDITIONS_H
#define GENERATOR_RULES_ADDITIONS_H

#include "model/model.h"

enum addition_times {
    ADD_ONCE,
    ADD_FOR_EACH_CLASS,   /* that the sentence names, as {CLASS} */
    ADD_FOR_EACH_SENTENCE /* of the kind */
};

enum addition_condition {
    ADDITION_ALWAYS,
    ADDITION_WITHOUT_DRAFTS,  /* where no lifecycle of the class's own starts with draft */
    ADDITION_PUBLISH_NOTIFIES /* where the sentence notifies somebody, and none does only that */
};

struct addition {
    enum rule_kind kind; /* of the sentence that brings it */
    enum addition_times times;
    const char *text;
    enum addition_condition condition;
};

extern const struct addition additions[];
extern const size_t addition_count;

#endif
