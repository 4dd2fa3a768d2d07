/* sample.h - sample data made from the model, for an app that has none of its own yet. */
#ifndef GENERATOR_EMIT_SAMPLE_H
#define GENERATOR_EMIT_SAMPLE_H

#include "base/buffer.h"
#include "model/model.h"

/* Appends sample data (templates/runtime/program/demo.c says in which form): a patient and a provider,
 * and an object of each class that one can be made of. Same model, same bytes. */
void sample_write(struct buffer *out, const struct model *model);

#endif
