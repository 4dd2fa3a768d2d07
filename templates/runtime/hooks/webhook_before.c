/* webhook_before.c - the triggers of webhook.h that are asked before anything is done. */
#include "hooks/webhook.h"

#include "formats/json.h"
#include "hooks/webhook_object.h"
#include "model/value.h"
#include "objects/field_change.h"
#include "read/rows.h"

/* What prepare hands to the call stage. */
struct asking {
    struct text url;
    struct text body;
    struct object_edit *edit; /* of beforeSave, else NULL */
    const void *told;
    const void *stored;
};

static bool ask(struct request *request)
{
    struct asking *asking = request->call_state;
    cJSON *answer;

    if (!webhook_ask(request, asking->url, asking->body, &answer))
        return false;
    return !asking->edit ||
           webhook_object_apply(request, asking->edit, asking->stored, asking->told, answer);
}

/* Leaves it to the call stage to ask about an object. */
static bool ask_later(struct request *request, const struct class *class, const char *trigger_name,
                      const struct asking *what)
{
    struct asking *asking = arena_alloc(request->context.arena, sizeof *asking);
    struct buffer body;

    buffer_init(&body, request->context.arena, 1024);
    webhook_object_body(&body, class, trigger_name, what->told, what->stored);
    if (!webhook_write_caller(request, &body))
        return false;
    buffer_add_char(&body, '}');
    if (!asking || body.failed)
        return fail_internal(&request->context, "out of memory");
    *asking = *what;
    asking->body = buffer_text(&body);
    request->call = ask;
    request->call_state = asking;
    return true;
}

/* Reads an object that the caller may do this to. */
static bool read_object(struct request *request, const struct class *class,
                        enum operation operation, struct text object_id, void **object)
{
    struct row_query query = {
        .class = class, .operation = operation, .object_id = object_id, .limit = -1};
    struct store_statement *rows;
    bool found;

    *object = arena_alloc(request->context.arena, class->object_size);
    if (!*object)
        return fail_internal(&request->context, "out of memory");
    if (!rows_select(request, &query, &rows))
        return false;
    if (sql_next(&request->context, rows, &found) && found)
        value_read_row(&request->context, class, rows, *object);
    else
        fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    store_release(rows);
    return request->context.error.code == 0;
}

/* What the object will be: the stored one, with the edit's changes applied to a copy. */
static bool merge(struct request *request, const struct object_edit *edit, void *stored,
                  void **merged)
{
    const struct class *class = edit->class;
    struct object_edit copy = *edit;
    struct object *head;

    copy.object = arena_alloc(request->context.arena, class->object_size);
    copy.computed = arena_alloc(request->context.arena, (size_t) class->field_count + 1);
    if (!copy.object || !copy.computed)
        return fail_internal(&request->context, "out of memory");
    memcpy(copy.object, edit->object, class->object_size);
    if (!stored) {
        *merged = copy.object;
        return true;
    }
    if (!field_changes_apply(request, &copy, stored))
        return false;
    head = copy.object;
    if (!head->has_acl) {
        head->has_acl = ((const struct object *)stored)->has_acl;
        head->acl = ((const struct object *)stored)->acl;
    }
    head->object_id = ((const struct object *)stored)->object_id;
    head->created_at = ((const struct object *)stored)->created_at;
    head->updated_at = ((const struct object *)stored)->updated_at;
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (field->type == FIELD_RELATION || *object_state(class, copy.object, i) != FIELD_ABSENT)
            continue;
        *object_state(class, copy.object, i) = *object_state(class, stored, i);
        memcpy(object_member(copy.object, field), object_value(stored, field),
               value_member_size(field));
    }
    *merged = copy.object;
    return true;
}

bool webhook_before_save(struct request *request, struct object_edit *edit, struct text object_id)
{
    struct asking asking = {.edit = edit};
    void *stored = NULL;
    void *told = NULL;

    if (!webhook_find(request, edit->class->name, text_of("beforeSave"), &asking.url))
        return false;
    if (!asking.url.bytes)
        return true;
    if (object_id.bytes && !read_object(request, edit->class, OPERATION_UPDATE, object_id, &stored))
        return false;
    if (!merge(request, edit, stored, &told))
        return false;
    asking.told = told;
    asking.stored = stored;
    return ask_later(request, edit->class, "beforeSave", &asking);
}

bool webhook_before_delete(struct request *request, const struct class *class,
                           struct text object_id)
{
    struct asking asking = {.edit = NULL};
    void *object;

    if (!webhook_find(request, class->name, text_of("beforeDelete"), &asking.url))
        return false;
    if (!asking.url.bytes)
        return true;
    if (!read_object(request, class, OPERATION_DELETE, object_id, &object))
        return false;
    asking.told = object;
    return ask_later(request, class, "beforeDelete", &asking);
}

bool webhook_before_login(struct request *request, struct text user_id)
{
    const struct class *class = request->app->user;
    struct asking asking = {.edit = NULL};
    struct principal before;
    void *user;
    bool done;

    if (!user_id.length)
        return true;
    if (!webhook_find(request, class->name, text_of("beforeLogin"), &asking.url))
        return false;
    if (!asking.url.bytes)
        return true;
    before = request_act_as_server(request);
    done = read_object(request, class, OPERATION_GET, user_id, &user);
    request_act_as(request, before);
    if (!done)
        return false;
    asking.told = user;
    return ask_later(request, class, "beforeLogin", &asking);
}
