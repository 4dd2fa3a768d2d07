/* text.h - a sentence that is being read: its units, and what they can mean where they stand. */
#ifndef GENERATOR_PROSE_TEXT_H
#define GENERATOR_PROSE_TEXT_H

#include "prose/said.h"

/* What stands at a place can often end at several: the longest comes first. */
enum { MOST_ENDS = 24 };

struct subject_ends {
    size_t count;
    struct {
        size_t end;
        const struct subject *list;
    } items[MOST_ENDS];
};

struct thing_ends {
    size_t count;
    struct {
        size_t end;
        const struct thing *list;
    } items[MOST_ENDS];
};

struct act_ends {
    size_t count;
    struct {
        size_t end;
        const struct act *list;
    } items[MOST_ENDS];
};

/* The class that is named at a place, and how. */
struct class_at {
    struct draft_class *class; /* NULL: none is */
    size_t taken;
    bool is_short;
};

/* The person that is named at a place, or what was found in vain. */
struct person_at {
    size_t taken; /* 0: nobody is */
    enum person_kind kind;
    const char *noun; /* NULL: nobody is */
};

struct text {
    struct arena *arena;
    const struct world *world;
    const struct unit *units;
    size_t count;
    const struct meaning **meanings; /* by place and length, see text_meaning() */
    unsigned char *longest;          /* by place and sense, see text_has() */
    size_t *skips; /* by place, once it is looked for: one more than its text_skip() */
    const struct thing_ends **things; /* by place, once they are looked for */
    const struct subject_ends **subjects;
    const struct act_ends **acts;
    const struct class_at **classes;
    const struct field_named **fields; /* those of each class of the draft */
    const struct person_at **persons;
    const size_t *origin; /* the places of the units in the whole sentence; NULL: it is whole */
    size_t steps;         /* taken so far; a sentence that takes too many is not read */
};

struct text *text_new(struct arena *arena, const struct world *world, struct units units);

/* The class that is named at a place: world_class(). */
struct draft_class *text_class(const struct text *text, size_t at, size_t *taken, bool *is_short);

/* The field of a class that is named at a place: world_field(). */
struct draft_field *text_field(const struct text *text, size_t at, const struct draft_class *class,
                               size_t *taken);

/* What the units from a place on mean together, or NULL. */
const struct meaning *text_meaning(const struct text *text, size_t at, size_t length);

/* The longest phrase at a place that has the sense and is shorter than `below`; 0: none. */
size_t text_says(const struct text *text, size_t at, enum sense sense, size_t below);

/* The longest one, or 0. */
size_t text_has(const struct text *text, size_t at, enum sense sense);

/* The place behind words that carry nothing. */
size_t text_skip(const struct text *text, size_t at);

/* The length of what parts two items of a list at a place: "," "and" or both; 0: nothing does. */
size_t text_separator(const struct text *text, size_t at);

bool text_is_mark(const struct text *text, size_t at, const char *marks);

/* Whether these Chinese words stand at a place. */
bool text_is_chinese(const struct text *text, size_t at, const char *words);

/* Whether some phrase of the lexicon of several units ends with the unit. */
bool text_ends_phrase(const struct text *text, size_t at);

/* "together with" and "along with" at a place: people behind it do a thing with those before, and not besides them. */
bool text_is_joint(const struct text *text, size_t at);

/* Whether nothing is known of the unit: no word of the lexicon begins here, and no name. */
bool text_is_unknown(const struct text *text, size_t at);

/* Whether the unit says again what stands right before it, as a slip of the pen does: "visits visits".
 * Not where the two are of one word, such as 媽媽, or of two words, such as 具有有限. */
bool text_is_repeated(const struct text *text, size_t at);

/* Whether some unit of it does. */
bool text_repeats_itself(const struct text *text);

#endif
