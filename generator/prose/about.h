/* about.h - who and what a clause is about, where it says so itself and where another did. */
#ifndef GENERATOR_PROSE_ABOUT_H
#define GENERATOR_PROSE_ABOUT_H

#include "prose/compose.h"

/* Whether the phrase has the word as it is written. */
bool compose_has_word(const struct composer *composer, struct stretch words, const char *word);

/* What the clause is about: its own things, with what it says of them apart, or those of the clause
 * before. */
const struct thing *compose_what(struct composer *composer, const struct said *said);

/* "Afterwards" is once the step has been taken that was spoken of right before: a condition on those things of the
 * clause that are of its class. */
void compose_thereafter(struct composer *composer, const struct said *said,
                        const struct thing *what);

/* The roles that a subject means: more than one where it is "staff". */
void compose_roles(struct composer *composer, const struct subject *who, struct vector *roles);

/* Whoever the clause is about: those of the clause before where it does not say. Where no clause does
 * it is whoever has an account, if the prompt knows of no patients; else nobody, NULL. */
const struct subject *compose_who(struct composer *composer);

/* Whether "who" at the start of a clause are those of the clause before: they were named right before. */
bool compose_follows(const struct composer *composer, const struct said *said);

/* Whether the verb cannot be of those who were named before it in the sentence: "clients see visits, and notes
 * invoices", where notes are what they see. */
bool compose_disagrees(const struct composer *composer, const struct said *said);

/* Whether it is "and to delete them", which goes on from "allow nurses to read visits", behind anything else. */
bool compose_hangs_loose(const struct composer *composer, const struct said *said);

#endif
