/* says_which.h - words that carry nothing as a rule, and narrow what is said where they stand: see says_which.c. */
#ifndef GENERATOR_PROSE_SAYS_WHICH_H
#define GENERATOR_PROSE_SAYS_WHICH_H

#include "prose/text.h"

/* Whether a phrase of the text that could carry nothing says which, who or when. */
bool text_says_which(const struct text *text, size_t at, size_t taken);

/* Whether the phrase is a value of some class that the sentence names: "online" visits. */
bool text_is_value(const struct text *text, size_t at, size_t taken);

#endif
