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

/* "(have) (been|are|is) (not|still)" before a value. */
size_t text_verb_before_value(const struct text *text, size_t at, bool *negated);

/* 狀態為草稿 before the class that it is said of; 0: no such thing stands at the place. */
size_t text_state_before(struct text *text, size_t at, const struct draft_class *class,
                         struct condition_said *condition);

/* 狀態為草稿時, status 變為 signed 後: the same with a word behind it that says when, of the class or (NULL) of any. */
size_t text_state_while(struct text *text, size_t at, const struct draft_class *class,
                        struct condition_said *condition);

/* 的除外, 者除外, 的訂單除外 behind what is so: that it is left out; gives the class where it is named, which is the one
 * that is known, if one is. */
size_t text_except_behind(const struct text *text, size_t at, const struct draft_class *class,
                          const struct draft_class **which);

/* 狀態為草稿者除外: those that are not so. */
size_t text_state_except(struct text *text, size_t at, const struct draft_class *class,
                         struct condition_said *condition);

/* Whether a Boolean is true or false, 真 or 假; 0: neither is said. */
size_t text_truth(const struct text *text, size_t at, const struct draft_field *field,
                  struct condition_said *condition);

/* One value of any class at a place. */
size_t text_value(struct text *text, size_t at, struct condition_said *condition);

#endif
