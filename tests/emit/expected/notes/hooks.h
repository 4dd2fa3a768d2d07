/* hooks.h - what the app's own code, hooks.c, may define: a table of hooks for each class, and
 * its functions. Generated.
 *
 *     before_save    may change the object, whose state says what the save sets, or refuse it;
 *                    `original` is the stored object, NULL for a new one
 *     after_save     the object as it was written; too late to refuse
 *     before_delete  may refuse
 *     after_delete   too late to refuse
 *     before_find    may set *narrow to a where in JSON that every object must meet as well
 *     after_find     may change what is shown of an object; false leaves it out
 *     before_login   may refuse
 *     after_login    too late to refuse
 *
 * Each returns whether it went well; `return hook_refuse(hook, ...)` says why not. Each class
 * has functions to read and write its objects, which hooks/hook.h explains. */
#ifndef HOOKS_H
#define HOOKS_H

#include "classes/installation/model.h"
#include "classes/note/model.h"
#include "classes/role/model.h"
#include "classes/session/model.h"
#include "classes/user/model.h"
#include "hooks/hook.h"

/* Ends with {NULL, NULL}. */
extern const struct hook_function hook_functions[];

/* Class _User. */
struct user_hooks {
    bool (*before_save)(struct hook *hook, struct user_object *object,
                        const struct user_object *original);
    bool (*after_save)(struct hook *hook, const struct user_object *object,
                       const struct user_object *original);
    bool (*before_delete)(struct hook *hook, const struct user_object *object);
    bool (*after_delete)(struct hook *hook, const struct user_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct user_object *object);
    bool (*before_login)(struct hook *hook, const struct user_object *user);
    bool (*after_login)(struct hook *hook, const struct user_object *user);
};
extern const struct user_hooks user_hooks;

static inline bool user_object_get(struct hook *hook, enum hook_rights rights,
                                   struct text object_id, struct user_object *object,
                                   bool *found)
{
    return hook_get(hook, rights, &user_model,
                    object_id, object, found);
}

static inline bool user_object_find(struct hook *hook, enum hook_rights rights,
                                    const char *where, int64_t limit,
                                    struct user_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &user_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool user_object_save(struct hook *hook, enum hook_rights rights,
                                    struct user_object *object)
{
    return hook_save(hook, rights, &user_model, object);
}

static inline bool user_object_delete(struct hook *hook, enum hook_rights rights,
                                      struct text object_id)
{
    return hook_delete(hook, rights, &user_model, object_id);
}

/* Class _Role. */
struct role_hooks {
    bool (*before_save)(struct hook *hook, struct role_object *object,
                        const struct role_object *original);
    bool (*after_save)(struct hook *hook, const struct role_object *object,
                       const struct role_object *original);
    bool (*before_delete)(struct hook *hook, const struct role_object *object);
    bool (*after_delete)(struct hook *hook, const struct role_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct role_object *object);
};
extern const struct role_hooks role_hooks;

static inline bool role_object_get(struct hook *hook, enum hook_rights rights,
                                   struct text object_id, struct role_object *object,
                                   bool *found)
{
    return hook_get(hook, rights, &role_model,
                    object_id, object, found);
}

static inline bool role_object_find(struct hook *hook, enum hook_rights rights,
                                    const char *where, int64_t limit,
                                    struct role_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &role_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool role_object_save(struct hook *hook, enum hook_rights rights,
                                    struct role_object *object)
{
    return hook_save(hook, rights, &role_model, object);
}

static inline bool role_object_delete(struct hook *hook, enum hook_rights rights,
                                      struct text object_id)
{
    return hook_delete(hook, rights, &role_model, object_id);
}

/* Class _Installation. */
struct installation_hooks {
    bool (*before_save)(struct hook *hook, struct installation_object *object,
                        const struct installation_object *original);
    bool (*after_save)(struct hook *hook, const struct installation_object *object,
                       const struct installation_object *original);
    bool (*before_delete)(struct hook *hook, const struct installation_object *object);
    bool (*after_delete)(struct hook *hook, const struct installation_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct installation_object *object);
};
extern const struct installation_hooks installation_hooks;

static inline bool installation_object_get(struct hook *hook, enum hook_rights rights,
                                           struct text object_id,
                                           struct installation_object *object, bool *found)
{
    return hook_get(hook, rights, &installation_model,
                    object_id, object, found);
}

static inline bool installation_object_find(struct hook *hook, enum hook_rights rights,
                                            const char *where, int64_t limit,
                                            struct installation_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &installation_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool installation_object_save(struct hook *hook, enum hook_rights rights,
                                            struct installation_object *object)
{
    return hook_save(hook, rights, &installation_model, object);
}

static inline bool installation_object_delete(struct hook *hook, enum hook_rights rights,
                                              struct text object_id)
{
    return hook_delete(hook, rights, &installation_model, object_id);
}

/* Class Note. */
struct note_hooks {
    bool (*before_save)(struct hook *hook, struct note_object *object,
                        const struct note_object *original);
    bool (*after_save)(struct hook *hook, const struct note_object *object,
                       const struct note_object *original);
    bool (*before_delete)(struct hook *hook, const struct note_object *object);
    bool (*after_delete)(struct hook *hook, const struct note_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct note_object *object);
};
extern const struct note_hooks note_hooks;

static inline bool note_object_get(struct hook *hook, enum hook_rights rights,
                                   struct text object_id, struct note_object *object,
                                   bool *found)
{
    return hook_get(hook, rights, &note_model,
                    object_id, object, found);
}

static inline bool note_object_find(struct hook *hook, enum hook_rights rights,
                                    const char *where, int64_t limit,
                                    struct note_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &note_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool note_object_save(struct hook *hook, enum hook_rights rights,
                                    struct note_object *object)
{
    return hook_save(hook, rights, &note_model, object);
}

static inline bool note_object_delete(struct hook *hook, enum hook_rights rights,
                                      struct text object_id)
{
    return hook_delete(hook, rights, &note_model, object_id);
}

#endif
