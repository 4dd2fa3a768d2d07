/* rule_text.c - see rule_text.h. */
#include "read/rule_text.h"

#include <string.h>
#include <strings.h>

#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

/* Words that belong to forms and can be no name in a list. */
static const char *const reserved[] = {
    "and",    "or",    "can",  "of",      "their",  "own",   "only",  "is",
    "are",    "its",   "it",   "lets",    "when",   "by",    "with",  "whose",
    "within", "until", "goes", "becomes", "keep",   "keeps", "audit", "notify",
    "the",    "a",     "an",   "not",     "covers", "all",   "every", "any",
};

struct rule_text rule_text_of(struct arena *arena, struct span sentence)
{
    struct token_list list =
        spec_lex(arena, sentence.source, sentence.offset, sentence.offset + sentence.length);
    struct token *tokens = list.tokens;
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++)
        if (tokens[i].kind != TOKEN_LINE_END && tokens[i].kind != TOKEN_END)
            tokens[count++] = tokens[i];
    while (count > 0 && tokens[count - 1].kind == TOKEN_PUNCTUATION &&
           tokens[count - 1].punctuation == '.')
        count--;
    return (struct rule_text){
        .arena = arena, .source = sentence.source, .tokens = tokens, .count = count};
}

bool rule_text_is_word(const struct rule_text *text, size_t at, const char *word, size_t length)
{
    return at < text->count && text->tokens[at].kind == TOKEN_WORD &&
           text->tokens[at].length == length &&
           strncasecmp(text->source->bytes + text->tokens[at].offset, word, length) == 0;
}

/* Whether the token is one of the words, as they are written: "A" may well be a class. */
static bool is_exactly_one_of(const struct rule_text *text, size_t at, const char *const *words,
                              size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rule_text_is_word(text, at, words[i], strlen(words[i])) &&
            memcmp(text->source->bytes + text->tokens[at].offset, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

bool rule_text_is_one_of(const struct rule_text *text, size_t at, const char *const *words,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rule_text_is_word(text, at, words[i], strlen(words[i])))
            return true;
    return false;
}

bool rule_text_is_article(const struct rule_text *text, size_t at)
{
    static const char *const articles[] = {"a", "an", "the", "each", "every"};
    return at == 0 ? rule_text_is_one_of(text, at, articles, LENGTH_OF(articles))
                   : is_exactly_one_of(text, at, articles, LENGTH_OF(articles));
}

bool rule_text_is_punctuation(const struct rule_text *text, size_t at, char punctuation)
{
    return at < text->count && text->tokens[at].kind == TOKEN_PUNCTUATION &&
           text->tokens[at].punctuation == punctuation;
}

bool rule_text_is_name(const struct rule_text *text, size_t at)
{
    return at < text->count && text->tokens[at].kind == TOKEN_WORD &&
           !is_exactly_one_of(text, at, reserved, LENGTH_OF(reserved));
}
