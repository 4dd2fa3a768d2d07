/* rule_text.h - a sentence of a spec as tokens, and what a token is. */
#ifndef GENERATOR_READ_RULE_TEXT_H
#define GENERATOR_READ_RULE_TEXT_H

#include "read/ast.h"
#include "read/spec_lex.h"

struct rule_text {
    struct arena *arena;
    const struct source *source;
    const struct token *tokens; /* without line ends and the stop */
    size_t count;
};

/* The tokens of a sentence. */
struct rule_text rule_text_of(struct arena *arena, struct span sentence);

/* Whether the token is that word, or one of some words, whatever its case. */
bool rule_text_is_word(const struct rule_text *text, size_t at, const char *word, size_t length);
bool rule_text_is_one_of(const struct rule_text *text, size_t at, const char *const *words,
                         size_t count);

/* "a", "the", "each": behind the first token only as it is written here, since "A" may well be a class. */
bool rule_text_is_article(const struct rule_text *text, size_t at);

bool rule_text_is_punctuation(const struct rule_text *text, size_t at, char punctuation);

/* Whether the token may be the name of something. */
bool rule_text_is_name(const struct rule_text *text, size_t at);

#endif
