/* definition.h - what type system documents say, as it was written (specification, section 3). Read
 * by schema_build.c alone, and by validation, which refuses such definitions in a request. */
#ifndef RUNTIME_GRAPHQL_DEFINITION_H
#define RUNTIME_GRAPHQL_DEFINITION_H

#include "graphql/document.h"

enum graphql_definition_kind {
    GRAPHQL_DEFINES_SCHEMA,
    GRAPHQL_DEFINES_SCALAR,
    GRAPHQL_DEFINES_OBJECT,
    GRAPHQL_DEFINES_INTERFACE,
    GRAPHQL_DEFINES_UNION,
    GRAPHQL_DEFINES_ENUM,
    GRAPHQL_DEFINES_INPUT_OBJECT,
    GRAPHQL_DEFINES_DIRECTIVE
};

/* A name among others: an interface that is implemented, a member of a union, an operation's root
 * type, a place of a directive. */
struct graphql_name {
    struct graphql_place place;
    struct text name;
    struct text of; /* "query", "mutation" or "subscription" of a root type */
    struct graphql_name *next;
};

/* A field, an argument, an input field or an enum value. */
struct graphql_definition_part {
    struct graphql_place place;
    struct text description;
    struct text name;
    struct graphql_definition_part *arguments; /* of a field */
    struct graphql_type_node *type;            /* NULL of an enum value */
    struct graphql_value *default_value;
    struct graphql_directive *directives;
    struct graphql_definition_part *next;
};

struct graphql_definition {
    enum graphql_definition_kind kind;
    bool extends;
    bool repeatable; /* a directive */
    struct graphql_place place;
    struct text description;
    struct text name; /* no text of a schema */
    struct graphql_place name_place;
    struct graphql_name *names; /* interfaces, members, root types, or a directive's places */
    struct graphql_directive *directives;
    struct graphql_definition_part *parts; /* fields, values, or a directive's arguments */
    struct graphql_definition *next;
};

#endif
