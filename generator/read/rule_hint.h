/* rule_hint.h - what a sentence that has no form was probably meant to be. */
#ifndef GENERATOR_READ_RULE_HINT_H
#define GENERATOR_READ_RULE_HINT_H

#include "base/diag.h"
#include "read/ast.h"

/* Adds a note with what the sentence was probably meant to be, or with the forms that it comes nearest
 * to, in the reader's own words, at the word that does not fit. */
void spec_note_nearest_rules(struct diag *diag, const struct ast_sentence *sentence);

#endif
