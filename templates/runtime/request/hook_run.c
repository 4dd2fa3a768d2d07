/* hook_run.c - see hook_run.h. */
#include "request/hook_run.h"

#include "formats/json.h"

bool hook_wants(const struct class *class, unsigned events)
{
    return class->hooks && (class->hooks->events() & events) != 0;
}

bool hook_call(struct request *request, const struct class *class, enum hook_event event,
               void *object, const void *original)
{
    struct hook hook = {request};

    json_use_arena(request->context.arena);
    return class->hooks->run(&hook, event, object, original);
}

static bool same_text(struct text a, struct text b)
{
    return !a.bytes == !b.bytes && text_equal(a, b);
}

/* Whether a field's member is the same in two objects. */
static bool same_member(const struct class_field *field, const void *a, const void *b)
{
    const void *left = object_value(a, field);
    const void *right = object_value(b, field);

    switch (field->type) {
    case FIELD_RELATION:
        return true;
    case FIELD_NUMBER:
        return memcmp(left, right, sizeof(double)) == 0;
    case FIELD_BOOLEAN:
        return *(const bool *)left == *(const bool *)right;
    case FIELD_DATE:
        return *(const int64_t *)left == *(const int64_t *)right;
    case FIELD_GEOPOINT:
        return memcmp(left, right, sizeof(struct geopoint)) == 0;
    default:
        return same_text(*(const struct text *)left, *(const struct text *)right);
    }
}

/* Whether a field that is set holds JSON that may be stored. */
static bool is_storable(const struct class *class, int index, void *object)
{
    const struct class_field *field = &class->fields[index];
    bool is_json =
        field->type == FIELD_OBJECT || field->type == FIELD_ARRAY || field->type == FIELD_POLYGON;

    if (*object_state(class, object, index) != FIELD_SET || !is_json)
        return true;
    return json_is_valid(*(const struct text *)object_value(object, field));
}

bool hook_note_changes(struct request *request, const struct class *class, void *object,
                       const void *before, bool *changed)
{
    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        unsigned char *state = object_state(class, object, i);
        unsigned char old = object_state_of(class, before, i);
        bool same = same_member(field, object, before);

        if (field->type == FIELD_RELATION || (same && *state == old))
            continue;
        if (!same && *state == old)
            *state = FIELD_SET;
        changed[i] = true;
        if (!is_storable(class, i, object))
            return fail_internal(&request->context, "a hook made malformed JSON");
    }
    return true;
}
