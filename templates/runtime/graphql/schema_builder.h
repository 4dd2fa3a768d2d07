/* schema_builder.h - a schema while it is built: between schema_build.c (from definitions to
 * types), schema_builder_parts.c (what types consist of), schema_builder_defaults.c and
 * schema_builder_check.c (the rules of section 3). */
#ifndef RUNTIME_GRAPHQL_SCHEMA_BUILDER_H
#define RUNTIME_GRAPHQL_SCHEMA_BUILDER_H

#include "graphql/definition.h"
#include "graphql/error.h"
#include "graphql/schema.h"

struct graphql_builder {
    struct graphql_schema *schema;
    struct graphql_errors *errors;
    struct arena *arena;
    const struct graphql_definition **definitions; /* of schema->types, in the same order */
};

/* Adds an error at a place, with up to three texts; returns false. */
bool graphql_schema_error(struct graphql_builder *builder, struct graphql_place place,
                          const char *message, struct text a, struct text b, struct text c);

/* Reads the fields, arguments, values, interfaces and members that a definition has into its type.
 * False when out of memory; what is wrong is an error, and left out. */
bool graphql_build_type(struct graphql_builder *builder, struct graphql_type *type,
                        const struct graphql_definition *definition);
bool graphql_build_fields(struct graphql_builder *builder, struct graphql_type *type,
                          const struct graphql_definition *definition);
bool graphql_build_directive(struct graphql_builder *builder,
                             struct graphql_directive_definition *directive,
                             const struct graphql_definition *definition);

/* Which objects each interface and union may be, once all types are read. */
bool graphql_build_possible(struct graphql_builder *builder);

/* Coerces the defaults of all arguments and input fields. False when out of memory. */
bool graphql_build_defaults(struct graphql_builder *builder);

/* Holds the directives of a definition against the rules of documents. */
void graphql_check_definition(struct graphql_builder *builder,
                              const struct graphql_definition *definition);

/* Holds the schema against the rules of section 3; what is wrong is an error. */
void graphql_check_schema(struct graphql_builder *builder);

/* A directive's argument that is a string, its default included; no text when the directive is not
 * there. */
struct text graphql_directive_text(const struct graphql_directive *directives, const char *name,
                                   const char *argument, const char *otherwise);

/* The types that every schema has, in SDL; and the fields that every query has, as a type. */
extern const char graphql_built_in_types[];
extern const char graphql_built_in_fields[];

#endif
