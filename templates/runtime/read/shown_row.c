/* shown_row.c - see shown_row.h. */
#include "read/shown_row.h"

#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "model/class_access.h"
#include "model/value.h"
#include "read/disclosure.h"
#include "read/file_writer.h"
#include "read/projection.h"
#include "read/rows.h"
#include "request/hook_run.h"

bool shown_row_narrow(struct request *request, const struct class *class, const cJSON **narrow)
{
    struct text where = text_none();

    *narrow = NULL;
    if (!hook_wants(class, HOOK_BEFORE_FIND))
        return true;
    if (!hook_call(request, class, HOOK_BEFORE_FIND, &where, NULL))
        return fail(&request->context, PARSE_SCRIPT_FAILED, "Script failed. Unknown error.");
    if (where.bytes)
        *narrow = json_parse(&request->context, where);
    return request->context.error.code == 0;
}

/* A projection that leaves to shown_row_write() what the hook changed. */
static bool leave_out(struct request *request, struct shown_row *found, bool *changed)
{
    const struct projection *whole = found->projection;
    size_t count = (size_t)whole->class->field_count;
    struct projection *rest = arena_alloc(request->context.arena, sizeof *rest);
    unsigned char *shows = arena_alloc(request->context.arena, count + 1);

    if (!rest || !shows)
        return fail_internal(&request->context, "out of memory");
    *rest = *whole;
    rest->all = false;
    rest->shows = shows;
    for (size_t i = 0; i < count; i++) {
        bool seen = projection_shows(whole, (int)i);
        shows[i] = seen && !changed[i];
        changed[i] = seen && changed[i];
    }
    found->projection = rest;
    return true;
}

bool shown_row_ask(struct request *request, const struct projection *projection,
                   const struct row *row, struct shown_row *found, bool *shown)
{
    const struct class *class = projection->class;
    struct arena *arena = request->context.arena;
    void *object;
    void *before;
    bool *changed;

    *shown = true;
    *found = (struct shown_row){.projection = projection_of_row(request, projection, row)};
    if (!hook_wants(class, HOOK_AFTER_FIND))
        return true;
    object = arena_alloc(arena, class->object_size);
    before = arena_alloc(arena, class->object_size);
    changed = arena_alloc(arena, (size_t) class->field_count + 1);
    if (!object || !before || !changed)
        return fail_internal(&request->context, "out of memory");
    if (!value_read_row(&request->context, class, row->statement, object))
        return false;
    memcpy(before, object, class->object_size);
    *shown = hook_call(request, class, HOOK_AFTER_FIND, object, NULL);
    if (request->context.error.code || !hook_note_changes(request, class, object, before, changed))
        return false;
    /* Included pointers are written from the row: the hook's copy knows their ids only. */
    found->object = object;
    found->changed = changed;
    return !*shown || leave_out(request, found, changed);
}

bool shown_row_open(struct request *request, const struct projection *projection,
                    const struct row *row, const char *way, struct shown_row *found, bool *shown)
{
    enum operation operation = way && strcmp(way, "find") == 0 ? OPERATION_FIND : OPERATION_GET;

    struct text object_id;

    if (!shown_row_ask(request, projection, row, found, shown))
        return false;
    if (!*shown)
        return true;
    object_id = store_column_text(row->statement, COLUMN_OBJECT_ID);
    return (!way || audit_read(request, projection->class, operation, way, object_id)) &&
           disclosure_enter(request, projection->class, object_id);
}

/* Whether some principal may be shown less than the row: there is something to be asked. */
static bool may_hide(const struct request *request, const struct class *class)
{
    return !request->principal.master || class->access->own_records ||
           hook_wants(class, HOOK_AFTER_FIND);
}

bool shown_row_find(struct request *request, const struct class *class, struct text object_id,
                    struct shown_row *found, bool *shown)
{
    struct row_query query = {
        .class = class, .operation = OPERATION_GET, .object_id = object_id, .limit = -1};
    const struct projection *projection;
    struct store_statement *rows;
    bool writes = request->writes;

    *shown = false;
    *found = (struct shown_row){.projection = NULL};
    if (!projection_all(request, class, &projection))
        return false;
    if (!may_hide(request, class)) {
        found->projection = projection;
        *shown = true;
        return true;
    }
    request->writes = false; /* hooks of finding may only read */
    if (shown_row_narrow(request, class, &query.extra_where) &&
        rows_select(request, &query, &rows)) {
        struct row row = {.statement = rows};
        bool is_there;
        if (sql_next(&request->context, rows, &is_there) && is_there &&
            !shown_row_open(request, projection, &row, NULL, found, shown))
            *shown = false;
        store_release(rows);
    }
    request->writes = writes;
    /* Class-level permissions keep the class from the principal, or a hook the row. */
    if (request->context.error.code)
        *shown = false;
    return forgive(&request->context);
}

const void *shown_row_source(const struct shown_row *found, int field, const void *written)
{
    const struct class *class = found->projection->class;

    if (projection_shows(found->projection, field))
        return written;
    if (!found->changed || !found->changed[field] ||
        object_state_of(class, found->object, field) != FIELD_SET)
        return NULL;
    return found->object;
}

bool shown_row_require(struct request *request, const struct class *class, struct text object_id,
                       const struct class_field *field)
{
    struct shown_row found;
    bool shown;

    if (!shown_row_find(request, class, object_id, &found, &shown))
        return false;
    if (shown && shown_row_source(&found, class_field_index(class, field), class))
        return true;
    return guard_refuse_field(request, class, OPERATION_UPDATE, field->name,
                              "the field is hidden from this user");
}

void shown_row_write(struct object_writer *writer, const struct row *row,
                     const struct shown_row *found)
{
    const struct class *class = found->projection->class;
    struct row own = *row;

    own.class = class;
    class->codec->write_members(writer, &own, found->projection);
    for (int i = 0; found->object && i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (!found->changed[i] || object_state_of(class, found->object, i) != FIELD_SET)
            continue;
        for (size_t j = 0; j <= field->alias_count; j++) {
            buffer_add_char(writer->buffer, ',');
            json_write_string(writer->buffer, j ? field->aliases[j - 1] : field->name);
            buffer_add_char(writer->buffer, ':');
            file_writer_value(writer->buffer, writer->request, class, field, found->object);
        }
    }
}
