/* spec_words.h - looking up the words of the spec language (spec_words.def). */
#ifndef GENERATOR_READ_SPEC_WORDS_H
#define GENERATOR_READ_SPEC_WORDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum spec_section {
    SECTION_SCHEMA,
    SECTION_SCHEMA_MORE, /* classes and fields beyond those of the prompt as it was given */
    SECTION_NAMES,
    SECTION_RULES,
    SECTION_MERGE,  /* how the spec goes with the JSON schema beside it */
    SECTION_BEYOND, /* what is said beyond the prompt as it was given */
    SECTION_SECURITY,
    SECTION_AUTH,
    SECTION_BEHAVIOR,
    SECTION_DELIVER,
    SECTION_INTRODUCTION /* what stands before all headings, or under one like "Background" */
};

/* Where the words of a heading are one (spec_heading.h). */
enum heading_place {
    HEADING_ANYWHERE,  /* also after the end of a sentence */
    HEADING_ON_A_LINE, /* where a line starts */
    HEADING_IS_NO_CLASS /* on a line of its own, and not within a schema: classes are called so, too */
};

enum spec_clause {
    CLAUSE_NONE,
    CLAUSE_REQUIRED,
    CLAUSE_OPTIONAL,
    CLAUSE_UNIQUE,
    CLAUSE_INDEXED,
    CLAUSE_SYSTEM,
    CLAUSE_DEFAULT,
    CLAUSE_WAS
};

/* A type phrase, taken apart. */
struct spec_type_words {
    int kind;           /* an enum field_type */
    int element;        /* of an Array, or -1 */
    const char *target; /* the class as written, "_User" for users; NULL: none */
    bool widened;       /* a choice of types that is taken as String */
};

/* "Security": the English name. */
const char *spec_section_name(enum spec_section section);

/* The length of the words of a heading that the text starts with, 0 when there are none. */
size_t spec_heading(const char *text, size_t length, enum spec_section *section,
                    enum heading_place *place);

/* Which clause a phrase is. After a default, *rest is the part of the phrase that is the value. */
enum spec_clause spec_clause_of(const char *phrase, const char **rest);

/* Takes a type phrase apart; false when it is none. */
bool spec_type_of(struct arena *arena, const char *phrase, struct spec_type_words *type);

/* Whether a name is one of those for Parse's _User. */
bool spec_is_user(const char *name);

/* Whether the word is a Boolean, and which. */
bool spec_truth_of(const char *word, bool *value);

/* The English clauses and types, for hints: the i'th, or NULL. */
const char *spec_clause_word(size_t i);
const char *spec_type_word(size_t i);

#endif
