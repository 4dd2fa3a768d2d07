/* parser.c - tokens as the parser asks for them; see parser.h. */
#include "graphql/parser.h"

#include "graphql/parse.h"

bool graphql_advance(struct graphql_parser *parser)
{
    return graphql_lexer_next(&parser->lexer, &parser->token);
}

/* What a token is called in an error's message. */
static struct text printed_token(const struct graphql_parser *parser)
{
    static const char *const kinds[] = {
        [GRAPHQL_TOKEN_NAME] = "Name",
        [GRAPHQL_TOKEN_INT] = "Int",
        [GRAPHQL_TOKEN_FLOAT] = "Float",
        [GRAPHQL_TOKEN_STRING] = "String",
        [GRAPHQL_TOKEN_BLOCK_STRING] = "BlockString",
    };
    const struct graphql_token *token = &parser->token;

    switch (token->kind) {
    case GRAPHQL_TOKEN_END:
        return (struct text)TEXT("<EOF>");
    case GRAPHQL_TOKEN_PUNCTUATOR:
    case GRAPHQL_TOKEN_SPREAD:
        return graphql_message(parser->arena, "\"{}\"", GRAPHQL_TEXTS(token->text));
    default:
        return graphql_message(parser->arena, "{} \"{}\"",
                               GRAPHQL_TEXTS(text_of(kinds[token->kind]), token->text));
    }
}

bool graphql_unexpected(struct graphql_parser *parser)
{
    return graphql_syntax_error(parser->lexer.errors, parser->token.place, "Unexpected {}.",
                                printed_token(parser));
}

/* "Syntax Error: Expected ..., found ...." */
bool graphql_expected(struct graphql_parser *parser, struct text what)
{
    struct text texts[] = {what, printed_token(parser)};

    return graphql_syntax_error(parser->lexer.errors, parser->token.place, "{}",
                                graphql_message(parser->arena, "Expected {}, found {}.", texts, 2));
}

bool graphql_at(const struct graphql_parser *parser, char punctuator)
{
    return parser->token.kind == GRAPHQL_TOKEN_PUNCTUATOR && parser->token.punctuator == punctuator;
}

bool graphql_at_word(const struct graphql_parser *parser, const char *word)
{
    return parser->token.kind == GRAPHQL_TOKEN_NAME && text_is(parser->token.text, word);
}

bool graphql_expect(struct graphql_parser *parser, char punctuator)
{
    struct text sign = {&punctuator, 1};

    if (graphql_at(parser, punctuator))
        return graphql_advance(parser);
    return graphql_expected(parser, graphql_message(parser->arena, "\"{}\"", GRAPHQL_TEXTS(sign)));
}

bool graphql_expect_word(struct graphql_parser *parser, const char *word)
{
    if (graphql_at_word(parser, word))
        return graphql_advance(parser);
    return graphql_expected(parser,
                            graphql_message(parser->arena, "\"{}\"", GRAPHQL_TEXTS(text_of(word))));
}

bool graphql_skip(struct graphql_parser *parser, char punctuator, bool *there)
{
    *there = graphql_at(parser, punctuator);
    return !*there || graphql_advance(parser);
}

bool graphql_skip_word(struct graphql_parser *parser, const char *word, bool *there)
{
    *there = graphql_at_word(parser, word);
    return !*there || graphql_advance(parser);
}

bool graphql_expect_name(struct graphql_parser *parser, struct text *name,
                         struct graphql_place *place)
{
    if (parser->token.kind != GRAPHQL_TOKEN_NAME)
        return graphql_expected(parser, (struct text)TEXT("Name"));
    *name = parser->token.text;
    if (place)
        *place = parser->token.place;
    return graphql_advance(parser);
}

bool graphql_read_description(struct graphql_parser *parser, struct text *description)
{
    *description = text_none();
    if (parser->token.kind != GRAPHQL_TOKEN_STRING &&
        parser->token.kind != GRAPHQL_TOKEN_BLOCK_STRING)
        return true;
    *description = parser->token.text;
    return graphql_advance(parser);
}

bool graphql_nest(struct graphql_parser *parser)
{
    if (parser->depth++ < GRAPHQL_NESTING_LIMIT)
        return true;
    return graphql_syntax_error(parser->lexer.errors, parser->token.place,
                                "Document nests deeper than {} levels.",
                                arena_printf(parser->arena, "%d", GRAPHQL_NESTING_LIMIT));
}
