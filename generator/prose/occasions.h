/* occasions.h - when something is done that no rule is about: "on arrival", "after each attack". */
#ifndef GENERATOR_PROSE_OCCASIONS_H
#define GENERATOR_PROSE_OCCASIONS_H

#include "prose/said.h"
#include "prose/text.h"

/* How many units an occasion takes on which somebody makes something or sets a value, where it stands before
 * those people or behind what they do; 0: none is there, or it would say when something may be seen,
 * changed or deleted. */
size_t occasion_take(const struct text *text, size_t at, struct said *said);

#endif
