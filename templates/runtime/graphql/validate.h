/* validate.h - may this document be executed? (specification, section 5), and within which
 * limits. */
#ifndef RUNTIME_GRAPHQL_VALIDATE_H
#define RUNTIME_GRAPHQL_VALIDATE_H

#include "graphql/error.h"
#include "graphql/schema.h"

/* What one document may be; 0 is no limit. What is beyond is refused with an error whose
 * extensions.code is named here. Fragments count as often as they are spread. */
struct graphql_limits {
    unsigned tokens;      /* GRAPHQL_PARSE_FAILED; for graphql_parse() */
    unsigned depth;       /* QUERY_TOO_DEEP: fields within fields, those of introspection apart */
    unsigned fields;      /* QUERY_TOO_COMPLEX: selected in an operation, introspection apart */
    unsigned cost;        /* QUERY_TOO_EXPENSIVE: by graphql_check_cost() */
    unsigned page;        /* entries of a list whose length the client doesn't say, for the cost */
    unsigned aliases;     /* QUERY_TOO_MANY_ALIASES: in a document */
    unsigned directives;  /* QUERY_TOO_MANY_DIRECTIVES: in a document */
    unsigned root_fields; /* QUERY_TOO_MANY_ROOT_FIELDS: of an operation */
    unsigned errors;      /* told at once; then it stops */
};

extern const struct graphql_limits graphql_default_limits;

struct graphql_validation {
    const struct graphql_schema *schema;
    const struct graphql_limits *limits; /* NULL: the default ones */
    /* Who asks may not look at the schema: __schema and __type are refused, and no message tells a
     * field, an argument, a value or a type that the document did not ask for. The type of what it
     * asks for is told, as __typename does. */
    bool hides_schema;
};

/* Checks the document by all rules, and writes into it what its names stand for. False, with the
 * errors, when it is not to be executed. */
bool graphql_validate(const struct graphql_validation *validation,
                      struct graphql_document *document, struct graphql_errors *errors);

#endif
