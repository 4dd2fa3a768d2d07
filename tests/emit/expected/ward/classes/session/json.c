/* json.c - from a row of class _Session to JSON. Generated. */
#include "classes/session/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

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

const struct class_codec session_codec = {write_members};
