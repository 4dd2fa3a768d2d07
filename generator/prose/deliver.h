/* deliver.h - the Deliver part of a prompt: each thing asked for, and where it is in the emitted tree, or
 * that it is not provided (deliver.def). */
#ifndef GENERATOR_PROSE_DELIVER_H
#define GENERATOR_PROSE_DELIVER_H

#include "prose/world.h"
#include "read/ast.h"

/* Gives each sentence of Deliver that has no form its lines. The rules of the spec have been read. */
void deliver_read(struct world *world, struct ast *spec);

#endif
