/* parser.h - what the files of the parser share: parse.c (operations and fragments), parser_value.c
 * (values, types, arguments, directives) and parser_definition.c (types).
 *
 * Functions that read something return it, or NULL with an error or out of memory; those that read
 * a list write where it begins and return false then. */
#ifndef RUNTIME_GRAPHQL_PARSER_H
#define RUNTIME_GRAPHQL_PARSER_H

#include "graphql/definition.h"
#include "graphql/lexer.h"

struct graphql_parser {
    struct graphql_lexer lexer;
    struct graphql_token token; /* the next one */
    struct arena *arena;
    unsigned depth; /* how often the parser has called itself */
};

/* Goes on to the next token. */
bool graphql_advance(struct graphql_parser *parser);

/* "Syntax Error: Unexpected ..." of the next token; returns false. */
bool graphql_unexpected(struct graphql_parser *parser);

/* "Syntax Error: Expected ..., found ...."; returns false. */
bool graphql_expected(struct graphql_parser *parser, struct text what);

/* Whether the next token is that punctuator, or that word. */
bool graphql_at(const struct graphql_parser *parser, char punctuator);
bool graphql_at_word(const struct graphql_parser *parser, const char *word);

/* Skip the punctuator or word, which has to be there. */
bool graphql_expect(struct graphql_parser *parser, char punctuator);
bool graphql_expect_word(struct graphql_parser *parser, const char *word);

/* Skips the punctuator or word if it is there, and says in *there whether it was. */
bool graphql_skip(struct graphql_parser *parser, char punctuator, bool *there);
bool graphql_skip_word(struct graphql_parser *parser, const char *word, bool *there);

/* Reads a name; the place may be NULL. */
bool graphql_expect_name(struct graphql_parser *parser, struct text *name,
                         struct graphql_place *place);

/* Reads a string in front of a definition, if there is one. */
bool graphql_read_description(struct graphql_parser *parser, struct text *description);

/* Goes one level down in what is nested; back by parser->depth--. */
bool graphql_nest(struct graphql_parser *parser);

/* A constant value has no variables in it. */
struct graphql_value *graphql_read_value(struct graphql_parser *parser, bool constant);
struct graphql_type_node *graphql_read_type(struct graphql_parser *parser);
bool graphql_read_arguments(struct graphql_parser *parser, bool constant,
                            struct graphql_argument **arguments);
bool graphql_read_directives(struct graphql_parser *parser, bool constant,
                             struct graphql_directive **directives);

/* Reads a definition of the type system that begins at the place, and whose description (no text:
 * none) has been read. */
struct graphql_definition *graphql_read_definition(struct graphql_parser *parser,
                                                   struct graphql_place place,
                                                   struct text description);

#endif
