/* notices.c - see notices.h. */
#include "objects/notices.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "model/class_checks.h"
#include "read/recipients.h"

static const char notification_class[] = "Notification";

/* Sets a member of a Notification, a String or a Pointer. */
static bool set(struct request *request, const struct object_edit *edit, const char *name,
                struct text value)
{
    const struct class_field *field = class_find_field(edit->class, text_of(name));

    if (!field || (field->type != FIELD_STRING && field->type != FIELD_POINTER))
        return fail_internal(&request->context, "the class Notification lacks a field");
    *(struct text *)(void *)((char *)edit->object + field->offset) = value;
    *object_state(edit->class, edit->object, (int)(field - edit->class->fields)) = FIELD_SET;
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
    inner.principal.master = true;
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

static bool notify(struct request *request, const struct class *class, enum notice_event event,
                   struct text object_id)
{
    static const char *const kinds[] = {
        [NOTICE_CREATED] = "created",
        [NOTICE_UPDATED] = "updated",
        [NOTICE_DELETED] = "deleted",
        [NOTICE_PUBLISHED] = "published",
    };

    for (size_t i = 0; class->notices && i < class->notices->count; i++) {
        struct text *users;
        size_t count;
        if (class->notices->list[i].event != event)
            continue;
        if (!recipients_find(request, &class->notices->list[i], object_id, &users, &count))
            return false;
        for (size_t j = 0; j < count; j++)
            if (!tell(request, users[j], kinds[event], class->name, object_id))
                return false;
    }
    return true;
}

static const void *member_of(const struct class *class, const void *object, int field)
{
    return (const char *)object + class->fields[field].offset;
}

static bool is_set(const struct class *class, const void *object, int field)
{
    return *object_state(class, (void *)(uintptr_t)object, field) == FIELD_SET;
}

/* Whether the update takes the object from draft to something else. */
static bool is_publishing(const struct class *class, const void *object, const void *stored)
{
    const struct publication *publication = class->checks->publication;

    if (!publication || !stored || !is_set(class, object, publication->field))
        return false;
    return text_equal(*(const struct text *)member_of(class, stored, publication->field),
                      publication->draft) &&
           !text_equal(*(const struct text *)member_of(class, object, publication->field),
                       publication->draft);
}

static bool is_acknowledging(const struct class *class, const void *object, const void *stored)
{
    const struct acknowledgement *acknowledgement = class->checks->acknowledgement;

    if (!acknowledgement || !stored || !is_set(class, object, acknowledgement->field))
        return false;
    return *(const bool *)member_of(class, object, acknowledgement->field) &&
           !*(const bool *)member_of(class, stored, acknowledgement->field);
}

bool notices_wants_stored(const struct class *class)
{
    return class->checks->publication || class->checks->acknowledgement;
}

bool notices_insert(struct request *request, const struct object_edit *edit)
{
    return notify(request, edit->class, NOTICE_CREATED,
                  ((const struct object *)edit->object)->object_id);
}

bool notices_update(struct request *request, const struct object_edit *edit, const void *stored)
{
    const struct class *class = edit->class;
    struct text object_id = ((const struct object *)edit->object)->object_id;

    if (is_acknowledging(class, edit->object, stored) &&
        !audit_note(request, "acknowledge", class->name, object_id, text_none()))
        return false;
    if (is_publishing(class, edit->object, stored) &&
        (!audit_note(request, "publish", class->name, object_id, text_none()) ||
         !notify(request, class, NOTICE_PUBLISHED, object_id)))
        return false;
    return notify(request, class, NOTICE_UPDATED, object_id);
}

bool notices_delete(struct request *request, const struct class *class, struct text object_id)
{
    return notify(request, class, NOTICE_DELETED, object_id);
}
