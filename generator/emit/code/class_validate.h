/* class_validate.h - the parts of classes/NAME/validate.c, each emitted by a file of its own. Each part
 * appends its functions, and tells by its second function the members of the class's table that
 * lead there. */
#ifndef GENERATOR_EMIT_CODE_CLASS_VALIDATE_H
#define GENERATOR_EMIT_CODE_CLASS_VALIDATE_H

#include "base/buffer.h"
#include "model/model.h"

/* What may be said of an object, and what a new one has where nothing is said (class_values.c). */
void add_value_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class);
void add_value_members(struct buffer *buffer, const struct model_class *class);

/* Lifecycles: from which value a field goes to which, and by whom (class_lifecycles.c). */
void add_lifecycle_functions(struct buffer *buffer, const struct model *model,
                             const struct model_class *class);
void add_lifecycle_members(struct buffer *buffer, const struct model_class *class);

/* Whether a lifecycle of the class is about the field. */
bool field_has_lifecycle(const struct model_class *class, const struct model_field *field);

/* Stamps: what the server sets when something becomes a value (class_stamps.c). */
void add_stamp_functions(struct buffer *buffer, const struct model *model,
                         const struct model_class *class);
void add_stamp_members(struct buffer *buffer, const struct model_class *class);

/* Whether a stamp or an acknowledgement of the class sets the field. */
bool field_is_stamped(const struct model_class *class, const struct model_field *field);

/* A word as the end of a name in C: "IN_PROGRESS" or "in_progress" of "in progress"; "VALUE_2" of
 * one, the third, that has no letter or digit of ASCII's. Names of different words may be the same. */
const char *word_name(struct arena *arena, const char *word, size_t number, bool upper);

#endif
