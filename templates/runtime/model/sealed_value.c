/* sealed_value.c - see sealed_value.h. */
#include "model/sealed_value.h"

#include "base/log.h"
#include "crypto/seal.h"

/* "Class.field.objectId", under the names that stay: no name has a point in it. */
static struct text place_of(struct context *context, const struct class *class,
                            const struct class_field *field, struct text object_id)
{
    struct text of = class_record(class);
    struct text in = class_field_record(field);

    return arena_printf(context->arena, "%.*s.%.*s.%.*s", TEXT_PRINTED(of), TEXT_PRINTED(in),
                        TEXT_PRINTED(object_id));
}

/* The bytes of a member that is no text; 0 for one that is. */
static size_t plain_size(const struct class_field *field)
{
    return field->type == FIELD_NUMBER || field->type == FIELD_DATE ? sizeof(int64_t) : 0;
}

bool sealed_value_close(struct context *context, const struct class *class,
                        const struct class_field *field, struct text object_id, const void *member,
                        struct text *sealed)
{
    struct text place = place_of(context, class, field, object_id);
    struct text plain = {member, plain_size(field)};

    if (!plain.length)
        plain = *(const struct text *)member;
    return place.bytes ? seal(context, KEY_SEAL, place, plain, sealed)
                       : fail_internal(context, "out of memory");
}

/* It is this row that is damaged; the log says which. */
static bool fail_row(struct context *context, const struct class *class,
                     const struct class_field *field, struct text object_id)
{
    log_error("%.*s of %.*s %.*s cannot be opened: it is damaged, or was sealed with another key",
              TEXT_PRINTED(field->name), TEXT_PRINTED(class->name), TEXT_PRINTED(object_id));
    fail_internal(context, "a sealed value could not be opened");
    context->error.of_row = !context->arena->failed;
    return false;
}

bool sealed_value_open(struct context *context, const struct class *class,
                       const struct class_field *field, struct text object_id, struct text sealed,
                       void *member)
{
    struct text place = place_of(context, class, field, object_id);
    struct text plain;

    if (!place.bytes)
        return fail_internal(context, "out of memory");
    if (!unseal(context, KEY_SEAL, place, sealed, &plain))
        return fail_row(context, class, field, object_id);
    if (!plain_size(field)) {
        *(struct text *)member = plain;
        return true;
    }
    if (plain.length != plain_size(field))
        return fail_row(context, class, field, object_id);
    memcpy(member, plain.bytes, plain.length);
    return true;
}
