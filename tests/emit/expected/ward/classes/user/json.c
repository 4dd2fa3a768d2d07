/* json.c - class _User from JSON, and to it. Generated. */
#include "classes/user/model.h"

#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct user_object *read = object;

    switch (field) {
    case user_USERNAME:
        return read_string(source, &read->username);
    case user_EMAIL:
        return read_string(source, &read->email);
    case user_EMAIL_VERIFIED:
        return read_boolean(source, &read->email_verified);
    case user_AUTH_DATA:
        return read_object(source, &read->auth_data);
    default:
        return false;
    }
}

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

const struct class_codec user_codec = {
    .read = read_value,
    .write_members = write_members,
};
