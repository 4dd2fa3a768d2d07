/* spec_names.h - the Names section of a spec, and what it does. */
#ifndef GENERATOR_READ_SPEC_NAMES_H
#define GENERATOR_READ_SPEC_NAMES_H

#include "read/spec_reader.h"

/* Reads the mappings between two offsets. */
void spec_read_names(struct spec_reader *reader, size_t start, size_t end);

/* Adds a mapping, of a field where the class (as written) is not "". */
void spec_add_name(struct spec_reader *reader, struct ast_name class_name, struct ast_name from,
                   struct ast_name to);

/* What a class is called by the mappings read so far; itself where none is of it. */
const char *spec_name_of(struct spec_reader *reader, const char *written_class);

/* Applies all mappings to the tree, and takes out what needs a name and has none (ast->unnamed). */
void spec_apply_names(struct spec_reader *reader);

/* Adds the fields of classes beyond the prompt's to those of the same name. */
void spec_join_classes(struct spec_reader *reader);

/* Whether a field is Parse's own in that class, such as createdAt, with or without its type, and so
 * no field of the tree. Reports a type that is not Parse's. */
bool spec_is_own_field(struct spec_reader *reader, const char *class_name,
                       const struct ast_field *field);

#endif
