/* people.h - phrases for people. */
#ifndef GENERATOR_PROSE_PEOPLE_H
#define GENERATOR_PROSE_PEOPLE_H

#include "prose/text.h"

/* Phrases. Each gives what begins at a place, and where it can end. */
const struct subject_ends *text_subjects(struct text *text, size_t at);

/* A person's noun at a place: the kind, the noun in the singular, and the length; 0: none. */
size_t text_person(const struct text *text, size_t at, enum person_kind *kind, const char **noun);

#endif
