/* system_object.h - objects of classes that the server itself looks after, such as RoleRequest: it
 * knows their fields by name. */
#ifndef RUNTIME_OBJECTS_SYSTEM_OBJECT_H
#define RUNTIME_OBJECTS_SYSTEM_OBJECT_H

#include "objects/object_edit.h"

/* Reads a stored object with the server's own rights; *object is NULL when there is none. */
bool system_object_read(struct request *request, const struct class *class, struct text object_id,
                        void **object);

/* What an object says of the field: FIELD_ABSENT where the class has no such field. */
enum field_state system_object_state(const struct class *class, const void *object,
                                     const char *field);

/* The value of a String, Pointer, Array or Object; no text where it is not set. */
struct text system_object_text(const struct class *class, const void *object, const char *field);

/* The value of a Date, in milliseconds; 0 where it is not set. */
int64_t system_object_date(const struct class *class, const void *object, const char *field);

/* Sets or removes a field as the server's own value, which the answer tells. */
void system_object_set_text(struct object_edit *edit, const char *field, struct text value);
void system_object_set_date(struct object_edit *edit, const char *field, int64_t value);
void system_object_remove(struct object_edit *edit, const char *field);

/* Fails with 142 when a String holds nothing but spaces. */
bool system_object_require_text(struct request *request, const struct object_edit *edit,
                                const char *field);

/* A Date that says when something was ended: whatever is said sets it to now, once and for all.
 * `stored` is NULL for a new object. Fails with 142 when it would be removed. */
bool system_object_end(struct request *request, struct object_edit *edit, const void *stored,
                       const char *field);

/* Fails with 142 when the edit gives one of the fields, whose list ends with NULL, another value than
 * the stored object has. Their types are those of system_object_text() and Date. */
bool system_object_keeps(struct request *request, const struct object_edit *edit,
                         const void *stored, const char *const *fields);

#endif
