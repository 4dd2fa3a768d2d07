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

static unsigned note_events(void)
{
    unsigned events = 0;

    events |= note_hooks.before_save ? HOOK_BEFORE_SAVE : 0U;
    events |= note_hooks.after_save ? HOOK_AFTER_SAVE : 0U;
    events |= note_hooks.before_delete ? HOOK_BEFORE_DELETE : 0U;
    events |= note_hooks.after_delete ? HOOK_AFTER_DELETE : 0U;
    events |= note_hooks.before_find ? HOOK_BEFORE_FIND : 0U;
    events |= note_hooks.after_find ? HOOK_AFTER_FIND : 0U;
    return events;
}

static bool note_run(struct hook *hook, enum hook_event event, void *object,
                     const void *original)
{
    (void)original;
    switch (event) {
    case HOOK_BEFORE_SAVE:
        return note_hooks.before_save(hook, object, original);
    case HOOK_AFTER_SAVE:
        return note_hooks.after_save(hook, object, original);
    case HOOK_BEFORE_DELETE:
        return note_hooks.before_delete(hook, object);
    case HOOK_AFTER_DELETE:
        return note_hooks.after_delete(hook, object);
    case HOOK_BEFORE_FIND:
        return note_hooks.before_find(hook, object);
    case HOOK_AFTER_FIND:
        return note_hooks.after_find(hook, object);
    default:
        return true;
    }
}

const struct hook_class note_hook_class = {
    note_events,
    note_run,
};

