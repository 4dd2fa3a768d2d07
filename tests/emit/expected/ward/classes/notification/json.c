/* json.c - class Notification from JSON, and to it. Generated. */
#include "classes/notification/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct notification_object *read = object;

    switch (field) {
    case notification_RECIPIENT:
        return read_pointer(source, &read->recipient);
    case notification_KIND:
        return read_string(source, &read->kind);
    case notification_ENTITY_TYPE:
        return read_string(source, &read->entity_type);
    case notification_ENTITY_ID:
        return read_string(source, &read->entity_id);
    case notification_IS_READ:
        return read_boolean(source, &read->is_read);
    case notification_READ_AT:
        return read_date(source, &read->read_at);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, notification_RECIPIENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"recipient\":"),
                      &user_model, projection_included(projection, notification_RECIPIENT));
    if (projection_shows(projection, notification_KIND))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"kind\":"));
    if (projection_shows(projection, notification_ENTITY_TYPE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"entityType\":"));
    if (projection_shows(projection, notification_ENTITY_ID))
        write_string(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"entityId\":"));
    if (projection_shows(projection, notification_IS_READ))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"isRead\":"));
    if (projection_shows(projection, notification_READ_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 5, (struct text)TEXT(",\"readAt\":"));
    write_object_acl(writer, row);
}

const struct class_codec notification_codec = {
    .read = read_value,
    .write_members = write_members,
};
