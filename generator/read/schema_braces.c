/* schema_braces.c - see schema_braces.h. */
#include "read/schema_braces.h"

#include "read/schema_layout.h"

#include <strings.h>

/* The length of a word that says what is named behind it, at a token: "type Patient". */
static size_t kind_length(struct schema_parser *parser, size_t i)
{
    static const char *const kinds[] = {"type",      "model", "class",  "entity",
                                        "interface", "table", "struct", "collection"};
    const char *word = schema_name(parser, (struct token_range){i, i + 1}).text;
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
        if (parser->tokens[i + 1].kind == TOKEN_WORD && strcasecmp(word, kinds[k]) == 0)
            return 1;
    return 0;
}

/* The brace that closes the one at a token; 0: none does. */
static size_t closing_brace(const struct schema_parser *parser, size_t open)
{
    int depth = 0;
    for (size_t i = open; parser->tokens[i].kind != TOKEN_END; i++) {
        depth += schema_is_punctuation(parser, i, '{') ? 1 : 0;
        depth -= schema_is_punctuation(parser, i, '}') ? 1 : 0;
        if (depth == 0)
            return i;
    }
    return 0;
}

/* Marks a token to be left out. */
static void drop(struct token *token)
{
    token->length = 0;
}

/* Takes the braces of the class whose line begins at a token, if they are there. */
static void open_class(struct schema_parser *parser, struct token *tokens, size_t i)
{
    size_t name = i + kind_length(parser, i);
    size_t open = name + 1;
    size_t close = schema_is_punctuation(parser, open, '{') ? closing_brace(parser, open) : 0;
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
    size_t kept = 0;
    for (size_t i = 0; i + 1 < list->count; i++) {
        struct token *token = &list->tokens[i];
        if (token->kind != TOKEN_WORD)
            continue;
        if (schema_begins_line(parser, i))
            open_class(parser, list->tokens, i);
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
