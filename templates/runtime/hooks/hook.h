/* hook.h - an app's own C code: what it may ask for, and how it is called.
 *
 * docs/hooks.md of the generator tells how to write hooks; hooks.h, emitted for each app, has the typed
 * side of what is here. In short: hooks of saving and deleting, and functions, run on the writer thread
 * within the transaction of their request, so they must be quick: all other writes wait for them. Hooks
 * of finding run on a worker and may only read. What a hook writes is undone when its request fails. */
#ifndef RUNTIME_HOOKS_HOOK_H
#define RUNTIME_HOOKS_HOOK_H

#include "request/hook_run.h"

/* Whose rights an operation has: those of whoever sent the request, or all. */
enum hook_rights { HOOK_AS_CALLER, HOOK_AS_MASTER };

/* Who asks: the user's id, no text when nobody is signed in. */
struct text hook_user(const struct hook *hook);
bool hook_has_master_key(const struct hook *hook);

/* Whether the caller has the role, directly or by inheritance. */
bool hook_has_role(const struct hook *hook, const char *role);

/* The request's one clock reading, in ms since 1970-01-01 UTC. */
int64_t hook_now(const struct hook *hook);

/* Memory that lives as long as the request: what a hook puts into an object must live there, or be
 * constant. */
struct arena *hook_arena(const struct hook *hook);

/* What fail() of context.h takes, to refuse with a code of one's own. */
struct context *hook_context(struct hook *hook);

/* Refuses the request with error 141 and this message; returns false, for `return hook_refuse(...)`. */
bool hook_refuse(struct hook *hook, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Reads one object into its struct; *found tells whether there is one that the rights let see. Each
 * of these returns false when it failed, and the request fails then, unless its hook is one that
 * runs afterwards. */
bool hook_get(struct hook *hook, enum hook_rights rights, const struct class *class,
              struct text object_id, void *object, bool *found);

/* Reads the objects that meet a where in JSON (NULL: all), at most `limit`, into an array of structs. */
bool hook_find(struct hook *hook, enum hook_rights rights, const struct class *class,
               const char *where, int64_t limit, void **objects, size_t *count);

/* Creates the object when it has no objectId, and sets its id; else writes the fields whose state is
 * FIELD_SET or FIELD_UNSET. The class's own hooks run. Not for creating users and sessions. */
bool hook_save(struct hook *hook, enum hook_rights rights, const struct class *class, void *object);

/* Deletes the object; fails with 101 when there is none. */
bool hook_delete(struct hook *hook, enum hook_rights rights, const struct class *class,
                 struct text object_id);

/* Appends the object's JSON as a client with these rights would get it; fails with 101. */
bool hook_write_object(struct hook *hook, enum hook_rights rights, const struct class *class,
                       struct text object_id, struct buffer *json);

#endif
