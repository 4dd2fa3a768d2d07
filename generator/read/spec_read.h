/* spec_read.h - an agent prompt becomes a syntax tree; docs/spec-language.md has the grammar. */
#ifndef GENERATOR_READ_SPEC_READ_H
#define GENERATOR_READ_SPEC_READ_H

#include "base/diag.h"
#include "read/ast.h"

struct spec_reader;

/* Reads a spec. Reports every fault; the tree then holds what could be read, and may be empty. */
struct ast *spec_read(struct diag *diag, const struct source *source);

/* The phrase between two offsets, with its place; spaces around it are not part of either. */
struct ast_name spec_name_between(struct spec_reader *reader, size_t start, size_t end);

/* Whether the text is letters, digits and '_' of ASCII, a letter or '_' first. */
bool spec_is_wire_name(const char *text);

#endif
