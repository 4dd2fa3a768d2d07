/* schema_braces.c - see schema_braces.h. */
#include "read/schema_braces.h"

#include "read/schema_layout.h"

#include <strings.h>

/* The length of a word that says what is named behind it, at a token: "type Patient". */
static size_t kind_length(struct schema_parser *parser, size_t i)
{
    static const char *const of_languages[] = {"type", "interface", "struct"};
    const char *word = schema_name(parser, (struct token_range){i, i + 1}).text;
    bool is_kind = schema_is_kind(word);
    for (size_t k = 0; k < sizeof of_languages / sizeof of_languages[0]; k++)
        is_kind = is_kind || strcasecmp(word, of_languages[k]) == 0;
    return is_kind && parser->tokens[i + 1].kind == TOKEN_WORD ? 1 : 0;
}

/* For each brace that opens, the one that closes it; 0: none does, as of all other tokens. */
static size_t *closing_braces(struct schema_parser *parser, size_t count)
{
    size_t *closes = arena_alloc_array(parser->reader->arena, count + 1, sizeof *closes);
    size_t *open = arena_alloc_array(parser->reader->arena, count + 1, sizeof *open);
    size_t depth = 0;
    for (size_t i = 0; i < count; i++)
        if (schema_is_punctuation(parser, i, '{'))
            open[depth++] = i;
        else if (depth > 0 && schema_is_punctuation(parser, i, '}'))
            closes[open[--depth]] = i;
    return closes;
}

/* Marks a token to be left out. */
static void drop(struct token *token)
{
    token->length = 0;
}

/* Takes the braces of the class whose line begins at a token, if they are there. */
static void open_class(struct schema_parser *parser, struct token *tokens, const size_t *closes,
                       size_t i)
{
    size_t name = i + kind_length(parser, i);
    size_t open = name + 1;
    size_t close = tokens[name].kind == TOKEN_WORD ? closes[open] : 0;
    if (close == 0)
        return;
    if (name > i)
        drop(&tokens[i]);
    if (tokens[open + 1].kind == TOKEN_LINE_END) {
        drop(&tokens[open]);
        drop(&tokens[close]);
    } else {
        tokens[open].punctuation = ':';
        tokens[close].punctuation = '.';
    }
}

void schema_open_braces(struct schema_parser *parser, struct token_list *list)
{
    const char *bytes = parser->reader->source->bytes;
    const size_t *closes = closing_braces(parser, list->count);
    size_t kept = 0;
    for (size_t i = 0; i + 1 < list->count; i++) {
        struct token *token = &list->tokens[i];
        if (token->kind != TOKEN_WORD)
            continue;
        if (schema_begins_line(parser, i))
            open_class(parser, list->tokens, closes, i);
        if (token->length > 1 && bytes[token->offset] == '@') {
            token->offset++;
            token->length--;
        }
    }
    for (size_t i = 0; i < list->count; i++)
        if (list->tokens[i].length > 0 || list->tokens[i].kind == TOKEN_LINE_END ||
            list->tokens[i].kind == TOKEN_END)
            list->tokens[kept++] = list->tokens[i];
    list->count = kept;
}
