/* reading.h - what the sentences of a prompt become: sentences of the controlled language, what was
 * assumed for them, and the words that nothing accounts for.
 *
 *     prompt sentence -> clauses (clause.h) -> compose.h -> sentences of docs/spec-language.md -> rules
 *
 * Nothing else enforces anything: what comes out here is read as any spec is. */
#ifndef GENERATOR_PROSE_READING_H
#define GENERATOR_PROSE_READING_H

#include "base/vector.h"
#include "draft/draft.h"

/* Reads the sentences of the draft's spec that have no form of the language, and adds what they become
 * to the spec's rules, in the place of the sentence. Reports what is not, or only partly, understood,
 * and what contradicts. Sentences that have a form stay as they are; who there is is settled for them,
 * too. Each sentence gets its lines (struct ast_line). */
void prose_read(struct draft *draft);

#endif
