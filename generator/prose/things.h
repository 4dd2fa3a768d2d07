/* things.h - the parts of a phrase for a thing, see things.c. Each says how many units it takes; 0: it
 * is not there. */
#ifndef GENERATOR_PROSE_THINGS_H
#define GENERATOR_PROSE_THINGS_H

#include "prose/text.h"

/* The class that the words from a place on name, or NULL. */
struct draft_class *thing_class_at(const struct text *text, size_t at, size_t *taken,
                                   bool *is_short);

/* The head of a thing. */
size_t thing_take_head(struct text *text, size_t at, struct thing *thing);

/* English "of" has the class or the person behind it, 's and 的 have it before. */
bool thing_is_english_of(const struct text *text, size_t at);

/* The field of the class that the words from a place on name, the longest; NULL: none. */
struct draft_field *thing_field_at(const struct text *text, size_t at,
                                   const struct draft_class *class, size_t *taken);

/* A list of the class's fields. */
size_t thing_fields_at(struct text *text, size_t at, const struct draft_class *class,
                       struct thing *thing);

/* A pointer of the class (NULL: of any) that is named at a place, by its name or by whom it leads to. */
const struct draft_field *thing_pointer_at(const struct text *text, size_t at,
                                           const struct draft_class *class, size_t *taken);

/* One phrase behind a thing. */
size_t thing_take_behind(struct text *text, size_t at, struct thing *thing);

/* Phrases. Each gives what begins at a place, and where it can end. */
const struct thing_ends *text_things(struct text *text, size_t at);

/* 病人資料: what says who such people are, where they have a class, and not all their records, which
 * are 病人的資料. */
bool thing_is_data_of_person(const struct text *text, size_t at, size_t person);

/* A value before a class: "published visits". Adds the condition to the thing. */
size_t thing_take_value_before(struct text *text, size_t at, struct thing *thing);

#endif
