/* access.h - a clause about who may do what, with one of its subjects at a time: whose rows (whose.c),
 * which steps (steps.c), and all that is done to a class (access.c). */
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

/* Whether the clause takes away. */
bool case_is_never(const struct case_ *one);

/* Adds what was said of the rows to what is opened; false when the class has no such field. */
bool case_add_conditions(const struct case_ *one, const struct condition_said *said,
                         struct opening *opening);

/* Says whose rows of the class are opened: the narrowest that the words leave. False when nothing can
 * be meant. */
bool case_decide_whose(const struct case_ *one, const struct thing *thing, struct opening *opening);

/* Opens a class for operations; false when it cannot be. */
bool case_open(const struct case_ *one, const struct thing *thing, struct draft_class *class,
               unsigned operations);

/* Lets one change a field of the class, and nothing else. */
bool case_open_field(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                     const char *name);

/* Who it is, in the words of the language. */
const char *case_people(const struct case_ *one);

/* Whether the class has a file. */
bool case_has_files(const struct draft_class *class);

/* "approve", "cancel": the step to a value of the class's status. */
bool case_take_step(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                    const struct act *act);

bool case_publish(const struct case_ *one, const struct thing *thing, struct draft_class *class);

/* Whether a clause of the sentence says a lifecycle. */
bool compose_says_lifecycle(const struct composer *composer);

/* Whether a verb for publishing is one for a value that is not called published: "release" where
 * something is released. */
bool compose_reaches_value(const struct composer *composer, const struct draft_class *class,
                           const struct act *act);

/* Notes the classes that are published, before anything is composed. */
void compose_note_published(struct composer *composer, const struct said *said,
                            const struct act *act, const struct thing *thing);

#endif
