/* schema_table.h - classes and fields in the rows of a table.
 *
 *     | Class | Field | Type | Required | Values |        or, below a class, without the first
 *     |-------|-------|------|----------|--------|
 *     | Class | Fields |                                  or a class to a row
 *
 * Columns under other heads describe, and are passed over. */
#ifndef GENERATOR_READ_SCHEMA_TABLE_H
#define GENERATOR_READ_SCHEMA_TABLE_H

#include "read/schema_layout.h"

/* Reads the table whose first row a line is; the parser is behind it then. */
void schema_read_table(struct schema_parser *parser, const struct schema_line *line);

#endif
