/* field_path.h - what a change makes of a field's JSON, at the value itself or at a path into it:
 * "contact.phone" of an Object, "0.count" of an Array. */
#ifndef RUNTIME_OBJECTS_FIELD_PATH_H
#define RUNTIME_OBJECTS_FIELD_PATH_H

#include "objects/object_edit.h"

/* Whether a component of a path may be the place of an element: up to four digits. */
bool field_path_is_index(struct text component);

/* Appends the field's JSON as it becomes. `base` is its JSON before, or NULL; `stored` is the row, or NULL
 * for a new object. Where there is an array on the way, a number leads to its element (nulls fill up to a
 * place behind its end, as in MongoDB) and a name is refused with 111; what is neither array nor object
 * becomes an object. Fails as well when an operation is not for what is there. */
bool field_path_write(struct request *request, const struct class *class,
                      const struct field_change *change, const void *stored, const cJSON *base,
                      struct buffer *json);

#endif
