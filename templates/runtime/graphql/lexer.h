/* lexer.h - from bytes to tokens (specification, section 2.1). */
#ifndef RUNTIME_GRAPHQL_LEXER_H
#define RUNTIME_GRAPHQL_LEXER_H

#include "graphql/error.h"

enum graphql_token_kind {
    GRAPHQL_TOKEN_END,
    GRAPHQL_TOKEN_PUNCTUATOR, /* one of ! $ & ( ) : = @ [ ] { | } */
    GRAPHQL_TOKEN_SPREAD,     /* ... */
    GRAPHQL_TOKEN_NAME,
    GRAPHQL_TOKEN_INT,
    GRAPHQL_TOKEN_FLOAT,
    GRAPHQL_TOKEN_STRING,
    GRAPHQL_TOKEN_BLOCK_STRING
};

struct graphql_token {
    enum graphql_token_kind kind;
    char punctuator;
    struct graphql_place place;
    struct text text; /* as written; of a string its value */
};

struct graphql_lexer {
    struct text source;
    size_t at;
    size_t line_start;
    size_t beyond_units; /* bytes of this line that are no UTF-16 unit of their own */
    unsigned line;
    size_t count; /* of tokens */
    size_t limit; /* 0: none */
    struct graphql_errors *errors;
};

/* At the first token of the source, behind its byte order mark. */
void graphql_lexer_init(struct graphql_lexer *lexer, struct text source, size_t limit,
                        struct graphql_errors *errors);

/* Reads the next token; false with an error, or when out of memory. */
bool graphql_lexer_next(struct graphql_lexer *lexer, struct graphql_token *token);

/* Reads a string or block string at its opening quote; its value is the arena's, or the source's
 * where it stands there as it is. */
bool graphql_lexer_take_string(struct graphql_lexer *lexer, struct graphql_token *token);

/* The byte so far ahead of the cursor, or -1 behind the end. */
int graphql_lexer_peek(const struct graphql_lexer *lexer, size_t ahead);

/* Where the cursor is. */
struct graphql_place graphql_lexer_place(const struct graphql_lexer *lexer);

/* Skips \n, \r\n or \r; false when there is none. */
bool graphql_lexer_skip_line_end(struct graphql_lexer *lexer);

/* Skips a character that is no line end, and returns its length in bytes; 0 when it is no UTF-8. */
size_t graphql_lexer_skip_character(struct graphql_lexer *lexer);

/* The character at the cursor, for an error's message. */
struct text graphql_printed_character(const struct graphql_lexer *lexer);

/* Adds "Syntax Error: ..." at a place, with one text where the message has {}; returns false. */
bool graphql_syntax_error(struct graphql_errors *errors, struct graphql_place place,
                          const char *message, struct text text);

#endif
