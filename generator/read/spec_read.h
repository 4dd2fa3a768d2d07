/* spec_read.h - an agent prompt becomes a syntax tree; docs/spec-language.md has the grammar. */
#ifndef GENERATOR_READ_SPEC_READ_H
#define GENERATOR_READ_SPEC_READ_H

#include "base/diag.h"
#include "read/ast.h"

/* Reads a spec. Reports every fault; the tree then holds what could be read, and may be empty. */
struct ast *spec_read(struct diag *diag, const struct source *source);

/* Reads one sentence of the controlled language that stands for a sentence of prose, with everything
 * in it in the place of that. NULL: it has no form. */
struct ast_rule *spec_read_line(struct arena *arena, const char *text,
                                const struct ast_sentence *sentence, size_t number);

/* Puts everything in a rule into one place. */
void spec_move_rule(struct ast_rule *rule, struct span span);

/* Adds notes with the forms that a sentence comes nearest to, to the fault reported last. */
void spec_note_nearest(struct diag *diag, const struct ast_sentence *sentence);

#endif
