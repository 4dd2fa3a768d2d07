/* text_check.h - what every input must be before a reader looks at it: UTF-8 without NULs. */
#ifndef GENERATOR_BASE_TEXT_CHECK_H
#define GENERATOR_BASE_TEXT_CHECK_H

#include "base/diag.h"
#include "base/source.h"

/* Reports the places that are no text, a few at most, and returns whether there are none. */
bool text_check(struct diag *diag, const struct source *source);

/* Where the text starts: after a byte order mark, if there is one. */
size_t text_start(const struct source *source);

#endif
