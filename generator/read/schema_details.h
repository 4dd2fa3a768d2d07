/* schema_details.h - what is said of a field behind its name: its type, values and clauses.
 *
 *     details = [ type ] [ ":" value { "," value } ] { ("," | ";") clause }
 *             | value { ("," | "|" | "/") value } { ("," | ";") clause }
 *
 * What stands in parentheses behind the type is more of it: "String (required)", "String (open, closed)". */
#ifndef GENERATOR_READ_SCHEMA_DETAILS_H
#define GENERATOR_READ_SCHEMA_DETAILS_H

#include "read/schema_parser.h"

/* Reads it from a token up to a limit into the field. */
void schema_read_details(struct schema_parser *parser, struct ast_field *field, size_t first,
                         size_t limit);

/* Leaves the type of a field to be told from its name, and from what stands in the type's place (schema_guess.h). */
void schema_leave_type(struct schema_parser *parser, struct ast_field *field,
                       struct ast_name phrase);

/* Reads values and a default that stand apart, each where it is not empty. */
void schema_read_more(struct schema_parser *parser, struct ast_field *field,
                      struct token_range values, struct token_range fallback);

#endif
