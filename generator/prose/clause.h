/* clause.h - the clauses of a sentence: the forms of clauses.def that account for the most words. */
#ifndef GENERATOR_PROSE_CLAUSE_H
#define GENERATOR_PROSE_CLAUSE_H

#include "prose/forms.h"

/* Flags of a clause, see clauses.def. */
enum {
    FLAG_FORM = 0,
    FLAG_WITHOUT = 0, /* of consent: it speaks of when there is none */
    FLAG_NOBODY = 1,
    FLAG_ERASE = 1,  /* of an export: it is of what is to be there no more */
    FLAG_BEFORE = 2, /* of those whom the clause before speaks of */
    FLAG_SIGNED_URL = 2,
    FLAG_TRAIL = 3,
    FLAG_DOER = 3,     /* of what is set: to whoever does it */
    FLAG_RELATIVE = 4, /* "who may": whoever was named right before */
    FLAG_ENCRYPTION = 4,
    FLAG_WRITTEN = 5
};

/* What a sentence says. */
struct clauses {
    const struct said *first; /* in the order of the sentence */
    struct text *text;        /* the sentence, without words that were taken out of it */
    bool *is_left;            /* for each unit of it: no clause accounts for it */
    bool *is_removed;         /* for each unit of the whole sentence, or NULL: none was taken out */
    size_t left_count;
    bool gave_up; /* the sentence is too long or too tangled */
};

struct clauses clauses_read(const struct forms *forms, struct text *text);

/* Leaves all words over, so that no clause is left. */
void clauses_leave(struct clauses *clauses);

#endif
