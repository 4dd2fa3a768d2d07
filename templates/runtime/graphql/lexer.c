/* lexer.c - see lexer.h. The words of its errors are graphql-js's.
 *
 * U+0000 is refused wherever it would be in a value, though the specification allows it: what the
 * value goes into, JSON trees and SQL among it, ends at it. */
#include "graphql/lexer.h"

#include "base/utf8.h"

void graphql_lexer_init(struct graphql_lexer *lexer, struct text source, size_t limit,
                        struct graphql_errors *errors)
{
    *lexer = (struct graphql_lexer){.source = source, .line = 1, .limit = limit, .errors = errors};
}

bool graphql_syntax_error(struct graphql_errors *errors, struct graphql_place place,
                          const char *message, struct text text)
{
    struct text whole = graphql_message(errors->arena, message, &text, 1);
    struct graphql_error *error =
        graphql_error_add(errors, "GRAPHQL_PARSE_FAILED", "Syntax Error: {}", GRAPHQL_TEXTS(whole));

    graphql_error_at(errors, error, place);
    return false;
}

/* The same at the cursor. */
static bool fail_here(const struct graphql_lexer *lexer, const char *message)
{
    return graphql_syntax_error(lexer->errors, graphql_lexer_place(lexer), message,
                                graphql_printed_character(lexer));
}

int graphql_lexer_peek(const struct graphql_lexer *lexer, size_t ahead)
{
    const struct text *source = &lexer->source;

    return ahead < source->length - lexer->at ? (unsigned char)source->bytes[lexer->at + ahead]
                                              : -1;
}

struct graphql_place graphql_lexer_place(const struct graphql_lexer *lexer)
{
    size_t column = lexer->at - lexer->line_start - lexer->beyond_units + 1;

    return (struct graphql_place){lexer->line, (unsigned)column};
}

bool graphql_lexer_skip_line_end(struct graphql_lexer *lexer)
{
    int byte = graphql_lexer_peek(lexer, 0);

    if (byte != '\n' && byte != '\r')
        return false;
    lexer->at += byte == '\r' && graphql_lexer_peek(lexer, 1) == '\n' ? 2 : 1;
    lexer->line++;
    lexer->line_start = lexer->at;
    lexer->beyond_units = 0;
    return true;
}

size_t graphql_lexer_skip_character(struct graphql_lexer *lexer)
{
    size_t length = utf8_character_length(lexer->source, lexer->at);

    lexer->at += length;
    if (length > 1)
        lexer->beyond_units += length == 2 ? 1 : 2;
    return length;
}

struct text graphql_printed_character(const struct graphql_lexer *lexer)
{
    struct arena *arena = lexer->errors->arena;
    int byte = graphql_lexer_peek(lexer, 0);
    unsigned code = (unsigned)byte;
    size_t length;

    if (byte < 0)
        return (struct text)TEXT("<EOF>");
    if (byte == '"')
        return (struct text)TEXT("'\"'");
    if (byte >= 0x20 && byte < 0x7F)
        return arena_printf(arena, "\"%c\"", byte);
    length = utf8_character_length(lexer->source, lexer->at);
    if (length == 0)
        return (struct text)TEXT("a byte that is no UTF-8");
    if (length > 1)
        code &= 0xFFu >> (length + 1);
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned)graphql_lexer_peek(lexer, i) & 0x3F);
    return arena_printf(arena, "U+%04X", code);
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_name_start(int byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool skip_comment(struct graphql_lexer *lexer)
{
    int byte;

    while ((byte = graphql_lexer_peek(lexer, 0)) >= 0 && byte != '\n' && byte != '\r')
        if (graphql_lexer_skip_character(lexer) == 0)
            return fail_here(lexer, "Invalid character: a byte that is no UTF-8.");
    return true;
}

/* White space, line ends, commas, comments and byte order marks mean nothing. */
static bool skip_ignored(struct graphql_lexer *lexer)
{
    for (;;) {
        int byte = graphql_lexer_peek(lexer, 0);
        if (byte == ' ' || byte == '\t' || byte == ',') {
            lexer->at++;
        } else if (byte == '#') {
            if (!skip_comment(lexer))
                return false;
        } else if (byte == 0xEF && graphql_lexer_peek(lexer, 1) == 0xBB &&
                   graphql_lexer_peek(lexer, 2) == 0xBF) {
            graphql_lexer_skip_character(lexer);
        } else if (!graphql_lexer_skip_line_end(lexer)) {
            return true;
        }
    }
}

static bool take_digits(struct graphql_lexer *lexer)
{
    if (!is_digit(graphql_lexer_peek(lexer, 0)))
        return fail_here(lexer, "Invalid number, expected digit but got: {}.");
    while (is_digit(graphql_lexer_peek(lexer, 0)))
        lexer->at++;
    return true;
}

static bool take_number(struct graphql_lexer *lexer, struct graphql_token *token)
{
    size_t start = lexer->at;
    int byte;

    token->kind = GRAPHQL_TOKEN_INT;
    if (graphql_lexer_peek(lexer, 0) == '-')
        lexer->at++;
    if (graphql_lexer_peek(lexer, 0) == '0') {
        lexer->at++;
        if (is_digit(graphql_lexer_peek(lexer, 0)))
            return fail_here(lexer, "Invalid number, unexpected digit after 0: {}.");
    } else if (!take_digits(lexer)) {
        return false;
    }
    if (graphql_lexer_peek(lexer, 0) == '.') {
        token->kind = GRAPHQL_TOKEN_FLOAT;
        lexer->at++;
        if (!take_digits(lexer))
            return false;
    }
    byte = graphql_lexer_peek(lexer, 0);
    if (byte == 'e' || byte == 'E') {
        token->kind = GRAPHQL_TOKEN_FLOAT;
        lexer->at++;
        byte = graphql_lexer_peek(lexer, 0);
        if (byte == '+' || byte == '-')
            lexer->at++;
        if (!take_digits(lexer))
            return false;
    }
    byte = graphql_lexer_peek(lexer, 0);
    if (byte == '.' || is_name_start(byte))
        return fail_here(lexer, "Invalid number, expected digit but got: {}.");
    token->text = (struct text){lexer->source.bytes + start, lexer->at - start};
    return true;
}

static bool take_name(struct graphql_lexer *lexer, struct graphql_token *token)
{
    size_t start = lexer->at;

    while (is_name_start(graphql_lexer_peek(lexer, 0)) || is_digit(graphql_lexer_peek(lexer, 0)))
        lexer->at++;
    token->kind = GRAPHQL_TOKEN_NAME;
    token->text = (struct text){lexer->source.bytes + start, lexer->at - start};
    return true;
}

static bool unexpected_character(struct graphql_lexer *lexer)
{
    struct text digits = {lexer->source.bytes + lexer->at + 1, 0};

    while (is_digit(graphql_lexer_peek(lexer, digits.length + 1)))
        digits.length++;
    if (graphql_lexer_peek(lexer, 0) == '.' && digits.length)
        return graphql_syntax_error(
            lexer->errors, graphql_lexer_place(lexer),
            "Invalid number, expected digit before \".\", did you mean \"0.{}\"?", digits);
    if (graphql_lexer_peek(lexer, 0) == '\'')
        return fail_here(
            lexer,
            "Unexpected single quote character ('), did you mean to use a double quote (\")?");
    if (graphql_lexer_peek(lexer, 0) == '.' && graphql_lexer_peek(lexer, 1) == '.')
        return fail_here(lexer, "Unexpected \"..\", did you mean \"...\"?");
    return fail_here(lexer, "Unexpected character: {}.");
}

static bool take_token(struct graphql_lexer *lexer, struct graphql_token *token)
{
    int byte = graphql_lexer_peek(lexer, 0);

    if (byte > 0 && strchr("!$&():=@[]{|}", byte)) {
        token->kind = GRAPHQL_TOKEN_PUNCTUATOR;
        token->punctuator = (char)byte;
        token->text = (struct text){lexer->source.bytes + lexer->at, 1};
        lexer->at++;
        return true;
    }
    if (byte == '.' && graphql_lexer_peek(lexer, 1) == '.' && graphql_lexer_peek(lexer, 2) == '.') {
        token->kind = GRAPHQL_TOKEN_SPREAD;
        token->text = (struct text)TEXT("...");
        lexer->at += 3;
        return true;
    }
    if (is_name_start(byte))
        return take_name(lexer, token);
    if (is_digit(byte) || byte == '-')
        return take_number(lexer, token);
    if (byte == '"')
        return graphql_lexer_take_string(lexer, token);
    return unexpected_character(lexer);
}

bool graphql_lexer_next(struct graphql_lexer *lexer, struct graphql_token *token)
{
    if (!skip_ignored(lexer))
        return false;
    *token = (struct graphql_token){.kind = GRAPHQL_TOKEN_END, .place = graphql_lexer_place(lexer)};
    if (lexer->at == lexer->source.length)
        return true;
    if (lexer->limit && lexer->count >= lexer->limit)
        return graphql_syntax_error(lexer->errors, token->place,
                                    "Document contains more than {} tokens. Parsing aborted.",
                                    arena_printf(lexer->errors->arena, "%zu", lexer->limit));
    lexer->count++;
    return take_token(lexer, token);
}
