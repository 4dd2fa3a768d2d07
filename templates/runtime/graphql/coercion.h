/* coercion.h - what the files about input values share: values.c (variables and arguments),
 * coercion_json.c, coercion_literal.c and coercion_leaf.c. */
#ifndef RUNTIME_GRAPHQL_COERCION_H
#define RUNTIME_GRAPHQL_COERCION_H

#include "graphql/values.h"

struct graphql_coercion {
    const struct graphql_validation *validation;
    struct graphql_errors *errors;
    const char *code;
    struct text subject; /* "Variable "$x"", whose value is looked at; no text in validation */
    struct graphql_place place;                /* of a value that is JSON */
    const struct graphql_path *field;          /* whose argument it is; NULL: none */
    const struct graphql_variables *variables; /* NULL: those of a literal are not looked at */
};

/* Adds an error about the value at `path` within the subject; returns false. */
bool graphql_refuse_value(struct graphql_coercion *coercion, struct graphql_place place,
                          const struct graphql_path *path, const char *message,
                          const struct text *texts, size_t count);

/* A null of the type, or the error that it may not be one. */
bool graphql_coerce_null(struct graphql_coercion *coercion, struct graphql_place place,
                         const struct graphql_type_use *type, const struct graphql_path *path,
                         struct graphql_coerced *coerced);

/* Coerce a value. False with errors, as many as there are in it, or out of memory. `path` is that
 * of the value within the subject; NULL for all of it. */
bool graphql_coerce_json(struct graphql_coercion *coercion, const cJSON *json,
                         const struct graphql_type_use *type, const struct graphql_path *path,
                         struct graphql_coerced *coerced);
bool graphql_coerce_literal(struct graphql_coercion *coercion, const struct graphql_value *value,
                            const struct graphql_type_use *type, const struct graphql_path *path,
                            struct graphql_coerced *coerced);

/* Of a scalar or enum. A literal is no variable, and nothing is null. */
bool graphql_coerce_json_leaf(struct graphql_coercion *coercion, const cJSON *json,
                              const struct graphql_type *type, const struct graphql_path *path,
                              struct graphql_coerced *coerced);
bool graphql_coerce_literal_leaf(struct graphql_coercion *coercion,
                                 const struct graphql_value *value, const struct graphql_type *type,
                                 const struct graphql_path *path, struct graphql_coerced *coerced);

/* An object whose fields are coerced one by one, whatever they come from. */
struct graphql_coerced_fields {
    struct graphql_coerced *coerced;
    const struct graphql_coerced_member **end;
    const struct graphql_type *type;
    struct text printed; /* of the value, for errors */
    size_t given;        /* fields of the type that the value has */
    bool valid;
};

void graphql_begin_object(struct graphql_coerced_fields *object, struct graphql_coerced *coerced,
                          const struct graphql_type *type, struct text printed);

/* Finds the field, or says that there is none. */
const struct graphql_input *graphql_object_input(struct graphql_coercion *coercion,
                                                 struct graphql_coerced_fields *object,
                                                 struct text name, struct graphql_place place,
                                                 const struct graphql_path *path);

/* The value of a field, to be filled in; NULL when out of memory. */
struct graphql_coerced *graphql_object_member(struct graphql_coercion *coercion,
                                              struct graphql_coerced_fields *object,
                                              const struct graphql_input *input);

/* Adds defaults, and says what is missing. False when the object is none of its type. `may_vary`:
 * the fields of variables are not there to be counted. */
bool graphql_end_object(struct graphql_coercion *coercion, struct graphql_coerced_fields *object,
                        struct graphql_place place, const struct graphql_path *path);

/* A list of such values; each item is appended where *end points, which moves on. NULL: no memory, or
 * there are errors enough. */
void graphql_begin_list(struct graphql_coerced *coerced, const struct graphql_type_use *of);
struct graphql_coerced *graphql_list_item(struct graphql_coercion *coercion,
                                          struct graphql_coerced *coerced,
                                          const struct graphql_coerced ***end);

/* What the value of a variable is; absent where it has none. */
const struct graphql_coerced *graphql_variable_value(const struct graphql_variables *variables,
                                                     struct text name);

/* A literal as JSON, which no type says anything about; NULL with an error when it nests deeper
 * than JSON may, or out of memory. */
cJSON *graphql_literal_json(struct graphql_coercion *coercion, const struct graphql_value *value,
                            const struct graphql_path *path);

#endif
