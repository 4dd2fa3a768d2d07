/* json.c - from a row of class Entry to JSON. Generated. */
#include "classes/entry/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, entry_OWNER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"owner\":"),
                      &user_model, projection_included(projection, entry_OWNER));
    if (projection_shows(projection, entry_TEXT))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"text\":"));
    write_object_acl(writer, row);
}

const struct class_codec entry_codec = {write_members};
