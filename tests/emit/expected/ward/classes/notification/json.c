/* json.c - from a row of class Notification to JSON. Generated. */
#include "classes/notification/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

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

const struct class_codec notification_codec = {write_members};
