/* rule_example.h - a form of rules, filled with the names that the reader has. */
#ifndef GENERATOR_READ_RULE_EXAMPLE_H
#define GENERATOR_READ_RULE_EXAMPLE_H

#include "read/ast.h"

/* A sentence of the pattern (rule_forms.def) about the class that the sentence names, or else the first
 * one of its spec; the example, where the spec has nothing to fill it with. What may be left out is. */
const char *rule_example(struct arena *arena, const char *pattern, const char *example,
                         const struct ast_sentence *sentence);

#endif
