/* parse.h - from text to a document (specification, sections 2 and 3). */
#ifndef RUNTIME_GRAPHQL_PARSE_H
#define RUNTIME_GRAPHQL_PARSE_H

#include "graphql/document.h"
#include "graphql/error.h"

enum {
    /* How deep selections, values and types may stand in each other: the parser calls itself so
     * often. */
    GRAPHQL_NESTING_LIMIT = 200,
    GRAPHQL_TOKEN_LIMIT = 15000
};

/* Parses a request's document, whose definitions may be of any kind: validation refuses what cannot
 * be executed. NULL, with one error and its place, when it is none, nests deeper than
 * GRAPHQL_NESTING_LIMIT or has more than `tokens` tokens (0: as many as there are). NULL without an
 * error, and the arena has failed, when out of memory. The document is the errors' arena's
 * and refers to the source. */
struct graphql_document *graphql_parse(struct text source, size_t tokens,
                                       struct graphql_errors *errors);

/* Parses one value, for a test or a default: same errors. */
struct graphql_value *graphql_parse_value(struct text source, struct graphql_errors *errors);

#endif
