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
#include "prose/said.h"

/* Reads the sentences of the draft's spec that have no form of the language, and adds what they become
 * to the spec's rules, in the place of the sentence. Reports what is not, or only partly, understood,
 * and what contradicts. Sentences that have a form stay as they are; who there is is settled for them,
 * too. Each sentence gets its lines (struct ast_line). */
void prose_read(struct draft *draft);

struct composer;
struct prose_sentence;

/* Adds a line to the sentence being composed. */
struct ast_line *compose_line(struct composer *composer, const char *line);
struct ast_line *compose_assumption(struct composer *composer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that a sentence contradicts another one, here and as a diagnostic. */
void compose_contradiction(struct composer *composer, struct prose_sentence *sentence,
                           const struct prose_sentence *other);

/* Says that the words of a stretch are accounted for by nothing after all. */
void compose_leave(struct composer *composer, struct stretch words);

/* Says that a word of a sentence with a form is accounted for by nothing. */
struct ast_line *compose_word_left(struct composer *composer, const struct ast_name *name);

/* "A, B and C" of names in a vector. */
const char *compose_list(struct arena *arena, const struct vector *names);

#endif
