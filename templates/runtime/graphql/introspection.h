/* introspection.h - how the schema's own types are told of: between introspect.c, introspection.c
 * and introspection_type.c. */
#ifndef RUNTIME_GRAPHQL_INTROSPECTION_H
#define RUNTIME_GRAPHQL_INTROSPECTION_H

#include "graphql/introspect.h"

/* What is told of. */
enum graphql_subject_kind {
    GRAPHQL_OF_SCHEMA,
    GRAPHQL_OF_TYPE,
    GRAPHQL_OF_FIELD,
    GRAPHQL_OF_INPUT,
    GRAPHQL_OF_VALUE,
    GRAPHQL_OF_DIRECTIVE
};

struct graphql_subject {
    enum graphql_subject_kind kind;
    union {
        const struct graphql_type_use *use; /* a type: a named one's own */
        const struct graphql_field *field;
        const struct graphql_input *input;
        const struct graphql_enum_value *value;
        const struct graphql_directive_definition *directive;
    };
};

struct graphql_telling {
    const struct graphql_validation *validation;
    const struct graphql_schema *schema;
    const struct graphql_variables *variables;
    struct graphql_errors *errors;
    struct buffer *json;
    struct graphql_names collected; /* what is asked below a field, by the field's address */
};

/* One field of one subject. */
struct graphql_telling_request {
    struct graphql_telling *telling;
    const struct graphql_collected *field;
    struct graphql_subject subject;
};

/* Writes the value of a field; false with an error, or out of memory. */
typedef bool (*graphql_tell)(const struct graphql_telling_request *request);

struct graphql_told_field {
    const char *name;
    graphql_tell tell;
};

/* Those of __Type; a name that is NULL ends them. */
extern const struct graphql_told_field graphql_type_fields[];

/* Writes an object: what is asked below the field, of the subject. */
bool graphql_tell_object(struct graphql_telling *telling, const struct graphql_collected *field,
                         struct graphql_subject subject);

/* Write a value of the field that is asked for. */
bool graphql_tell_null(const struct graphql_telling_request *request);
bool graphql_tell_text(const struct graphql_telling_request *request, struct text text);
bool graphql_tell_bool(const struct graphql_telling_request *request, bool value);
bool graphql_tell_type(const struct graphql_telling_request *request,
                       const struct graphql_type_use *use); /* NULL: null */
bool graphql_tell_types(const struct graphql_telling_request *request,
                        const struct graphql_type *const *types, size_t count);
bool graphql_tell_inputs(const struct graphql_telling_request *request,
                         const struct graphql_input *inputs, size_t count);

/* Write a list item by item. */
void graphql_tell_begin(const struct graphql_telling_request *request);
bool graphql_tell_item(const struct graphql_telling_request *request, bool *any,
                       struct graphql_subject subject);
bool graphql_tell_end(const struct graphql_telling_request *request);

/* Whether what will go is asked for, too. */
bool graphql_tell_deprecated(const struct graphql_telling_request *request, bool *wants);

#endif
