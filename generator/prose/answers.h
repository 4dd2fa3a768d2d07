/* answers.h - texts in which an answer stands: "reply" of a complaint. */
#ifndef GENERATOR_PROSE_ANSWERS_H
#define GENERATOR_PROSE_ANSWERS_H

#include "prose/compose.h"

bool answer_is_field(const char *name);

/* The text of the class in which an answer stands, where the verb is one for answering: "reply to complaints";
 * NULL: it is none, or there is no such text. */
const char *answer_field(const struct composer *composer, const struct draft_class *class,
                         const struct act *act);

#endif
