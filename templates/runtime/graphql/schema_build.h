/* schema_build.h - a schema from its text in the schema definition language (specification, section
 * 3). */
#ifndef RUNTIME_GRAPHQL_SCHEMA_BUILD_H
#define RUNTIME_GRAPHQL_SCHEMA_BUILD_H

#include "graphql/error.h"
#include "graphql/schema.h"

/* Builds the schema, extensions merged in, with the specification's scalars, its directives (@skip,
 * @include, @deprecated, @specifiedBy, @oneOf) and the types of introspection. NULL, with errors
 * and their places, when the text is no schema by section 3 (names that are not there or there
 * twice, interfaces that are not implemented, input types where output ones belong, defaults that
 * cannot be coerced); NULL without one when out of memory. The schema is the errors' arena's; the
 * text may go. */
struct graphql_schema *graphql_schema_build(struct text definitions, struct graphql_errors *errors);

#endif
