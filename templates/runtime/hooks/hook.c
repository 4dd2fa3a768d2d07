/* hook.c - see hook.h. Each operation works on a copy of the request, which has the rights asked for
 * and a response of its own; what went wrong, and that sessions changed, comes back from it. */
#include "hooks/hook.h"

#include "base/log.h"
#include "formats/json.h"
#include "model/value.h"
#include "objects/objects.h"
#include "read/disclosure.h"
#include "read/projection.h"
#include "read/rows.h"

#include <stdarg.h>

/* How deep hooks may call each other, through the saves that they make. */
enum { DEPTH_LIMIT = 8 };

struct text hook_user(const struct hook *hook)
{
    return hook->request->principal.user_id;
}

bool hook_has_master_key(const struct hook *hook)
{
    return hook->request->principal.master;
}

bool hook_has_role(const struct hook *hook, const char *role)
{
    return principal_has_role(&hook->request->principal, text_of(role));
}

int64_t hook_now(const struct hook *hook)
{
    return hook->request->now;
}

struct arena *hook_arena(const struct hook *hook)
{
    return hook->request->context.arena;
}

struct context *hook_context(struct hook *hook)
{
    return &hook->request->context;
}

bool hook_refuse(struct hook *hook, const char *format, ...)
{
    struct text message;
    va_list arguments;

    va_start(arguments, format);
    message = arena_vprintf(hook_arena(hook), format, arguments);
    va_end(arguments);
    return fail(hook_context(hook), PARSE_SCRIPT_FAILED, "%.*s", TEXT_PRINTED(message));
}

/* A copy of the request with those rights. */
static struct request begin(struct hook *hook, enum hook_rights rights)
{
    struct request inner = *hook->request;

    inner.taker = NULL;

    json_use_arena(inner.context.arena);
    if (rights == HOOK_AS_MASTER)
        (void)request_act_as_server(&inner);
    inner.hook_depth++;
    inner.body = NULL;
    inner.if_match = text_none();
    inner.parameters = NULL;
    inner.parameter_count = 0;
    inner.session_changes = false;
    inner.response = (struct response){.status = 200};
    buffer_init(&inner.response.body, inner.context.arena, 256);
    return inner;
}

static bool end(struct hook *hook, const struct request *inner)
{
    hook->request->context.error = inner->context.error;
    if (!inner->context.error.code && !disclosure_hand_on(hook->request, inner))
        return false;
    hook->request->session_changes = hook->request->session_changes || inner->session_changes;
    return inner->context.error.code == 0;
}

static bool check_write(struct request *inner)
{
    if (!inner->writes) {
        /* The app's fault and not the server's: a save goes on without what a hook cannot show. */
        log_error("a hook of a request that reads wanted to write");
        return fail(&inner->context, PARSE_INTERNAL, "Internal server error.");
    }
    if (inner->hook_depth > DEPTH_LIMIT)
        return fail(&inner->context, PARSE_SCRIPT_FAILED, "Hooks call each other too deeply.");
    return true;
}

/* Takes out what the caller is not shown in the row: what a hook finds with the caller's rights may go
 * into its answer. */
static bool drop_hidden(struct request *inner, const struct class *class,
                        const struct projection *projection, struct store_statement *rows,
                        void *object)
{
    struct row row = {.statement = rows};
    const struct projection *own = projection_of_row(inner, projection, &row);

    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (projection_shows(own, i) || field->type == FIELD_RELATION)
            continue;
        *object_state(class, object, i) = FIELD_ABSENT;
        memset(object_member(object, field), 0, value_member_size(field));
    }
    return inner->context.error.code == 0;
}

static bool read_row(struct request *inner, const struct class *class,
                     const struct projection *projection, struct store_statement *rows,
                     void *object)
{
    return value_read_row(&inner->context, class, rows, object) &&
           (inner->principal.master ||
            disclosure_enter(inner, class, ((const struct object *)object)->object_id)) &&
           drop_hidden(inner, class, projection, rows, object);
}

bool hook_get(struct hook *hook, enum hook_rights rights, const struct class *class,
              struct text object_id, void *object, bool *found)
{
    struct request inner = begin(hook, rights);
    struct row_query query = {
        .class = class,
        .operation = OPERATION_GET,
        .object_id = object_id.bytes ? object_id : text_of(""),
        .limit = -1,
    };
    const struct projection *projection;
    struct store_statement *rows;

    *found = false;
    if (projection_all(&inner, class, &projection) && rows_select(&inner, &query, &rows)) {
        if (sql_next(&inner.context, rows, found) && *found)
            read_row(&inner, class, projection, rows, object);
        store_release(rows);
    }
    return end(hook, &inner);
}

bool hook_find(struct hook *hook, enum hook_rights rights, const struct class *class,
               const char *where, int64_t limit, void **objects, size_t *count)
{
    struct request inner = begin(hook, rights);
    struct row_query query = {.class = class, .operation = OPERATION_FIND, .limit = limit};
    size_t size = class->object_size;
    size_t capacity = 0;
    const struct projection *projection;
    struct store_statement *rows;
    bool found;

    *objects = NULL;
    *count = 0;
    if (where) {
        query.where = json_parse(&inner.context, text_of(where));
        if (!query.where)
            return end(hook, &inner);
    }
    if (!projection_all(&inner, class, &projection) || !rows_select(&inner, &query, &rows))
        return end(hook, &inner);
    while (sql_next(&inner.context, rows, &found) && found && !inner.context.error.code) {
        if (*count == capacity) {
            void *longer;
            capacity = capacity ? 2 * capacity : 8;
            longer = arena_alloc_array(inner.context.arena, capacity, size);
            if (!longer) {
                fail_internal(&inner.context, "out of memory");
                break;
            }
            if (*count)
                memcpy(longer, *objects, *count * size);
            *objects = longer;
        }
        read_row(&inner, class, projection, rows, (char *)*objects + (*count)++ * size);
    }
    store_release(rows);
    return end(hook, &inner);
}

static bool create(struct request *inner, struct object_edit *edit)
{
    const struct app *app = inner->app;

    if (edit->class == app->user || edit->class == app->session)
        return fail_internal(&inner->context, "a hook wanted to create a user or a session");
    return object_edit_complete(inner, edit) && object_edit_insert(inner, edit);
}

bool hook_save(struct hook *hook, enum hook_rights rights, const struct class *class, void *object)
{
    struct request inner = begin(hook, rights);
    struct object_edit edit = {.class = class, .object = object};

    edit.last_change = &edit.changes;
    edit.computed = arena_alloc(inner.context.arena, (size_t) class->field_count + 1);
    if (!edit.computed)
        fail_internal(&inner.context, "out of memory");
    else if (check_write(&inner) && object_edit_check(&inner, &edit)) {
        struct text object_id = ((struct object *)object)->object_id;
        if (object_id.bytes)
            object_edit_update(&inner, &edit, object_id);
        else
            create(&inner, &edit);
    }
    return end(hook, &inner);
}

bool hook_delete(struct hook *hook, enum hook_rights rights, const struct class *class,
                 struct text object_id)
{
    struct request inner = begin(hook, rights);

    if (check_write(&inner))
        objects_delete_one(&inner, class, object_id.bytes ? object_id : text_of(""));
    return end(hook, &inner);
}

bool hook_write_object(struct hook *hook, enum hook_rights rights, const struct class *class,
                       struct text object_id, struct buffer *json)
{
    struct request inner = begin(hook, rights);

    object_write_by_id(&inner, json, class, object_id.bytes ? object_id : text_of(""));
    return end(hook, &inner);
}
