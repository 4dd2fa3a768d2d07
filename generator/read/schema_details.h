/* schema_details.h - what stands between the parentheses of a field: its type, values and clauses. */
#ifndef GENERATOR_READ_SCHEMA_DETAILS_H
#define GENERATOR_READ_SCHEMA_DETAILS_H

#include "read/schema_parser.h"

/* Reads it from a token up to a limit into the field. */
void schema_read_details(struct schema_parser *parser, struct ast_field *field, size_t first,
                         size_t limit);

#endif
