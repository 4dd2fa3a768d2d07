/* system_object.c - see system_object.h. */
#include "objects/system_object.h"

#include "model/value.h"
#include "read/rows.h"

bool system_object_read(struct request *request, const struct class *class, struct text object_id,
                        void **object)
{
    struct principal before = request_act_as_server(request);
    struct row_query query = {
        .class = class, .operation = OPERATION_GET, .object_id = object_id, .limit = -1};
    struct store_statement *rows;
    bool found = false;
    bool done;

    *object = NULL;
    done = rows_select(request, &query, &rows) && sql_next(&request->context, rows, &found);
    if (found) {
        *object = arena_alloc(request->context.arena, class->object_size);
        done = *object ? value_read_row(&request->context, class, rows, *object)
                       : fail_internal(&request->context, "out of memory");
    }
    store_release(rows);
    request_act_as(request, before);
    return done;
}

enum field_state system_object_state(const struct class *class, const void *object,
                                     const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    if (!field)
        return FIELD_ABSENT;
    return object_state_of(class, object, class_field_index(class, field));
}

/* Where the field's value is, or NULL where it is not set. */
static const void *value_of(const struct class *class, const void *object, const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    if (system_object_state(class, object, name) != FIELD_SET)
        return NULL;
    return object_value(object, field);
}

struct text system_object_text(const struct class *class, const void *object, const char *field)
{
    const struct text *value = value_of(class, object, field);

    return value ? *value : text_none();
}

int64_t system_object_date(const struct class *class, const void *object, const char *field)
{
    const int64_t *value = value_of(class, object, field);

    return value ? *value : 0;
}

/* The place of the field's value, which is marked as the server's; NULL without such a field. */
static void *change(struct object_edit *edit, const char *name, enum field_state state)
{
    const struct class_field *field = class_find_field(edit->class, text_of(name));
    int index = field ? class_field_index(edit->class, field) : -1;

    if (!field)
        return NULL;
    *object_state(edit->class, edit->object, index) = (unsigned char)state;
    edit->computed[index] = true;
    return object_member(edit->object, field);
}

void system_object_set_text(struct object_edit *edit, const char *field, struct text value)
{
    struct text *place = change(edit, field, FIELD_SET);

    if (place)
        *place = value;
}

void system_object_set_date(struct object_edit *edit, const char *field, int64_t value)
{
    int64_t *place = change(edit, field, FIELD_SET);

    if (place)
        *place = value;
}

void system_object_remove(struct object_edit *edit, const char *field)
{
    (void)change(edit, field, FIELD_UNSET);
}

static bool is_same(const struct class *class, const void *object, const void *stored,
                    const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    if (field && field->type == FIELD_DATE)
        return system_object_date(class, object, name) == system_object_date(class, stored, name);
    return text_equal(system_object_text(class, object, name),
                      system_object_text(class, stored, name));
}

bool system_object_keeps(struct request *request, const struct object_edit *edit,
                         const void *stored, const char *const *fields)
{
    for (; *fields; fields++)
        if (system_object_state(edit->class, edit->object, *fields) != FIELD_ABSENT &&
            !is_same(edit->class, edit->object, stored, *fields))
            return fail(&request->context, PARSE_VALIDATION, "%s of a %.*s does not change",
                        *fields, TEXT_PRINTED(edit->class->name));
    return true;
}

bool system_object_require_text(struct request *request, const struct object_edit *edit,
                                const char *field)
{
    struct text value = system_object_text(edit->class, edit->object, field);

    for (size_t i = 0; i < value.length; i++)
        if (value.bytes[i] < 0 || value.bytes[i] > ' ')
            return true;
    return fail(&request->context, PARSE_VALIDATION, "%s is required", field);
}

bool system_object_end(struct request *request, struct object_edit *edit, const void *stored,
                       const char *field)
{
    enum field_state state = system_object_state(edit->class, edit->object, field);
    int64_t ended = stored ? system_object_date(edit->class, stored, field) : 0;

    if (state == FIELD_ABSENT || (state == FIELD_UNSET && !ended))
        return true;
    if (state == FIELD_UNSET)
        return fail(&request->context, PARSE_VALIDATION, "%s of a %.*s does not change", field,
                    TEXT_PRINTED(edit->class->name));
    system_object_set_date(edit, field, ended ? ended : request->now);
    return true;
}
