/* json.c - class Entry from JSON, and to it. Generated. */
#include "classes/entry/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct entry_object *read = object;

    switch (field) {
    case entry_OWNER:
        return read_pointer(source, &read->owner);
    case entry_TEXT:
        return read_string(source, &read->text);
    default:
        return false;
    }
}

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

const struct class_codec entry_codec = {
    .read = read_value,
    .write_members = write_members,
};
