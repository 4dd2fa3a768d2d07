/* spec_read.h - an agent prompt becomes a syntax tree; docs/spec-language.md has the grammar. */
#ifndef GENERATOR_READ_SPEC_READ_H
#define GENERATOR_READ_SPEC_READ_H

#include "base/diag.h"
#include "read/ast.h"

/* Reads a spec. Reports every fault; the tree then holds what could be read, and may be empty. */
struct ast *spec_read(struct diag *diag, const struct source *source);

#endif
