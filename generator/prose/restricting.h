/* restricting.h - whether words that nothing accounts for restrict what somebody may do, and of what. */
#ifndef GENERATOR_PROSE_RESTRICTING_H
#define GENERATOR_PROSE_RESTRICTING_H

#include "prose/compose.h"

/* The length of a word at a place that restricts: "only", "must not", 不得; 0: none does. */
size_t restricting_at(const struct text *text, size_t at);

/* Whether it does so by an exception: "unless", "except". */
bool restricting_excepts(const struct text *text, size_t at);

enum { MOST_RESTRICTED = 3 };

/* What a sentence is about, as far as its words tell. */
struct restricted {
    const struct draft_class *classes[MOST_RESTRICTED]; /* those that it names, the first ones */
    size_t class_count;
    const struct draft_field *field; /* of the first of them; or NULL */
    unsigned deeds;                  /* enum deed values, ored; 0: none is told */
    const char *role;                /* the plural of staff whom it names; or NULL */
    const struct draft_field
        *user; /* of the first class: a pointer to users whom it names; or NULL */
    const struct draft_field
        *state;        /* of the first class: what one of its words is a value of; or NULL */
    const char *value; /* that value */
    bool is_of_trail;  /* the audit trail, of which there may be no class yet */
    bool is_of_data;   /* and not of how something looks, sounds or is sent */
};

/* By the words that stand with those that restrict, for which `restricts` is set; a class also by what
 * stands before them. */
struct restricted restricting_what(struct composer *composer, const struct text *text,
                                   const bool *restricts);

#endif
