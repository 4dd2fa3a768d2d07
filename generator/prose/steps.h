/* steps.h - clauses that lead from one value to another. */
#ifndef GENERATOR_PROSE_STEPS_H
#define GENERATOR_PROSE_STEPS_H

#include "prose/access.h"
#include "prose/compose.h"

/* Lets one change a field of the class, and nothing else. */
bool case_open_field(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                     const char *name);

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

/* The functions of the sayings. */
void compose_set_to(struct composer *composer, const struct said *said);

/* The step of a thing to one value, or a Boolean that becomes true; false: it has neither. */
bool compose_set_one(struct composer *composer, const struct said *said, const struct thing *thing,
                     const char *word, const char *boolean);

/* Lets people take a step, and change nothing but its field. */
void compose_step(struct composer *composer, const struct said *said, const struct thing *what,
                  const char *field, const char *states);

/* Whether a sentence that is read whole says which steps the field takes; whether any sentence says one
 * that leads on from the value. */
bool compose_has_steps(const struct composer *composer, const struct draft_class *class,
                       const char *field);
bool compose_leads_on(const struct composer *composer, const struct draft_class *class,
                      const char *field, const char *value);

/* The same of one sentence. */
bool compose_takes_step_from(const struct composer *composer, const struct prose_sentence *sentence,
                             const struct draft_class *class, const char *field, const char *value);

#endif
