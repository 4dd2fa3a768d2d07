/* generator.h - runs one input through the front half of the generator, up to the emitted text of
 * its diagnostics. */
#ifndef FUZZ_GENERATOR_H
#define FUZZ_GENERATOR_H

#include "read/ast.h"
#include "base/diag.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ast *read_function(struct diag *diag, const struct source *source);

/* Reads, builds and renders; exactly one of "a model" and "an error" must come out. */
void fuzz_generator(const uint8_t *bytes, size_t size, read_function *read, int is_schema);

#endif
