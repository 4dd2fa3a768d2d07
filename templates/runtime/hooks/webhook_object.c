/* webhook_object.c - see webhook_object.h. */
#include "hooks/webhook_object.h"

#include "formats/acl.h"
#include "formats/date.h"
#include "formats/json.h"
#include "model/value.h"

static void write_object(struct buffer *buffer, const struct class *class, const void *object)
{
    const struct object *head = object;

    buffer_add_string(buffer, "{\"className\":");
    json_write_string(buffer, class->name);
    if (head->object_id.bytes) {
        buffer_add_string(buffer, ",\"objectId\":");
        json_write_string(buffer, head->object_id);
        buffer_add_string(buffer, ",\"createdAt\":");
        date_write_json(buffer, head->created_at);
        buffer_add_string(buffer, ",\"updatedAt\":");
        date_write_json(buffer, head->updated_at);
    }
    for (int i = 0; i < class->field_count; i++) {
        if (class->fields[i].type == FIELD_RELATION ||
            object_state_of(class, object, i) != FIELD_SET)
            continue;
        buffer_add_char(buffer, ',');
        json_write_string(buffer, class->fields[i].name);
        buffer_add_char(buffer, ':');
        value_write_json(buffer, class, &class->fields[i], object);
    }
    if (head->has_acl) {
        buffer_add_string(buffer, ",\"ACL\":");
        acl_write_json(buffer, head->acl);
    }
    buffer_add_char(buffer, '}');
}

void webhook_object_body(struct buffer *body, const struct class *class, const char *trigger_name,
                         const void *object, const void *original)
{
    buffer_add_string(body, "{\"triggerName\":");
    json_write_string(body, text_of(trigger_name));
    buffer_add_string(body, ",\"object\":");
    write_object(body, class, object);
    if (original) {
        buffer_add_string(body, ",\"original\":");
        write_object(body, class, original);
    }
}

/* Members that the server keeps by itself. */
static bool is_own(const char *name)
{
    static const char *const names[] = {"className", "objectId", "createdAt",
                                        "updatedAt", "__type",   "sessionToken"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* What of the answer differs from what was told. */
static cJSON *find_changes(const cJSON *told, const cJSON *answer)
{
    cJSON *changes = cJSON_CreateObject();
    const cJSON *member;

    cJSON_ArrayForEach(member, answer)
    {
        const cJSON *before = cJSON_GetObjectItemCaseSensitive(told, member->string);
        if (is_own(member->string) || (before && cJSON_Compare(before, member, true)))
            continue;
        if (!changes ||
            !cJSON_AddItemReferenceToObject(changes, member->string, (cJSON *)(uintptr_t)member))
            return NULL;
    }
    return changes;
}

static bool mentions(const cJSON *answer, const struct class_field *field)
{
    if (cJSON_GetObjectItemCaseSensitive(answer, field->name.bytes))
        return true;
    for (size_t i = 0; i < field->alias_count; i++)
        if (cJSON_GetObjectItemCaseSensitive(answer, field->aliases[i].bytes))
            return true;
    return false;
}

/* Takes out the operations on a field; of all fields but relations when it is NULL. */
static void drop_changes(struct object_edit *edit, const struct class_field *field)
{
    struct field_change **link = &edit->changes;

    while (*link) {
        bool drop = field ? (*link)->field == field : (*link)->field->type != FIELD_RELATION;
        if (drop)
            *link = (*link)->next;
        else
            link = &(*link)->next;
    }
    edit->last_change = link;
}

/* What the webhook left out is not written. */
static void drop_left_out(struct object_edit *edit, const cJSON *told, const cJSON *answer)
{
    for (int i = 0; i < edit->class->field_count; i++) {
        const struct class_field *field = &edit->class->fields[i];
        if (field->type == FIELD_RELATION || mentions(answer, field) || !mentions(told, field))
            continue;
        *object_state(edit->class, edit->object, i) = FIELD_ABSENT;
        drop_changes(edit, field);
    }
}

static void take_over(struct object_edit *edit, const struct object_edit *changes)
{
    const struct class *class = edit->class;
    struct object *head = edit->object;
    const struct object *changed = changes->object;

    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        unsigned char state = *object_state(class, changes->object, i);
        if (field->type == FIELD_RELATION || state == FIELD_ABSENT)
            continue;
        drop_changes(edit, field);
        *object_state(class, edit->object, i) = state;
        memcpy(object_member(edit->object, field), object_value(changes->object, field),
               value_member_size(field));
        edit->computed[i] = true;
    }
    if (changed->has_acl) {
        head->has_acl = edit->computed_acl = true;
        head->acl = changed->acl;
    }
    *edit->last_change = changes->changes;
    while (*edit->last_change)
        edit->last_change = &(*edit->last_change)->next;
}

bool webhook_object_apply(struct request *request, struct object_edit *edit, const void *stored,
                          const void *told, const cJSON *answer)
{
    struct object_edit changes;
    struct principal before;
    struct buffer json;
    const cJSON *body;
    const cJSON *sent;
    bool done;

    if (!cJSON_IsObject(answer) || !answer->child)
        return true;
    buffer_init(&json, request->context.arena, 1024);
    write_object(&json, edit->class, told);
    sent = json_parse(&request->context, buffer_text(&json));
    if (!sent)
        return false;
    body = find_changes(sent, answer);
    if (!body)
        return fail_internal(&request->context, "out of memory");
    /* A webhook is the app's own code: it may set what only the server may. */
    before = request_act_as_server(request);
    done = object_edit_read(request, edit->class, body, NULL, &changes);
    request_act_as(request, before);
    if (!done)
        return false;
    if (!stored)
        drop_changes(edit, NULL); /* they have been applied */
    drop_left_out(edit, sent, answer);
    take_over(edit, &changes);
    return stored || object_edit_complete(request, edit);
}
