/* values.h - input values: from literals and JSON to what a type says (specification, sections 3
 * and 6.1.2).
 *
 * What comes out needs no further check: it is of its type, defaults are applied, and what is not
 * null is not null. */
#ifndef RUNTIME_GRAPHQL_VALUES_H
#define RUNTIME_GRAPHQL_VALUES_H

#include "graphql/error.h"
#include "graphql/schema.h"
#include "graphql/validate.h"

#include <cjson/cJSON.h>
#include <stdint.h>

enum graphql_coerced_kind {
    GRAPHQL_COERCED_ABSENT, /* not given, and no default */
    GRAPHQL_COERCED_NULL,
    GRAPHQL_COERCED_BOOLEAN,
    GRAPHQL_COERCED_INT,
    GRAPHQL_COERCED_FLOAT,
    GRAPHQL_COERCED_TEXT, /* String or ID */
    GRAPHQL_COERCED_ENUM,
    GRAPHQL_COERCED_JSON, /* of a custom scalar, whose own form nobody has looked at */
    GRAPHQL_COERCED_LIST,
    GRAPHQL_COERCED_OBJECT
};

struct graphql_coerced {
    enum graphql_coerced_kind kind;
    union {
        bool boolean;
        int32_t integer;
        double number; /* finite */
        struct text text;
        const struct graphql_enum_value *value;
        const cJSON *json;
        const struct graphql_coerced *items;          /* linked by next; of a list */
        const struct graphql_coerced_member *members; /* given, or with a default */
    };
    size_t count;                       /* of items or members */
    const struct graphql_type *type;    /* the innermost named type; NULL when absent */
    const struct graphql_coerced *next; /* in the list that it is an item of */
};

struct graphql_coerced_member {
    const struct graphql_input *input; /* which field of the input object */
    const struct graphql_coerced *value;
    const struct graphql_coerced_member *next;
};

/* The values of an operation's variables, by their index. */
struct graphql_variables {
    const struct graphql_operation *operation;
    const struct graphql_coerced *values; /* absent where neither given nor with a default */
    struct graphql_names names;           /* to struct graphql_coerced */
    size_t *told; /* how much introspection has told, of the whole operation */
};

/* Coerces the request's variables (NULL or null: none are given) to what the operation, which is
 * validated, declares. What it does not declare is passed over. False with errors at the
 * declarations. JSON trees stay referred to. */
bool graphql_coerce_variables(const struct graphql_validation *validation,
                              const struct graphql_operation *operation, const cJSON *json,
                              struct graphql_variables *variables, struct graphql_errors *errors);

/* Coerces a field's arguments, of a validated document: one value for each of field->arguments, by
 * its index. NULL, with an error at the argument and with the path, when a variable leaves
 * something out that is needed. NULL without an error when out of memory, which a field without
 * arguments never gives. */
const struct graphql_coerced *graphql_coerce_arguments(const struct graphql_validation *validation,
                                                       const struct graphql_field *field,
                                                       const struct graphql_selection *selection,
                                                       const struct graphql_variables *variables,
                                                       const struct graphql_path *path,
                                                       struct graphql_errors *errors);

/* The member of a coerced object with this name; NULL when it is not given or the value is none. */
const struct graphql_coerced *graphql_coerced_member(const struct graphql_coerced *object,
                                                     const char *name);

/* The same value as JSON, enum values as their names; NULL when it is absent, or when out of
 * memory, which the arena tells. */
cJSON *graphql_coerced_to_json(struct arena *arena, const struct graphql_coerced *value);

/* Says in *included whether @skip and @include let a selection in (section 3.13.1, .2). False with
 * an error when a variable leaves their condition without a value. */
bool graphql_is_included(const struct graphql_directive *directives,
                         const struct graphql_variables *variables, struct graphql_errors *errors,
                         bool *included);

#endif
