/* schema_field.h - one field of a class, as people write it.
 *
 *     field = name
 *           | name "(" details ")"
 *           | name ( ":" | "-" | "=" ) details
 *           | name ( "->" | "→" ) class
 *           | name type                        "dueOn Date"
 *
 * Where it has a line of its own, what stands behind a dash describes it. */
#ifndef GENERATOR_READ_SCHEMA_FIELD_H
#define GENERATOR_READ_SCHEMA_FIELD_H

#include "read/schema_parser.h"

/* Reads the fields of a class from where the parser stands up to a limit; has_line: they are what a line below the
 * class says. The parser is behind them then. */
void schema_read_fields(struct schema_parser *parser, struct schema_class *class, size_t limit,
                        bool has_line);

#endif
