/* class_stamps.h - the part of classes/NAME/validate.c about what the server sets by itself. */
#ifndef GENERATOR_EMIT_CODE_CLASS_STAMPS_H
#define GENERATOR_EMIT_CODE_CLASS_STAMPS_H

#include "base/buffer.h"
#include "model/model.h"

/* Stamps: what the server sets when something becomes a value (class_stamps.c). */
void add_stamp_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class);
void add_stamp_members(struct buffer *buffer, const struct model_class *class);

/* Whether a stamp or an acknowledgement of the class sets the field. */
bool field_is_stamped(const struct model_class *class, const struct model_field *field);

#endif
