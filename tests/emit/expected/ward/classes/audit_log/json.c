/* json.c - from a row of class AuditLog to JSON. Generated. */
#include "classes/audit_log/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, audit_log_ACTOR))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"actor\":"),
                      &user_model, projection_included(projection, audit_log_ACTOR));
    if (projection_shows(projection, audit_log_ACTION))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"action\":"));
    if (projection_shows(projection, audit_log_ENTITY_TYPE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"entityType\":"));
    if (projection_shows(projection, audit_log_ENTITY_ID))
        write_string(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"entityId\":"));
    if (projection_shows(projection, audit_log_PAYLOAD))
        write_json(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"payload\":"));
    write_object_acl(writer, row);
}

const struct class_codec audit_log_codec = {write_members};
