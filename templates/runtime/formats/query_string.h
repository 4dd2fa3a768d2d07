/* query_string.h - percent-encoding and the query part of a URL (RFC 3986, and + for a space as
 * HTML forms write it). */
#ifndef RUNTIME_FORMATS_QUERY_STRING_H
#define RUNTIME_FORMATS_QUERY_STRING_H

#include "base/arena.h"
#include "base/text.h"

struct parameter {
    struct text name;
    struct text value;
};

/* The byte that two hex digits stand for, or -1. Reads at most up to a NUL. */
int hex_pair(const char *digits);

/* Parses "a=1&b=x%20y" into parameters in the arena, the first 1000 of them; false when out of
 * memory. */
bool query_parse(struct arena *arena, struct text query, const struct parameter **parameters,
                 size_t *count);

#endif
