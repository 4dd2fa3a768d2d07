/* json.c - class AuditLog from JSON, and to it. Generated. */
#include "classes/audit_log/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct audit_log_object *read = object;

    switch (field) {
    case audit_log_ACTOR:
        return read_pointer(source, &read->actor);
    case audit_log_ACTION:
        return read_string(source, &read->action);
    case audit_log_ENTITY_TYPE:
        return read_string(source, &read->entity_type);
    case audit_log_ENTITY_ID:
        return read_string(source, &read->entity_id);
    case audit_log_PAYLOAD:
        return read_object(source, &read->payload);
    default:
        return false;
    }
}

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

const struct class_codec audit_log_codec = {
    .read = read_value,
    .write_members = write_members,
};
