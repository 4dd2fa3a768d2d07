/* print_value.h - values as texts. */
#ifndef RUNTIME_GRAPHQL_PRINT_VALUE_H
#define RUNTIME_GRAPHQL_PRINT_VALUE_H

#include "base/buffer.h"
#include "graphql/document.h"

#include <cjson/cJSON.h>

/* Values in errors: short, a list or object without what is in it. */
struct text graphql_print_literal_briefly(struct arena *arena, const struct graphql_value *value);
struct text graphql_print_json_briefly(struct arena *arena, const cJSON *json);

/* A literal in GraphQL, as it may stand in a document. */
void graphql_print_literal(struct buffer *buffer, const struct graphql_value *value);

#endif
