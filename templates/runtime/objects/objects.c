/* objects.c - create, update and delete, and what has no handler; see objects.h. What the client asks
 * for is checked first; rows are left to row_write.c, and what is to be written to object_edit.c. */
#include "objects/objects.h"

#include "guard/guard.h"
#include "model/value.h"
#include "objects/condition.h"
#include "objects/object_step.h"
#include "write/row_write.h"

/* Create. */

bool object_create_prepare(struct request *request, const struct class *class)
{
    struct object_edit *edit = arena_alloc(request->context.arena, sizeof *edit);

    if (!edit)
        return fail_internal(&request->context, "out of memory");
    request->state = edit;
    return guard_permits(request, class, OPERATION_CREATE) &&
           object_edit_read(request, class, request->body, NULL, edit) &&
           object_edit_complete(request, edit) && object_steps_ask_save(request, edit, text_none());
}

void object_create_set_id(struct request *request, struct text object_id)
{
    const struct object_edit *edit = request->state;

    ((struct object *)edit->object)->object_id = object_id;
}

bool object_create(struct request *request)
{
    struct object_edit *edit = request->state;
    const struct object *object = edit->object;

    if (!object_edit_insert(request, edit))
        return false;
    request->response.status = 201;
    const struct text path[] = {TEXT("/classes/"), edit->class->name, TEXT("/"), object->object_id};
    request->response.location = arena_join(request->context.arena, path, 4);
    return true;
}

/* Update. */

bool object_update_prepare(struct request *request, const struct class *class,
                           struct text object_id)
{
    struct object_edit *edit = arena_alloc(request->context.arena, sizeof *edit);

    if (!edit)
        return fail_internal(&request->context, "out of memory");
    request->state = edit;
    return guard_permits(request, class, OPERATION_UPDATE) &&
           object_edit_read(request, class, request->body, NULL, edit) &&
           object_steps_ask_save(request, edit, object_id);
}

bool object_update(struct request *request, struct text object_id)
{
    return object_edit_update(request, request->state, object_id);
}

/* Delete. */

bool objects_delete_one(struct request *request, const struct class *class, struct text object_id)
{
    struct row_query query = {
        .class = class,
        .operation = OPERATION_DELETE,
        .object_id = object_id,
        .limit = -1,
    };
    struct deletion deletion = {.class = class, .object_id = object_id};
    struct store_statement *rows;
    int64_t updated_at = 0;
    bool found;

    if (!rows_select(request, &query, &rows))
        return false;
    bool done = sql_next(&request->context, rows, &found);
    if (found)
        updated_at = store_column_int64(rows, COLUMN_UPDATED_AT);
    if (found && object_steps_want_deleted(request, class)) {
        deletion.object = arena_alloc(request->context.arena, class->object_size);
        if (!deletion.object)
            fail_internal(&request->context, "out of memory");
        else
            value_read_row(&request->context, class, rows, deletion.object);
    }
    store_release(rows);
    if (done && !found)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    if (!done || request->context.error.code)
        return false;
    return condition_check(request, class, object_id, updated_at) &&
           object_steps_before_delete(request, &deletion) &&
           rows_delete(request, class, object_id) && object_steps_after_delete(request, &deletion);
}

bool object_delete_prepare(struct request *request, const struct class *class,
                           struct text object_id)
{
    return object_steps_ask_delete(request, class, object_id);
}

bool object_delete(struct request *request, const struct class *class, struct text object_id)
{
    if (!objects_delete_one(request, class, object_id))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return true;
}

/* No handler. */

bool objects_refuse(struct request *request)
{
    enum operation operation = request->method == METHOD_POST  ? OPERATION_CREATE
                               : request->method == METHOD_PUT ? OPERATION_UPDATE
                                                               : OPERATION_DELETE;
    const struct class *class;

    if (!request_class(request, &class) || !guard_permits(request, class, operation))
        return false;
    return guard_refuse(request, class, operation, "nobody may, through the API");
}
