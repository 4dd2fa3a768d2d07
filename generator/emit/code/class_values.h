/* class_values.h - the first half of classes/NAME/validate.c. */
#ifndef GENERATOR_EMIT_CODE_CLASS_VALUES_H
#define GENERATOR_EMIT_CODE_CLASS_VALUES_H

#include "base/buffer.h"
#include "model/model.h"

/* What may be said of an object, and what a new one has where nothing is said (class_values.c). */
void add_value_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class);
void add_value_members(struct buffer *buffer, const struct model_class *class);

#endif
