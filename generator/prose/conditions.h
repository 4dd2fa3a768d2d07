/* conditions.h - phrases for which objects of a class are meant. */
#ifndef GENERATOR_PROSE_CONDITIONS_H
#define GENERATOR_PROSE_CONDITIONS_H

#include "prose/text.h"

/* A condition about objects of the class (NULL: any class) at a place; 0: none. */
size_t text_condition(struct text *text, size_t at, const struct draft_class *class,
                      const struct condition_said **condition);

/* "draft", "final or released" at a place, as values of the class (NULL: of any class); by their verbs,
 * too, where that is asked for. */
size_t text_values(struct text *text, size_t at, const struct draft_class *class, bool by_verb,
                   struct condition_said *condition);

/* One value of any class at a place. */
size_t text_value(struct text *text, size_t at, struct condition_said *condition);

#endif
