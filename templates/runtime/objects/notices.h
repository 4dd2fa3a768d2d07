/* notices.h - what follows upon a write: entries of the audit trail about what it meant, and
 * notices to those whom the app's rules name. All of it is in the savepoint of the write.
 *
 * A notice is an object of the class Notification (recipient, kind, entityType, entityId): it says
 * that something has happened to which object, and nothing of what is in it. Nobody but the server
 * makes one; its webhooks and hooks run as for any object, so that another process can pass it on. */
#ifndef RUNTIME_OBJECTS_NOTICES_H
#define RUNTIME_OBJECTS_NOTICES_H

#include "objects/object_step.h"

/* Steps of a save and of a deletion (object_step.h): whether they need to know what was stored, after
 * an insert or update, and before a delete, while it can still be found whom to tell. */
bool notices_want_saved(const struct request *request, const struct class *class);
bool notices_after_save(struct request *request, const struct save *save);
bool notices_before_delete(struct request *request, const struct deletion *deletion);

#endif
