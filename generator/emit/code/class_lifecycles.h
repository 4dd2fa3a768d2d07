/* class_lifecycles.h - the part of classes/NAME/validate.c about lifecycles. */
#ifndef GENERATOR_EMIT_CODE_CLASS_LIFECYCLES_H
#define GENERATOR_EMIT_CODE_CLASS_LIFECYCLES_H

#include "base/buffer.h"
#include "model/model.h"

/* Lifecycles: from which value a field goes to which, and by whom (class_lifecycles.c). */
void add_lifecycle_functions(struct buffer *buffer, const struct model *model,
                             const struct model_class *class);
void add_lifecycle_members(struct buffer *buffer, const struct model_class *class);

/* Whether a lifecycle of the class is about the field. */
bool field_has_lifecycle(const struct model_class *class, const struct model_field *field);

/* A word as the end of a name in C: "IN_PROGRESS" or "in_progress" of "in progress"; "VALUE_2" of
 * one, the third, that has no letter or digit of ASCII's. Names of different words may be the same. */
const char *word_name(struct arena *arena, const char *word, size_t number, bool upper);

#endif
