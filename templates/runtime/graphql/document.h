/* document.h - a GraphQL document as it was written (GraphQL specification, September 2025, section
 * 2): the executable part. What stands in type system documents is in definition.h.
 *
 * Nodes are in the arena that the parser was given; texts are there or in the source, which stays
 * as long. Lists are linked by `next`, in the order of the source. What validation finds out about
 * a node is written into it, so that nobody looks a name up twice; it is NULL before. */
#ifndef RUNTIME_GRAPHQL_DOCUMENT_H
#define RUNTIME_GRAPHQL_DOCUMENT_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct graphql_definition; /* definition.h */
struct graphql_directive_definition;
struct graphql_field; /* schema.h */
struct graphql_type;
struct graphql_type_use;

/* From 1; a column is one UTF-16 unit, as graphql-js counts. */
struct graphql_place {
    unsigned line;
    unsigned column;
};

enum graphql_value_kind {
    GRAPHQL_VALUE_VARIABLE,
    GRAPHQL_VALUE_INT,
    GRAPHQL_VALUE_FLOAT,
    GRAPHQL_VALUE_STRING,
    GRAPHQL_VALUE_BOOLEAN,
    GRAPHQL_VALUE_NULL,
    GRAPHQL_VALUE_ENUM,
    GRAPHQL_VALUE_LIST,
    GRAPHQL_VALUE_OBJECT
};

struct graphql_value {
    enum graphql_value_kind kind;
    bool boolean;
    struct graphql_place place;
    struct text text; /* a name, the number as it is written, or the string's value */
    struct graphql_argument *fields; /* of an object */
    struct graphql_value *items;     /* of a list */
    struct graphql_value *next;      /* in the list that it is an item of */
};

/* An argument, or a field of an input object. */
struct graphql_argument {
    struct graphql_place place;
    struct text name;
    struct graphql_value *value;
    struct graphql_argument *next;
};

struct graphql_directive {
    struct graphql_place place; /* of its '@' */
    struct text name;
    struct graphql_argument *arguments;
    struct graphql_directive *next;
    const struct graphql_directive_definition *definition; /* by validation */
};

/* A type as it is referred to: Name, [of] or of!. */
enum graphql_wrapping { GRAPHQL_NAMED, GRAPHQL_LIST, GRAPHQL_NON_NULL };

struct graphql_type_node {
    enum graphql_wrapping wrapping;
    struct graphql_place place;
    struct text name;             /* of a named one */
    struct graphql_type_node *of; /* of the others */
};

enum graphql_selection_kind { GRAPHQL_FIELD, GRAPHQL_SPREAD, GRAPHQL_INLINE_FRAGMENT };

struct graphql_selection {
    enum graphql_selection_kind kind;
    struct graphql_place place;
    struct text alias; /* no text: none; response_name() says what counts */
    struct text name;  /* the field's, the fragment's, or the type condition's (no text: none) */
    struct graphql_place name_place;
    struct graphql_argument *arguments;
    struct graphql_directive *directives;
    struct graphql_selection *selections; /* NULL: it was written without */
    struct graphql_place selections_place;
    struct graphql_selection *next;
    const struct graphql_field *field;       /* by validation: of what it was selected from */
    const struct graphql_fragment *fragment; /* by validation: what is spread */
    const struct graphql_type *condition;    /* by validation: of an inline fragment */
};

/* What a field is called in the answer. */
static inline struct text graphql_response_name(const struct graphql_selection *field)
{
    return field->alias.bytes ? field->alias : field->name;
}

struct graphql_variable {
    struct graphql_place place;
    struct text description; /* no text: none */
    struct text name;        /* without its '$' */
    struct graphql_place name_place;
    struct graphql_type_node *type;
    struct graphql_value *default_value; /* NULL: none */
    struct graphql_directive *directives;
    struct graphql_variable *next;
    size_t index;                       /* among the operation's */
    const struct graphql_type_use *use; /* by validation: its type */
};

enum graphql_operation_kind { GRAPHQL_QUERY, GRAPHQL_MUTATION, GRAPHQL_SUBSCRIPTION };

struct graphql_operation {
    enum graphql_operation_kind kind;
    struct graphql_place place;
    struct text description; /* no text: none */
    struct text name;        /* no text: anonymous */
    struct graphql_place name_place;
    struct graphql_variable *variables;
    size_t variable_count;
    struct graphql_directive *directives;
    struct graphql_selection *selections;
    struct graphql_place selections_place; /* of their '{' */
    struct graphql_operation *next;
    size_t index;                    /* among the document's */
    const struct graphql_type *root; /* by validation */
};

struct graphql_fragment {
    struct graphql_place place;
    struct text description;
    struct text name;
    struct graphql_place name_place;
    struct text condition_name;
    struct graphql_place condition_place;
    struct graphql_directive *directives;
    struct graphql_selection *selections;
    struct graphql_fragment *next;
    size_t index;                         /* among the document's */
    const struct graphql_type *condition; /* by validation */
};

struct graphql_document {
    struct graphql_operation *operations;
    size_t operation_count;
    struct graphql_fragment *fragments;
    size_t fragment_count;
    struct graphql_definition *definitions; /* of types; definition.h */
};

/* The operation that a request asks for (specification, section 6.1, GetOperation); with no text as
 * name the only one. NULL when there is none, or several and no name. */
struct graphql_operation *graphql_find_operation(const struct graphql_document *document,
                                                 struct text name);

#endif
