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

/* Adds "Syntax Error: ..." at a place, with one text where the message has {}; returns false. */
bool graphql_syntax_error(struct graphql_errors *errors, struct graphql_place place,
                          const char *message, struct text text);

#endif
