/* file_sniff.h - what the first bytes of contents say of their type. */
#ifndef RUNTIME_FILES_FILE_SNIFF_H
#define RUNTIME_FILES_FILE_SNIFF_H

#include "base/text.h"

#include <stdbool.h>

/* Whether contents that begin so may be of the type ("image/png"). `begin` are their first 64 KB, or all of them. Of a
 * type that has no sign, anything may be. */
bool file_sniff_fits(struct text begin, struct text type);

/* The least that fits the type; no text when its contents have no sign. */
struct text file_sniff_sample(struct text type);

#endif
