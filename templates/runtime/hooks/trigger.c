/* trigger.c - see trigger.h. */
#include "hooks/trigger.h"

#include "base/log.h"
#include "hooks/hook.h"
#include "hooks/webhook.h"
#include "model/value.h"

/* Runs the hook if there is one. A refusal without a reason gets parse-server's. */
static bool run(struct request *request, const struct class *class, enum hook_event event,
                void *object, const void *original)
{
    if (!hook_wants(class, event))
        return true;
    if (hook_call(request, class, event, object, original))
        return request->context.error.code == 0;
    return fail(&request->context, PARSE_SCRIPT_FAILED, "Script failed. Unknown error.");
}

/* Runs a hook that comes too late to refuse: what it wrote is undone when it fails. */
static bool run_after(struct request *request, const struct class *class, enum hook_event event,
                      void *object, const void *original)
{
    struct afterwards before = request->afterwards ? *request->afterwards : (struct afterwards){0};

    if (!hook_wants(class, event))
        return true;
    if (!store_savepoint(request->store))
        return fail_internal(&request->context, "no savepoint");
    if (run(request, class, event, object, original))
        return store_savepoint_release(request->store) ||
               fail_internal(&request->context, "savepoint not released");
    log_error("a hook that ran afterwards failed with code %d", request->context.error.code);
    if (before.first)
        *before.end = NULL;
    if (request->afterwards)
        *request->afterwards = before;
    if (!store_savepoint_rollback(request->store))
        return fail_internal(&request->context, "savepoint not rolled back");
    return forgive(&request->context);
}

/* Fills in the members that the edit does not mention, for the hook to read. */
static void show_stored(const struct class *class, void *object, const void *stored)
{
    struct object *head = object;
    const struct object *old = stored;

    head->created_at = old->created_at;
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (field->type != FIELD_RELATION && *object_state(class, object, i) == FIELD_ABSENT)
            memcpy(object_member(object, field), object_value(stored, field),
                   value_member_size(field));
    }
}

bool trigger_wants_saved(const struct request *request, const struct class *class)
{
    return webhook_any(request) || hook_wants(class, HOOK_BEFORE_SAVE | HOOK_AFTER_SAVE);
}

bool trigger_wants_deleted(const struct request *request, const struct class *class)
{
    return webhook_any(request) || hook_wants(class, HOOK_BEFORE_DELETE | HOOK_AFTER_DELETE);
}

bool trigger_before_save(struct request *request, struct save *save)
{
    struct object_edit *edit = save->edit;
    const void *stored = save->stored;
    const struct class *class = edit->class;
    struct arena *arena = request->context.arena;
    struct object *head = edit->object;
    struct object *before;
    bool *changed;

    if (!hook_wants(class, HOOK_BEFORE_SAVE))
        return true;
    before = arena_alloc(arena, class->object_size);
    changed = arena_alloc(arena, (size_t) class->field_count + 1);
    if (!before || !changed)
        return fail_internal(&request->context, "out of memory");
    if (stored)
        show_stored(class, edit->object, stored);
    memcpy(before, edit->object, class->object_size);
    if (!run(request, class, HOOK_BEFORE_SAVE, edit->object, stored))
        return false;
    head->object_id = before->object_id;
    head->created_at = before->created_at;
    head->updated_at = before->updated_at;
    if (head->has_acl != before->has_acl || !text_equal(head->acl, before->acl))
        edit->computed_acl = head->has_acl;
    if (!hook_note_changes(request, class, head, before, changed))
        return false;
    for (int i = 0; i < class->field_count; i++)
        edit->computed[i] = edit->computed[i] || changed[i];
    return object_edit_check(request, edit);
}

/* A webhook is told of the whole object: what the save did not mention is as it was. */
static bool tell_saved(struct request *request, const struct class *class, void *object,
                       const void *stored)
{
    struct object *head = object;

    for (int i = 0; stored && i < class->field_count; i++)
        if (*object_state(class, object, i) == FIELD_ABSENT)
            *object_state(class, object, i) = object_state_of(class, stored, i);
    if (stored && !head->has_acl) {
        head->has_acl = ((const struct object *)stored)->has_acl;
        head->acl = ((const struct object *)stored)->acl;
    }
    return webhook_after(request, class, "afterSave", object, stored);
}

bool trigger_after_save(struct request *request, const struct save *save)
{
    const struct object_edit *edit = save->edit;
    const void *stored = save->stored;
    void *copy;

    if (!hook_wants(edit->class, HOOK_AFTER_SAVE) && !webhook_any(request))
        return true;
    /* A copy: the answer is still to be written from the edit. */
    copy = arena_alloc(request->context.arena, edit->class->object_size);
    if (!copy)
        return fail_internal(&request->context, "out of memory");
    memcpy(copy, edit->object, edit->class->object_size);
    if (stored)
        show_stored(edit->class, copy, stored);
    if (!run_after(request, edit->class, HOOK_AFTER_SAVE, copy, stored))
        return false;
    return !webhook_any(request) || tell_saved(request, edit->class, copy, stored);
}

bool trigger_before_delete(struct request *request, const struct deletion *deletion)
{
    return !deletion->object ||
           run(request, deletion->class, HOOK_BEFORE_DELETE, deletion->object, NULL);
}

bool trigger_after_delete(struct request *request, const struct deletion *deletion)
{
    void *object = deletion->object;

    return !object || (run_after(request, deletion->class, HOOK_AFTER_DELETE, object, NULL) &&
                       webhook_after(request, deletion->class, "afterDelete", object, NULL));
}

/* Reads the user that signs in, with the server's own rights, and runs the hook. */
static bool run_login(struct request *request, struct text user_id, enum hook_event event)
{
    const struct class *class = request->app->user;
    struct hook hook = {request};
    void *user;
    bool found;

    if (!hook_wants(class, event) && !webhook_any(request))
        return true;
    user = arena_alloc(request->context.arena, class->object_size);
    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (!hook_get(&hook, HOOK_AS_MASTER, class, user_id, user, &found))
        return false;
    if (event == HOOK_AFTER_LOGIN)
        return run_after(request, class, event, user, NULL) &&
               webhook_after(request, class, "afterLogin", user, NULL);
    return run(request, class, event, user, NULL);
}

bool trigger_before_login(struct request *request, struct text user_id)
{
    return run_login(request, user_id, HOOK_BEFORE_LOGIN);
}

bool trigger_after_login(struct request *request, struct text user_id)
{
    return run_login(request, user_id, HOOK_AFTER_LOGIN);
}
