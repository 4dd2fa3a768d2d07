/* version_field.c - see version_field.h. */
#include "objects/version_field.h"

#include "read/shown_row.h"
#include "write/versions_table.h"

static bool has_field(const struct class *class)
{
    return class_keeps_versions(class) && class->version_field >= 0;
}

static double *member_of(const struct object_edit *edit)
{
    const struct class_field *field = &edit->class->fields[edit->class->version_field];

    return (double *)object_member(edit->object, field);
}

bool version_field_before_save(struct request *request, struct save *save)
{
    const struct object_edit *edit = save->edit;
    const struct class *class = edit->class;
    struct text object_id = ((const struct object *)edit->object)->object_id;
    int64_t number = 1;
    unsigned char *state;
    unsigned char sent;

    if (!has_field(class))
        return true;
    state = object_state(class, edit->object, class->version_field);
    sent = *state;
    *state = FIELD_ABSENT;
    if (sent == FIELD_ABSENT || (save->is_new && edit->computed[class->version_field]))
        return true; /* nothing, or the default of the schema */
    if (!save->is_new &&
        (!shown_row_require(request, class, object_id, &class->fields[class->version_field]) ||
         !version_newest(request, class, object_id, &number)))
        return false;
    if (sent == FIELD_SET && *member_of(edit) == (double)number)
        return true;
    return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                "%.*s counts the versions of the object and is not the one that was read",
                TEXT_PRINTED(class->fields[class->version_field].name));
}

bool version_field_after_save(struct request *request, const struct save *save)
{
    const struct object_edit *edit = save->edit;
    const struct class *class = edit->class;
    int64_t number;

    if (!has_field(class))
        return true;
    if (!version_newest(request, class, ((const struct object *)edit->object)->object_id, &number))
        return false;
    *member_of(edit) = (double)number;
    *object_state(class, edit->object, class->version_field) = FIELD_SET;
    edit->computed[class->version_field] = true;
    return true;
}
