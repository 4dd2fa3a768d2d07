/* lexer_string.h - the strings of a document, and how one moves in its bytes: between lexer.c and
 * lexer_string.c. */
#ifndef RUNTIME_GRAPHQL_LEXER_STRING_H
#define RUNTIME_GRAPHQL_LEXER_STRING_H

#include "graphql/lexer.h"

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

#endif
