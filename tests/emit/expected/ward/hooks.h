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

#include "classes/audit_log/model.h"
#include "classes/care_assignment/model.h"
#include "classes/entry/model.h"
#include "classes/installation/model.h"
#include "classes/message/model.h"
#include "classes/notification/model.h"
#include "classes/order/model.h"
#include "classes/patient/model.h"
#include "classes/role/model.h"
#include "classes/session/model.h"
#include "classes/user/model.h"
#include "classes/visit/model.h"
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

/* Class Patient. */
struct patient_hooks {
    bool (*before_save)(struct hook *hook, struct patient_object *object,
                        const struct patient_object *original);
    bool (*after_save)(struct hook *hook, const struct patient_object *object,
                       const struct patient_object *original);
    bool (*before_delete)(struct hook *hook, const struct patient_object *object);
    bool (*after_delete)(struct hook *hook, const struct patient_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct patient_object *object);
};
extern const struct patient_hooks patient_hooks;

static inline bool patient_object_get(struct hook *hook, enum hook_rights rights,
                                      struct text object_id, struct patient_object *object,
                                      bool *found)
{
    return hook_get(hook, rights, &patient_model,
                    object_id, object, found);
}

static inline bool patient_object_find(struct hook *hook, enum hook_rights rights,
                                       const char *where, int64_t limit,
                                       struct patient_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &patient_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool patient_object_save(struct hook *hook, enum hook_rights rights,
                                       struct patient_object *object)
{
    return hook_save(hook, rights, &patient_model, object);
}

static inline bool patient_object_delete(struct hook *hook, enum hook_rights rights,
                                         struct text object_id)
{
    return hook_delete(hook, rights, &patient_model, object_id);
}

/* Class Order. */
struct order_hooks {
    bool (*before_save)(struct hook *hook, struct order_object *object,
                        const struct order_object *original);
    bool (*after_save)(struct hook *hook, const struct order_object *object,
                       const struct order_object *original);
    bool (*before_delete)(struct hook *hook, const struct order_object *object);
    bool (*after_delete)(struct hook *hook, const struct order_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct order_object *object);
};
extern const struct order_hooks order_hooks;

static inline bool order_object_get(struct hook *hook, enum hook_rights rights,
                                    struct text object_id, struct order_object *object,
                                    bool *found)
{
    return hook_get(hook, rights, &order_model,
                    object_id, object, found);
}

static inline bool order_object_find(struct hook *hook, enum hook_rights rights,
                                     const char *where, int64_t limit,
                                     struct order_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &order_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool order_object_save(struct hook *hook, enum hook_rights rights,
                                     struct order_object *object)
{
    return hook_save(hook, rights, &order_model, object);
}

static inline bool order_object_delete(struct hook *hook, enum hook_rights rights,
                                       struct text object_id)
{
    return hook_delete(hook, rights, &order_model, object_id);
}

/* Class Visit. */
struct visit_hooks {
    bool (*before_save)(struct hook *hook, struct visit_object *object,
                        const struct visit_object *original);
    bool (*after_save)(struct hook *hook, const struct visit_object *object,
                       const struct visit_object *original);
    bool (*before_delete)(struct hook *hook, const struct visit_object *object);
    bool (*after_delete)(struct hook *hook, const struct visit_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct visit_object *object);
};
extern const struct visit_hooks visit_hooks;

static inline bool visit_object_get(struct hook *hook, enum hook_rights rights,
                                    struct text object_id, struct visit_object *object,
                                    bool *found)
{
    return hook_get(hook, rights, &visit_model,
                    object_id, object, found);
}

static inline bool visit_object_find(struct hook *hook, enum hook_rights rights,
                                     const char *where, int64_t limit,
                                     struct visit_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &visit_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool visit_object_save(struct hook *hook, enum hook_rights rights,
                                     struct visit_object *object)
{
    return hook_save(hook, rights, &visit_model, object);
}

static inline bool visit_object_delete(struct hook *hook, enum hook_rights rights,
                                       struct text object_id)
{
    return hook_delete(hook, rights, &visit_model, object_id);
}

/* Class Message. */
struct message_hooks {
    bool (*before_save)(struct hook *hook, struct message_object *object,
                        const struct message_object *original);
    bool (*after_save)(struct hook *hook, const struct message_object *object,
                       const struct message_object *original);
    bool (*before_delete)(struct hook *hook, const struct message_object *object);
    bool (*after_delete)(struct hook *hook, const struct message_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct message_object *object);
};
extern const struct message_hooks message_hooks;

static inline bool message_object_get(struct hook *hook, enum hook_rights rights,
                                      struct text object_id, struct message_object *object,
                                      bool *found)
{
    return hook_get(hook, rights, &message_model,
                    object_id, object, found);
}

static inline bool message_object_find(struct hook *hook, enum hook_rights rights,
                                       const char *where, int64_t limit,
                                       struct message_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &message_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool message_object_save(struct hook *hook, enum hook_rights rights,
                                       struct message_object *object)
{
    return hook_save(hook, rights, &message_model, object);
}

static inline bool message_object_delete(struct hook *hook, enum hook_rights rights,
                                         struct text object_id)
{
    return hook_delete(hook, rights, &message_model, object_id);
}

/* Class Entry. */
struct entry_hooks {
    bool (*before_save)(struct hook *hook, struct entry_object *object,
                        const struct entry_object *original);
    bool (*after_save)(struct hook *hook, const struct entry_object *object,
                       const struct entry_object *original);
    bool (*before_delete)(struct hook *hook, const struct entry_object *object);
    bool (*after_delete)(struct hook *hook, const struct entry_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct entry_object *object);
};
extern const struct entry_hooks entry_hooks;

static inline bool entry_object_get(struct hook *hook, enum hook_rights rights,
                                    struct text object_id, struct entry_object *object,
                                    bool *found)
{
    return hook_get(hook, rights, &entry_model,
                    object_id, object, found);
}

static inline bool entry_object_find(struct hook *hook, enum hook_rights rights,
                                     const char *where, int64_t limit,
                                     struct entry_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &entry_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool entry_object_save(struct hook *hook, enum hook_rights rights,
                                     struct entry_object *object)
{
    return hook_save(hook, rights, &entry_model, object);
}

static inline bool entry_object_delete(struct hook *hook, enum hook_rights rights,
                                       struct text object_id)
{
    return hook_delete(hook, rights, &entry_model, object_id);
}

/* Class CareAssignment. */
struct care_assignment_hooks {
    bool (*before_save)(struct hook *hook, struct care_assignment_object *object,
                        const struct care_assignment_object *original);
    bool (*after_save)(struct hook *hook, const struct care_assignment_object *object,
                       const struct care_assignment_object *original);
    bool (*before_delete)(struct hook *hook, const struct care_assignment_object *object);
    bool (*after_delete)(struct hook *hook, const struct care_assignment_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct care_assignment_object *object);
};
extern const struct care_assignment_hooks care_assignment_hooks;

static inline bool care_assignment_object_get(struct hook *hook, enum hook_rights rights,
                                              struct text object_id,
                                              struct care_assignment_object *object, bool *found)
{
    return hook_get(hook, rights, &care_assignment_model,
                    object_id, object, found);
}

static inline bool care_assignment_object_find(struct hook *hook, enum hook_rights rights,
                                               const char *where, int64_t limit,
                                               struct care_assignment_object **objects,
                                               size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &care_assignment_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool care_assignment_object_save(struct hook *hook, enum hook_rights rights,
                                               struct care_assignment_object *object)
{
    return hook_save(hook, rights, &care_assignment_model, object);
}

static inline bool care_assignment_object_delete(struct hook *hook, enum hook_rights rights,
                                                 struct text object_id)
{
    return hook_delete(hook, rights, &care_assignment_model, object_id);
}

/* Class Notification. */
struct notification_hooks {
    bool (*before_save)(struct hook *hook, struct notification_object *object,
                        const struct notification_object *original);
    bool (*after_save)(struct hook *hook, const struct notification_object *object,
                       const struct notification_object *original);
    bool (*before_delete)(struct hook *hook, const struct notification_object *object);
    bool (*after_delete)(struct hook *hook, const struct notification_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct notification_object *object);
};
extern const struct notification_hooks notification_hooks;

static inline bool notification_object_get(struct hook *hook, enum hook_rights rights,
                                           struct text object_id,
                                           struct notification_object *object, bool *found)
{
    return hook_get(hook, rights, &notification_model,
                    object_id, object, found);
}

static inline bool notification_object_find(struct hook *hook, enum hook_rights rights,
                                            const char *where, int64_t limit,
                                            struct notification_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &notification_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool notification_object_save(struct hook *hook, enum hook_rights rights,
                                            struct notification_object *object)
{
    return hook_save(hook, rights, &notification_model, object);
}

static inline bool notification_object_delete(struct hook *hook, enum hook_rights rights,
                                              struct text object_id)
{
    return hook_delete(hook, rights, &notification_model, object_id);
}

/* Class AuditLog. */
struct audit_log_hooks {
    bool (*before_save)(struct hook *hook, struct audit_log_object *object,
                        const struct audit_log_object *original);
    bool (*after_save)(struct hook *hook, const struct audit_log_object *object,
                       const struct audit_log_object *original);
    bool (*before_delete)(struct hook *hook, const struct audit_log_object *object);
    bool (*after_delete)(struct hook *hook, const struct audit_log_object *object);
    bool (*before_find)(struct hook *hook, struct text *narrow);
    bool (*after_find)(struct hook *hook, struct audit_log_object *object);
};
extern const struct audit_log_hooks audit_log_hooks;

static inline bool audit_log_object_get(struct hook *hook, enum hook_rights rights,
                                        struct text object_id, struct audit_log_object *object,
                                        bool *found)
{
    return hook_get(hook, rights, &audit_log_model,
                    object_id, object, found);
}

static inline bool audit_log_object_find(struct hook *hook, enum hook_rights rights,
                                         const char *where, int64_t limit,
                                         struct audit_log_object **objects, size_t *count)
{
    void *array;
    bool done = hook_find(hook, rights, &audit_log_model,
                          where, limit, &array, count);

    *objects = array;
    return done;
}

static inline bool audit_log_object_save(struct hook *hook, enum hook_rights rights,
                                         struct audit_log_object *object)
{
    return hook_save(hook, rights, &audit_log_model, object);
}

static inline bool audit_log_object_delete(struct hook *hook, enum hook_rights rights,
                                           struct text object_id)
{
    return hook_delete(hook, rights, &audit_log_model, object_id);
}

#endif
