/* example.h - the class of an app that documents and clients show things by. */
#ifndef GENERATOR_EMIT_EXAMPLE_H
#define GENERATOR_EMIT_EXAMPLE_H

#include "model/model.h"

struct example {
    const struct model_class *class;
    const struct model_field
        *text; /* a String of it that is not encrypted and lists no values; NULL: none */
    const struct model_field *pointer; /* its first pointer; NULL: it has none */
};

/* The first class of the app's own whose rows are somebody's over a profile, and that those may find and follow; else
 * the first of its own, else _User. */
struct example example_of(const struct model *model);

/* The rule by which those whose rows they are find rows of the class; NULL: there is none. */
const struct model_rule *example_own_rule(const struct model_class *class);

#endif
