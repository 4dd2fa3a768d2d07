/* webhook_object.h - objects as webhooks are told of them, and what they make of them. */
#ifndef RUNTIME_HOOKS_WEBHOOK_OBJECT_H
#define RUNTIME_HOOKS_WEBHOOK_OBJECT_H

#include "objects/object_edit.h"

/* Appends {"triggerName":..,"object":{..},"original":{..}, still open. `original` may be NULL. */
void webhook_object_body(struct buffer *body, const struct class *class, const char *trigger_name,
                         const void *object, const void *original);

/* Makes of an edit what a beforeSave webhook answered to the object that it was told: what it changed
 * is set, what it left out is not written, and operations on the rest stay operations. An answer that is
 * no object, or an empty one, changes nothing. `stored` is NULL for a create. */
bool webhook_object_apply(struct request *request, struct object_edit *edit, const void *stored,
                          const void *told, const cJSON *answer);

#endif
