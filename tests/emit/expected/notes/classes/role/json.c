/* json.c - class _Role from JSON, and to it. Generated. */
#include "classes/role/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct role_object *read = object;

    switch (field) {
    case role_NAME:
        return read_string(source, &read->name);
    case role_USERS:
        return read_relation(source);
    case role_ROLES:
        return read_relation(source);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, role_NAME))
        write_string(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"name\":"));
    if (projection_shows(projection, role_USERS))
        write_relation(writer, (struct text)TEXT(",\"users\":"), &user_model);
    if (projection_shows(projection, role_ROLES))
        write_relation(writer, (struct text)TEXT(",\"roles\":"), &role_model);
    write_object_acl(writer, row);
}

const struct class_codec role_codec = {
    .read = read_value,
    .write_members = write_members,
};
