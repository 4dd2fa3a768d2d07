/* notices.h - what follows upon a write: entries of the audit trail about what it meant, and
 * notices to those whom the app's rules name. All of it is in the savepoint of the write.
 *
 * A notice is an object of the class Notification (recipient, kind, entityType, entityId): it says
 * that something has happened to which object, and nothing of what is in it. Nobody but the server
 * makes one; its webhooks and hooks run as for any object, so that another process can pass it on. */
#ifndef RUNTIME_OBJECTS_NOTICES_H
#define RUNTIME_OBJECTS_NOTICES_H

#include "objects/object_edit.h"

/* Whether notices_update() needs to know what was stored. */
bool notices_wants_stored(const struct class *class);

/* After an insert of the edit's object. */
bool notices_insert(struct request *request, const struct object_edit *edit);

/* After an update; `stored` is the object as it was, or NULL where that is not wanted. */
bool notices_update(struct request *request, const struct object_edit *edit, const void *stored);

/* Before a delete, while it can still be found whom to tell. */
bool notices_delete(struct request *request, const struct class *class, struct text object_id);

#endif
