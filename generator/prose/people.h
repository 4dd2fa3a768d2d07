/* people.h - nouns for people. */
#ifndef GENERATOR_PROSE_PEOPLE_H
#define GENERATOR_PROSE_PEOPLE_H

#include "prose/text.h"

/* A person's noun at a place: the kind, the noun in the singular, and the length; 0: none. */
size_t text_person(const struct text *text, size_t at, enum person_kind *kind, const char **noun);

/* The same of one phrase: of the lexicon, of a class that points at a user, or of such a shape. */
size_t text_plain_person(const struct text *text, size_t at, enum person_kind *kind,
                         const char **noun);

#endif
