/* lexicon.h - what the words of prose mean, looked up in lexicon.def, people.def and terms.def. */
#ifndef GENERATOR_PROSE_LEXICON_H
#define GENERATOR_PROSE_LEXICON_H

#include "base/map.h"
#include "base/vector.h"
#include "prose/units.h"

#define SENSE(name, pattern) SENSE_##name,
enum sense {
#include "prose/senses.def"
    SENSE_COUNT
};
#undef SENSE

enum person_kind { PERSON_CLIENT, PERSON_STAFF, PERSON_ADMIN, PERSON_USER, PERSON_EVERYONE };

/* A row of people.def. */
struct person {
    enum person_kind kind;
    const char *noun; /* "pharmacist" */
};

/* A row of terms.def. */
struct term {
    const char *english; /* "lab result" */
    bool is_field;       /* what a field of that name is called, if not a class (naming.h) */
};

/* All that a phrase can mean. */
struct meaning {
    bool senses[SENSE_COUNT];
    const struct person *person;
    struct vector terms; /* of struct term, in the order of the table */
};

struct lexicon {
    struct arena *arena;
    struct map meaning_of; /* a phrase's units, parted by spaces -> struct meaning */
    struct map found;      /* the same for phrases as written, whose meanings are joined */
    struct map units_of;   /* a name or a value -> struct units, see lexicon_units() */
    struct map spelled_of; /* a name -> its words, see world.c */
    size_t longest;        /* units of a phrase */
};

struct lexicon *lexicon_new(struct arena *arena);

/* What the units from first on mean together, and nothing when they are no phrase of the lexicon: in
 * any form of their first and last word. */
const struct meaning *lexicon_find(struct lexicon *lexicon, const struct unit *first, size_t count);

/* The units of a name or a value of the model, which lives on: they are split but once, since each is
 * compared at every place of a prompt. */
struct units lexicon_units(struct lexicon *lexicon, const char *text);

/* The base forms that an English word may have, the word itself first: "entries" -> "entries",
 * "entry", "entrie". Returns how many, at most LEXICON_FORMS. */
enum { LEXICON_FORMS = 6 };
size_t lexicon_forms(struct arena *arena, const char *word, const char *forms[LEXICON_FORMS]);

/* The nouns for people, for hints: the i'th row's, or NULL. */
const char *lexicon_noun(size_t i);

/* The row of the noun, or NULL. */
const struct person *lexicon_person(const char *noun);

/* The words of the lexicon for people, "word|other"; NULL: of no row. */
const char *lexicon_words_for(const struct person *person);

/* The name of a sense in patterns; SENSE_COUNT when there is none. */
enum sense sense_of(const char *pattern, size_t length);

#endif
