/* trigger.h - where an app's hooks are called from: around saves, deletes and log-ins.
 *
 * The object layer calls these at the right moments; each does nothing when the app has no such hook.
 * Webhooks hang on the same moments (webhook.h). */
#ifndef RUNTIME_HOOKS_TRIGGER_H
#define RUNTIME_HOOKS_TRIGGER_H

#include "objects/object_edit.h"

/* Lets the hook change what is about to be written, or refuse it. `stored` is the object as it is, NULL
 * for a new one. What the hook changed is checked as a client's values are, and counts as computed. */
bool trigger_before_save(struct request *request, struct object_edit *edit, const void *stored);

/* Tells the hook what has been written; it cannot fail the request. */
bool trigger_after_save(struct request *request, const struct object_edit *edit,
                        const void *stored);

/* Around the deletion of an object, `before` and after. */
bool trigger_before_delete(struct request *request, const struct class *class, void *object);
bool trigger_after_delete(struct request *request, const struct class *class, void *object);

/* Around a log-in, of the user with that id. */
bool trigger_before_login(struct request *request, struct text user_id);
bool trigger_after_login(struct request *request, struct text user_id);

#endif
