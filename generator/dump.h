/* dump.h - the intermediate forms as text, for people and tests. */
#ifndef GENERATOR_DUMP_H
#define GENERATOR_DUMP_H

#include "build.h"
#include "read/ast.h"

/* Appends the model to the text that `--dump=model` prints. */
void model_dump(const struct model *model, struct buffer *out);

/* Appends the tree to the text that `--dump=ast` prints. */
void ast_dump(const struct ast *ast, struct buffer *out);

#endif
