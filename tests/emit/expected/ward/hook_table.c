/* hook_table.c - from the runtime to the tables of hooks.h. Generated. */
#include "hooks.h"

static unsigned user_events(void)
{
    unsigned events = 0;

    events |= user_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= user_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= user_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= user_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= user_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= user_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    events |= user_hooks.before_login ? HOOK_BEFORE_LOGIN : 0U;
    events |= user_hooks.after_login ? HOOK_AFTER_LOGIN : 0U;
    return events;
}

static bool user_run(struct hook *hook, enum hook_event event, void *object,
                     const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return user_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return user_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return user_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return user_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return user_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return user_hooks.after_find(hook, object);
    case HOOK_BEFORE_LOGIN:
        return user_hooks.before_login(hook, object);
    case HOOK_AFTER_LOGIN:
        return user_hooks.after_login(hook, object);
    default:
        return true;
    }
}

const struct hook_class user_hook_class = {
    user_events,
    user_run,
};

static unsigned role_events(void)
{
    unsigned events = 0;

    events |= role_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= role_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= role_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= role_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= role_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= role_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool role_run(struct hook *hook, enum hook_event event, void *object,
                     const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return role_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return role_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return role_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return role_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return role_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return role_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class role_hook_class = {
    role_events,
    role_run,
};

static unsigned installation_events(void)
{
    unsigned events = 0;

    events |= installation_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= installation_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= installation_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= installation_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= installation_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= installation_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool installation_run(struct hook *hook, enum hook_event event, void *object,
                             const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return installation_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return installation_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return installation_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return installation_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return installation_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return installation_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class installation_hook_class = {
    installation_events,
    installation_run,
};

static unsigned patient_events(void)
{
    unsigned events = 0;

    events |= patient_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= patient_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= patient_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= patient_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= patient_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= patient_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool patient_run(struct hook *hook, enum hook_event event, void *object,
                        const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return patient_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return patient_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return patient_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return patient_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return patient_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return patient_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class patient_hook_class = {
    patient_events,
    patient_run,
};

static unsigned order_events(void)
{
    unsigned events = 0;

    events |= order_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= order_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= order_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= order_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= order_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= order_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool order_run(struct hook *hook, enum hook_event event, void *object,
                      const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return order_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return order_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return order_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return order_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return order_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return order_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class order_hook_class = {
    order_events,
    order_run,
};

static unsigned visit_events(void)
{
    unsigned events = 0;

    events |= visit_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= visit_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= visit_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= visit_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= visit_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= visit_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool visit_run(struct hook *hook, enum hook_event event, void *object,
                      const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return visit_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return visit_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return visit_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return visit_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return visit_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return visit_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class visit_hook_class = {
    visit_events,
    visit_run,
};

static unsigned message_events(void)
{
    unsigned events = 0;

    events |= message_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= message_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= message_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= message_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= message_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= message_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool message_run(struct hook *hook, enum hook_event event, void *object,
                        const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return message_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return message_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return message_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return message_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return message_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return message_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class message_hook_class = {
    message_events,
    message_run,
};

static unsigned entry_events(void)
{
    unsigned events = 0;

    events |= entry_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= entry_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= entry_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= entry_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= entry_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= entry_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool entry_run(struct hook *hook, enum hook_event event, void *object,
                      const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return entry_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return entry_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return entry_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return entry_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return entry_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return entry_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class entry_hook_class = {
    entry_events,
    entry_run,
};

static unsigned care_assignment_events(void)
{
    unsigned events = 0;

    events |= care_assignment_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= care_assignment_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= care_assignment_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= care_assignment_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= care_assignment_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= care_assignment_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool care_assignment_run(struct hook *hook, enum hook_event event, void *object,
                                const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return care_assignment_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return care_assignment_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return care_assignment_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return care_assignment_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return care_assignment_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return care_assignment_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class care_assignment_hook_class = {
    care_assignment_events,
    care_assignment_run,
};

static unsigned notification_events(void)
{
    unsigned events = 0;

    events |= notification_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= notification_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= notification_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= notification_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= notification_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= notification_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool notification_run(struct hook *hook, enum hook_event event, void *object,
                             const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return notification_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return notification_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return notification_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return notification_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return notification_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return notification_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class notification_hook_class = {
    notification_events,
    notification_run,
};

static unsigned audit_log_events(void)
{
    unsigned events = 0;

    events |= audit_log_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= audit_log_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= audit_log_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= audit_log_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= audit_log_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= audit_log_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool audit_log_run(struct hook *hook, enum hook_event event, void *object,
                          const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return audit_log_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return audit_log_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return audit_log_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return audit_log_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return audit_log_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return audit_log_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class audit_log_hook_class = {
    audit_log_events,
    audit_log_run,
};

