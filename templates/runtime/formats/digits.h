/* digits.h - whole numbers as people and programs write them, without a sign. */
#ifndef RUNTIME_FORMATS_DIGITS_H
#define RUNTIME_FORMATS_DIGITS_H

#include "base/text.h"

enum { MOST_DIGITS = 18 /* that an int64_t holds whatever they are */ };

/* The number of a text that is digits and nothing else, one to `most` (no more than MOST_DIGITS) of them; -1 for
 * any other. */
int64_t digits_read(struct text text, size_t most);

#endif
