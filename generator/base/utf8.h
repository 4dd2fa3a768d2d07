/* utf8.h - decoding UTF-8 (RFC 3629) and the width of characters on a terminal. */
#ifndef GENERATOR_BASE_UTF8_H
#define GENERATOR_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at bytes. Returns its length in bytes, 1 to 4, or 0 when there is none:
 * an overlong or cut form, a surrogate, beyond U+10FFFF, or length is 0. */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *code_point);

/* Writes a code point to at most four bytes; returns how many. */
size_t utf8_encode(uint32_t code_point, char *bytes);

/* How many terminal columns a code point takes: 0, 1 or 2 (UAX #11, in ranges). */
unsigned utf8_width(uint32_t code_point);

#endif
