/* notices.c - see notices.h. */
#include "objects/notices.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "model/class_checks.h"
#include "read/recipients.h"

#include <stdlib.h>

static const char notification_class[] = "Notification";

/* Sets a member of a Notification, a String or a Pointer. */
static bool set(struct request *request, const struct object_edit *edit, const char *name,
                struct text value)
{
    const struct class_field *field = class_find_field(edit->class, text_of(name));

    if (!field || (field->type != FIELD_STRING && field->type != FIELD_POINTER))
        return fail_internal(&request->context, "the class Notification lacks a field");
    *(struct text *)object_member(edit->object, field) = value;
    *object_state(edit->class, edit->object, class_field_index(edit->class, field)) = FIELD_SET;
    return true;
}

/* Makes one notification, with the server's rights and a response of its own. */
static bool tell(struct request *request, struct text recipient, const char *kind,
                 struct text entity_type, struct text entity_id)
{
    struct request inner = *request;
    struct object_edit edit = {.class = app_find_class(request->app, text_of(notification_class))};

    if (!edit.class)
        return fail_internal(&request->context, "there is no class Notification");
    json_use_arena(inner.context.arena);
    (void)request_act_as_server(&inner);
    inner.response = (struct response){.status = 200};
    buffer_init(&inner.response.body, inner.context.arena, 128);
    edit.last_change = &edit.changes;
    edit.object = arena_alloc(inner.context.arena, edit.class->object_size);
    edit.computed = arena_alloc(inner.context.arena, (size_t)edit.class->field_count + 1);
    if (!edit.object || !edit.computed)
        fail_internal(&inner.context, "out of memory");
    else if (set(&inner, &edit, "recipient", recipient) &&
             set(&inner, &edit, "kind", text_of(kind)) &&
             set(&inner, &edit, "entityType", entity_type) &&
             set(&inner, &edit, "entityId", entity_id) && object_edit_complete(&inner, &edit))
        object_edit_insert(&inner, &edit);
    request->context.error = inner.context.error;
    return request->context.error.code == 0;
}

/* Users to be told, of all notices of one event. */
struct told {
    struct text *users;
    size_t count;
};

static bool add_told(struct request *request, struct told *told, const struct text *users,
                     size_t count)
{
    struct text *all = arena_alloc(request->context.arena, (told->count + count + 1) * sizeof *all);

    if (!all)
        return fail_internal(&request->context, "out of memory");
    for (size_t i = 0; i < told->count; i++)
        all[i] = told->users[i];
    for (size_t i = 0; i < count; i++)
        all[told->count + i] = users[i];
    *told = (struct told){all, told->count + count};
    return true;
}

static int compare_ids(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Whether a notice is of what happens: of an event, or of what a write brings a field to. */
static bool is_told(const struct class_notice *notice, enum notice_event event,
                    const struct save *save)
{
    if (!notice->becomes)
        return notice->event == event;
    return save && (event == NOTICE_CREATED || event == NOTICE_UPDATED) &&
           notice->becomes(save->stored, save->edit->object);
}

/* Tells each of them once: who is the patient may be the dentist, too. */
static bool notify(struct request *request, const struct class *class, enum notice_event event,
                   struct text object_id, const struct save *save)
{
    static const char *const kinds[] = {
        [NOTICE_CREATED] = "created",
        [NOTICE_UPDATED] = "updated",
        [NOTICE_DELETED] = "deleted",
        [NOTICE_PUBLISHED] = "published",
    };
    struct told told = {0};

    for (size_t i = 0; class->notices && i < class->notices->count; i++) {
        struct text *users;
        size_t count;
        if (!is_told(&class->notices->list[i], event, save))
            continue;
        if (!recipients_find(request, &class->notices->list[i], object_id, &users, &count) ||
            !add_told(request, &told, users, count))
            return false;
    }
    if (told.count > 1)
        qsort(told.users, told.count, sizeof *told.users, compare_ids);
    for (size_t i = 0; i < told.count; i++)
        if ((i == 0 || !text_equal(told.users[i], told.users[i - 1])) &&
            !tell(request, told.users[i], kinds[event], class->name, object_id))
            return false;
    return true;
}

static bool is_event(bool (*event)(const void *stored, const void *object), const void *stored,
                     const void *object)
{
    return event && stored && event(stored, object);
}

bool notices_want_saved(const struct request *request, const struct class *class)
{
    const struct class_notices *notices = class->notices;

    bool is_wanted = notices && (notices->publishes || notices->acknowledges);

    (void)request;
    for (size_t i = 0; notices && i < notices->count && !is_wanted; i++)
        is_wanted = notices->list[i].becomes != NULL;
    return is_wanted;
}

/* What an update meant, besides that there was one. */
static bool note_events(struct request *request, const struct save *save)
{
    const struct class *class = save->edit->class;
    const struct class_notices *notices = class->notices;
    const struct object *object = save->edit->object;

    if (is_event(notices->acknowledges, save->stored, object) &&
        !audit_note(request, "acknowledge", class->name, object->object_id, text_none()))
        return false;
    return !is_event(notices->publishes, save->stored, object) ||
           (audit_note(request, "publish", class->name, object->object_id, text_none()) &&
            notify(request, class, NOTICE_PUBLISHED, object->object_id, save));
}

bool notices_after_save(struct request *request, const struct save *save)
{
    const struct class *class = save->edit->class;
    const struct object *object = save->edit->object;

    if (!class->notices)
        return true;
    if (save->is_new)
        return notify(request, class, NOTICE_CREATED, object->object_id, save);
    return note_events(request, save) &&
           notify(request, class, NOTICE_UPDATED, object->object_id, save);
}

bool notices_before_delete(struct request *request, const struct deletion *deletion)
{
    return notify(request, deletion->class, NOTICE_DELETED, deletion->object_id, NULL);
}
