/* units.h - a sentence of prose as the units that words are made of.
 *
 * English has words; Chinese has no spaces, so each of its characters is a unit and a word is some
 * of them in a row. Hyphens part words, and "'s" is a word of its own. */
#ifndef GENERATOR_PROSE_UNITS_H
#define GENERATOR_PROSE_UNITS_H

#include "base/arena.h"
#include "base/source.h"

#include <stdbool.h>
#include <stddef.h>

enum unit_kind {
    UNIT_WORD,      /* of letters, or of letters and digits */
    UNIT_CHARACTER, /* one of Chinese */
    UNIT_NUMBER,
    UNIT_MARK /* punctuation, in its ASCII form */
};

struct unit {
    enum unit_kind kind;
    const char *text; /* small letters; a Chinese character in the form of han.def */
    const char *raw;  /* as written */
    struct span span;
};

struct units {
    struct unit *items;
    size_t count;
};

/* The units of a part of a source. */
struct units units_of(struct arena *arena, struct span span);

/* The units of a text that stands in no input. */
struct units units_of_text(struct arena *arena, const char *text);

/* What the units of a text say, parted by spaces, and how many they are: for the lexicon, whose
 * thousands of words are split whenever the program starts. */
const char *units_spelled(struct arena *arena, const char *text, size_t length, size_t *count);

/* Whether the unit is that mark. */
bool unit_is_mark(const struct unit *unit, const char *marks);

#endif
