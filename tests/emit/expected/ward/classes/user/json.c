/* json.c - from a row of class _User to JSON. Generated. */
#include "classes/user/model.h"

#include "read/object_writer.h"

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, user_USERNAME))
        write_string(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"username\":"));
    if (projection_shows(projection, user_EMAIL))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"email\":"));
    if (projection_shows(projection, user_EMAIL_VERIFIED))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 2,
                      (struct text)TEXT(",\"emailVerified\":"));
    if (projection_shows(projection, user_AUTH_DATA))
        write_json(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"authData\":"));
    write_object_acl(writer, row);
}

const struct class_codec user_codec = {write_members};
