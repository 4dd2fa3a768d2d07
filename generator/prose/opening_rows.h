/* opening_rows.h - which rows are opened, or banned, by the conditions on them. */
#ifndef GENERATOR_PROSE_OPENING_ROWS_H
#define GENERATOR_PROSE_OPENING_ROWS_H

#include "prose/compose.h"

bool rows_same_condition(const struct prose_condition *a, const struct prose_condition *b);

bool rows_have_value(const struct prose_condition *condition, const char *value);

/* Whether rows that fit the condition never have the value. */
bool rows_exclude(const struct prose_condition *condition, const char *field, const char *value);

/* Opens no more than the rows that fit the condition, too. */
void rows_add_condition(struct opening *opening, struct prose_condition condition);

/* Whether what is banned and what is opened can be the same row. */
bool rows_meet(const struct opening *ban, const struct opening *opening);

/* Whether what is opened is of rows that all have one of the condition's values. */
bool rows_are_of_these(const struct opening *opening, const struct prose_condition *condition);

/* Whether all rows of the first are such of the second, as far as whose they are and conditions say so. */
bool rows_are_within(const struct opening *inner, const struct opening *outer);

#endif
