/* trigger.h - where an app's hooks are called from: around saves, deletes and log-ins.
 *
 * The object layer calls these at the right moments; each does nothing when the app has no such hook.
 * Webhooks hang on the same moments (webhook.h). */
#ifndef RUNTIME_HOOKS_TRIGGER_H
#define RUNTIME_HOOKS_TRIGGER_H

#include "objects/object_step.h"

/* Steps of a save and of a deletion (object_step.h). The one before a save lets the hook change what
 * is about to be written, or refuse it; what it changed is checked as a client's values are, and
 * counts as computed. Those after it tell what has been done, and cannot fail the request. */
bool trigger_wants_saved(const struct request *request, const struct class *class);
bool trigger_wants_deleted(const struct request *request, const struct class *class);
bool trigger_before_save(struct request *request, struct save *save);
bool trigger_after_save(struct request *request, const struct save *save);
bool trigger_before_delete(struct request *request, const struct deletion *deletion);
bool trigger_after_delete(struct request *request, const struct deletion *deletion);

/* Around a log-in, of the user with that id. */
bool trigger_before_login(struct request *request, struct text user_id);
bool trigger_after_login(struct request *request, struct text user_id);

#endif
