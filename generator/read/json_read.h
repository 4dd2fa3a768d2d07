/* json_read.h - a JSON schema becomes a syntax tree.
 *
 * Three forms are read: Back4app's {"classes": [...]}, the {"results": [...]} that parse-server
 * answers to GET /schemas, and a bare array of classes. */
#ifndef GENERATOR_READ_JSON_READ_H
#define GENERATOR_READ_JSON_READ_H

#include "base/diag.h"
#include "read/ast.h"

/* Reads a schema. Reports every fault; the tree then holds what could be read, and may be empty. */
struct ast *json_read(struct diag *diag, const struct source *source);

#endif
