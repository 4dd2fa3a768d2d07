/* regex.h - regular expressions that clients send, matched in a bounded number of steps. */
#ifndef RUNTIME_FORMATS_REGEX_H
#define RUNTIME_FORMATS_REGEX_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct regex;

enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_TOO_MANY_STEPS, /* of all matches of this expression together, or of the request */
    REGEX_OUT_OF_MEMORY
};

enum { REGEX_REASON_SIZE = 128 };

/* Whether the text is a set of $options: some of the letters i, m, x, s, u. */
bool regex_options_are_valid(struct text options);

/* Compiles a pattern (PCRE2, UTF-8) with its options; regex_free() it. NULL when it is broken or
 * too large; what is wrong is written to `reason` (REGEX_REASON_SIZE bytes). */
struct regex *regex_compile(struct text pattern, struct text options, char *reason);
void regex_free(struct regex *regex);

/* Whether the pattern occurs in the text. One thread at a time. */
enum regex_result regex_match(struct regex *regex, struct text subject);

#endif
