/* rule_read.h - the sentences that are rules. */
#ifndef GENERATOR_READ_RULE_READ_H
#define GENERATOR_READ_RULE_READ_H

#include "read/ast.h"

struct spec_reader;

/* Reads one sentence of the controlled language that stands for a sentence of prose, with everything
 * in it in the place of that. NULL: it has no form. */
struct ast_rule *spec_read_line(struct arena *arena, const char *text,
                                const struct ast_sentence *sentence, size_t number);

/* Puts everything in a rule into one place. */
void spec_move_rule(struct ast_rule *rule, struct span span);

/* Reads a sentence as a rule; returns whether it has one of the forms (rule_forms.def). */
bool spec_read_rule(struct spec_reader *reader, const struct ast_sentence *sentence);

#endif
