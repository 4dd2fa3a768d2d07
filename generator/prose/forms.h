/* forms.h - the forms of clauses.def, taken apart once: each is tried at every place of a prompt. */
#ifndef GENERATOR_PROSE_FORMS_H
#define GENERATOR_PROSE_FORMS_H

#include "prose/elements.h"

struct clause_form {
    enum saying saying;
    const char *pattern;
};

enum form_element_kind {
    ELEMENT_WORD,  /* with the sense */
    ELEMENT_MARK,  /* "," or ":" */
    ELEMENT_START, /* START */
    ELEMENT_END,   /* END */
    ELEMENT_WHO,   /* phrases that can end at several places */
    ELEMENT_TO,
    ELEMENT_WHAT,
    ELEMENT_ACTS,
    ELEMENT_DEEDS,
    ELEMENT_PHRASE /* one that ends at one place */
};

/* One of what may stand at a place of a form. */
struct form_element {
    enum form_element_kind kind;
    enum sense sense;       /* ELEMENT_WORD */
    char mark[2];           /* ELEMENT_MARK */
    element_function *take; /* ELEMENT_PHRASE; NULL: no phrase is called so */
    int flag;               /* what it sets in the clause, or -1 */
    bool is_thread;         /* it says that the clause has a thread */
};

/* A part of a pattern: what may be left out, or alternatives. */
struct form_part {
    const struct form_part
        *option; /* what stands in brackets, and then what stands behind; or NULL */
    const struct form_element *elements;
    size_t element_count;
    const struct form_part *next; /* NULL: the form is over */
};

struct forms {
    const struct clause_form *forms;
    const struct form_part **parts; /* the first of each form */
    size_t count;
};

/* All forms, in the order of the table. */
struct forms forms_new(struct arena *arena);

#endif
