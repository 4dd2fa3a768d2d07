/* schema.h - the types that a document is held against (specification, section 3).
 *
 * A schema is built once, at start (schema_build.h), and only read from then on, by any number of
 * threads. Until then whoever builds it may hang on each type, field and argument what it belongs
 * to. */
#ifndef RUNTIME_GRAPHQL_SCHEMA_H
#define RUNTIME_GRAPHQL_SCHEMA_H

#include "base/arena.h"
#include "graphql/document.h"
#include "graphql/names.h"

#include <stdint.h>

struct graphql_coerced; /* values.h */

enum graphql_type_kind {
    GRAPHQL_SCALAR,
    GRAPHQL_OBJECT,
    GRAPHQL_INTERFACE,
    GRAPHQL_UNION,
    GRAPHQL_ENUM,
    GRAPHQL_INPUT_OBJECT
};

/* What a scalar holds. All that is not in the specification is custom: any JSON. */
enum graphql_scalar {
    GRAPHQL_SCALAR_CUSTOM,
    GRAPHQL_SCALAR_INT,
    GRAPHQL_SCALAR_FLOAT,
    GRAPHQL_SCALAR_STRING,
    GRAPHQL_SCALAR_BOOLEAN,
    GRAPHQL_SCALAR_ID
};

/* A type as it is used. */
struct graphql_type_use {
    enum graphql_wrapping wrapping;
    const struct graphql_type *named;  /* the innermost type, whatever is around it */
    const struct graphql_type_use *of; /* of a list or non-null one */
    struct text printed;               /* "[ID!]!" */
};

/* What belongs to a field: the room that resolves sets it, this one never looks. */
struct graphql_belongings {
    const void *data;
    int number;
};

/* An argument, or a field of an input object. */
struct graphql_input {
    struct text name;
    struct text description; /* no text: none, here and below */
    const struct graphql_type_use *type;
    const struct graphql_value *default_value;     /* as written; NULL: none */
    const struct graphql_coerced *coerced_default; /* of the same; NULL: none */
    struct text deprecated;                        /* the reason; no text: it is not */
    size_t index; /* among the field's arguments, or the type's inputs */
};

struct graphql_field {
    struct text name;
    struct text description;
    const struct graphql_type *parent;
    const struct graphql_type_use *type;
    struct graphql_input *arguments; /* an array */
    size_t argument_count;
    struct graphql_names argument_names;
    struct text deprecated;
    size_t index; /* in its type */
    struct graphql_belongings belongings;
};

struct graphql_enum_value {
    struct text name;
    struct text description;
    struct text deprecated;
    size_t index;
};

struct graphql_type {
    enum graphql_type_kind kind;
    enum graphql_scalar scalar;
    bool is_one_of; /* an input object of which exactly one field is given */
    struct text name;
    struct text description;
    struct text specified_by;     /* the URL of a custom scalar */
    struct graphql_field *fields; /* of an object or interface */
    size_t field_count;
    struct graphql_input *inputs; /* of an input object */
    size_t input_count;
    const struct graphql_input **wanted; /* inputs that are required or have a default */
    size_t wanted_count;
    struct graphql_enum_value *values;
    size_t value_count;
    const struct graphql_type **interfaces; /* that it implements */
    size_t interface_count;
    const struct graphql_type **possible; /* objects, of a union or interface */
    size_t possible_count;
    unsigned char *possible_bits;       /* by their index */
    struct graphql_names names;         /* of fields, inputs or values */
    const struct graphql_type_use *use; /* of itself, nothing around it */
    size_t index;                       /* in the schema */
};

/* A bit for each place where a directive may stand (specification, section 3.13). */
enum graphql_directive_place {
    GRAPHQL_ON_QUERY = 1 << 0,
    GRAPHQL_ON_MUTATION = 1 << 1,
    GRAPHQL_ON_SUBSCRIPTION = 1 << 2,
    GRAPHQL_ON_FIELD = 1 << 3,
    GRAPHQL_ON_FRAGMENT_DEFINITION = 1 << 4,
    GRAPHQL_ON_FRAGMENT_SPREAD = 1 << 5,
    GRAPHQL_ON_INLINE_FRAGMENT = 1 << 6,
    GRAPHQL_ON_VARIABLE_DEFINITION = 1 << 7,
    GRAPHQL_ON_SCHEMA = 1 << 8,
    GRAPHQL_ON_SCALAR = 1 << 9,
    GRAPHQL_ON_OBJECT = 1 << 10,
    GRAPHQL_ON_FIELD_DEFINITION = 1 << 11,
    GRAPHQL_ON_ARGUMENT_DEFINITION = 1 << 12,
    GRAPHQL_ON_INTERFACE = 1 << 13,
    GRAPHQL_ON_UNION = 1 << 14,
    GRAPHQL_ON_ENUM = 1 << 15,
    GRAPHQL_ON_ENUM_VALUE = 1 << 16,
    GRAPHQL_ON_INPUT_OBJECT = 1 << 17,
    GRAPHQL_ON_INPUT_FIELD_DEFINITION = 1 << 18
};

/* The bit of a place by its name in SDL, "FIELD_DEFINITION" for instance, or 0; and its name. */
unsigned graphql_directive_place(struct text name);
const char *graphql_directive_place_name(unsigned place);

struct graphql_directive_definition {
    struct text name;
    struct text description;
    bool repeatable;
    unsigned places; /* enum graphql_directive_place */
    struct graphql_input *arguments;
    size_t argument_count;
    struct graphql_names argument_names;
    size_t index;
};

struct graphql_schema {
    struct arena *arena;
    struct text description;
    const struct graphql_type *roots[3]; /* by enum graphql_operation_kind; NULL: there is none */
    struct graphql_type **types;         /* in the order of the SDL, then the built-in ones */
    size_t type_count;
    struct graphql_names type_names;
    struct graphql_directive_definition **directives;
    size_t directive_count;
    struct graphql_names directive_names;
    struct graphql_field *schema_field;   /* __schema: */
    struct graphql_field *type_field;     /* __type(name:) */
    struct graphql_field *typename_field; /* __typename, of every object, interface and union */
};

/* Look a name up in constant time; NULL when there is none. */
struct graphql_type *graphql_find_type(const struct graphql_schema *schema, struct text name);
struct graphql_field *graphql_find_field(const struct graphql_type *type, struct text name);
struct graphql_input *graphql_find_input(const struct graphql_type *type, struct text name);
struct graphql_input *graphql_find_argument(const struct graphql_field *field, struct text name);
struct graphql_enum_value *graphql_find_value(const struct graphql_type *type, struct text name);
struct graphql_directive_definition *graphql_find_directive(const struct graphql_schema *schema,
                                                            struct text name);

/* The field of a type, or one of the three that every query or composite type has beside its own
 * (section 4.1, 4.2). */
const struct graphql_field *graphql_find_any_field(const struct graphql_schema *schema,
                                                   const struct graphql_type *type,
                                                   struct text name);

/* Whether objects of the type may stand where the other one is said: it is that, implements it, or
 * is a member of it. */
bool graphql_is_possible(const struct graphql_type *of, const struct graphql_type *object);

bool graphql_type_is_input(const struct graphql_type *type);     /* scalar, enum, input object */
bool graphql_type_is_leaf(const struct graphql_type *type);      /* scalar, enum */
bool graphql_type_is_composite(const struct graphql_type *type); /* object, interface, union */
bool graphql_type_is_abstract(const struct graphql_type *type);  /* interface, union */

/* Whether something has to be given: not null, and no default. */
bool graphql_input_is_required(const struct graphql_input *input);

/* Whether what is of the first type may stand where the second one is asked for. */
bool graphql_is_subtype(const struct graphql_type_use *use, const struct graphql_type_use *of);

/* Whether some object can be of both types. */
bool graphql_types_overlap(const struct graphql_type *a, const struct graphql_type *b);

/* The type that a node names, in the arena; NULL when its name is none of the schema's, or out of
 * memory, which the arena tells. */
const struct graphql_type_use *graphql_resolve_type(const struct graphql_schema *schema,
                                                    const struct graphql_type_node *node,
                                                    struct arena *arena);

#endif
