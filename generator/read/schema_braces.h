/* schema_braces.h - classes written with braces, as those of programming languages are. */
#ifndef GENERATOR_READ_SCHEMA_BRACES_H
#define GENERATOR_READ_SCHEMA_BRACES_H

#include "read/schema_parser.h"

/* Takes the braces out of a schema, so that it is laid out as others are (schema_layout.h):
 *
 *     type Patient {               Patient
 *       name: String! @unique        name: String! unique
 *     }
 *     Visit { patient, note }      Visit: patient, note.
 *
 * A brace that does not close stays, to be reported. Changes the list. */
void schema_open_braces(struct schema_parser *parser, struct token_list *list);

#endif
