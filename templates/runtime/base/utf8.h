/* utf8.h - which bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past
 * U+10FFFF. */
#ifndef RUNTIME_BASE_UTF8_H
#define RUNTIME_BASE_UTF8_H

#include "base/text.h"

/* The length, 1 to 4, of the character at `at`, which must be below text.length; 0 when the bytes
 * there are no character. */
size_t utf8_character_length(struct text text, size_t at);

/* Whether the whole text is UTF-8. */
bool utf8_is_valid(struct text text);

/* Writes the character, a code point that is no surrogate, and returns its length, 1 to 4. */
size_t utf8_encode(unsigned code, char *bytes);

#endif
