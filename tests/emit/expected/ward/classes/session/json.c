/* json.c - class _Session from JSON, and to it. Generated. */
#include "classes/session/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct session_object *read = object;

    switch (field) {
    case session_USER:
        return read_pointer(source, &read->user);
    case session_CREATED_WITH:
        return read_object(source, &read->created_with);
    case session_RESTRICTED:
        return read_boolean(source, &read->restricted);
    case session_EXPIRES_AT:
        return read_date(source, &read->expires_at);
    case session_INSTALLATION_ID:
        return read_string(source, &read->installation_id);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, session_USER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"user\":"),
                      &user_model, projection_included(projection, session_USER));
    if (projection_shows(projection, session_CREATED_WITH))
        write_json(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"createdWith\":"));
    if (projection_shows(projection, session_RESTRICTED))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"restricted\":"));
    if (projection_shows(projection, session_EXPIRES_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"expiresAt\":"));
    if (projection_shows(projection, session_INSTALLATION_ID))
        write_string(writer, row, COLUMN_FIRST_FIELD + 4,
                     (struct text)TEXT(",\"installationId\":"));
    write_object_acl(writer, row);
}

const struct class_codec session_codec = {
    .read = read_value,
    .write_members = write_members,
};
