/* field_change.h - the operations of a body: read, applied to stored values, and done on relations.
 */
#ifndef RUNTIME_OBJECTS_FIELD_CHANGE_H
#define RUNTIME_OBJECTS_FIELD_CHANGE_H

#include "objects/object_edit.h"

/* Adds the operation {"__op": ...} on a field (at a path in it, or no text) to the edit. Fails with
 * 111 when the operation is for another type of field, with 107 for a bad operand and with 108 for
 * an operation that there is not. */
bool field_change_read(struct request *request, struct object_edit *edit,
                       const struct class_field *field, struct text path, const cJSON *operation);

/* Adds a plain value at a path in an Object field. */
bool field_change_set(struct request *request, struct object_edit *edit,
                      const struct class_field *field, struct text path, const cJSON *value);

/* Whether the edit has an operation on the field, or at a path in it. */
bool field_is_changed(const struct object_edit *edit, const struct class_field *field);

/* Works out the new values of all changed fields and sets them in the edit's object. `stored` is
 * the object as it is, or NULL. */
bool field_changes_apply(struct request *request, struct object_edit *edit, const void *stored);

/* Carries out the changes of relations. */
bool field_changes_relate(struct request *request, const struct object_edit *edit,
                          struct text object_id);

/* "Class.field expected X but got Y", as parse-server words it: error 111. */
bool fail_schema_mismatch(struct request *request, const struct class *class,
                          const struct class_field *field, const char *got);

#endif
