/* json.c - from a row of class _Role to JSON. Generated. */
#include "classes/role/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

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

const struct class_codec role_codec = {write_members};
