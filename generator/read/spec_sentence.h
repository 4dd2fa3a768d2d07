/* spec_sentence.h - the sentences of a spec. */
#ifndef GENERATOR_READ_SPEC_SENTENCE_H
#define GENERATOR_READ_SPEC_SENTENCE_H

#include "base/diag.h"
#include "read/ast.h"
#include "read/spec_words.h"

struct spec_reader;

/* Adds notes with the forms that a sentence comes nearest to, to the fault reported last. */
void spec_note_nearest(struct diag *diag, const struct ast_sentence *sentence);

/* Reads the sentences of a section between two offsets. */
void spec_read_sentences(struct spec_reader *reader, enum spec_section section, size_t start,
                         size_t end);

/* Reads one statement such as "Author.name is displayName" between two offsets. Returns whether it
 * has one of the known forms. */
bool spec_read_statement(struct spec_reader *reader, size_t start, size_t end);

#endif
