/* emit.h - the emitters, one function each.
 *
 * An emitter reads the model and renders files; it sees no syntax tree, no command line, no clock
 * and no file system. To add one: write emit/NAME.c with a function of this shape, and add its row
 * to emitters.def (docs/adding-an-emitter.md walks through it). */
#ifndef GENERATOR_EMIT_EMIT_H
#define GENERATOR_EMIT_EMIT_H

#include "emit/output.h"
#include "model/model.h"

/* Each row of emitters.def: EMITTER(function, "what it emits"). */
#define EMITTER(function, summary) void function(const struct model *model, struct output *output);
#include "emit/emitters.def"
#undef EMITTER

/* Runs every emitter, in the order of the table. */
void emit_all(const struct model *model, struct output *output);

#endif
