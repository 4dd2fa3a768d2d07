/* json.c - from a row of class Note to JSON. Generated. */
#include "classes/note/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, note_TITLE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"title\":"));
    if (projection_shows(projection, note_RANK))
        write_number(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"rank\":"));
    if (projection_shows(projection, note_PINNED))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"pinned\":"));
    if (projection_shows(projection, note_DUE))
        write_date(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"due\":"));
    if (projection_shows(projection, note_SETTINGS))
        write_json(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"settings\":"));
    if (projection_shows(projection, note_TAGS))
        write_array(writer, row, COLUMN_FIRST_FIELD + 5, (struct text)TEXT(",\"tags\":"),
                    projection_included(projection, note_TAGS));
    if (projection_shows(projection, note_OWNER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 6, (struct text)TEXT(",\"owner\":"),
                      &user_model, projection_included(projection, note_OWNER));
    if (projection_shows(projection, note_PARENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 7, (struct text)TEXT(",\"parent\":"),
                      &note_model, projection_included(projection, note_PARENT));
    if (projection_shows(projection, note_READERS))
        write_relation(writer, (struct text)TEXT(",\"readers\":"), &user_model);
    if (projection_shows(projection, note_SCAN))
        write_file(writer, row, COLUMN_FIRST_FIELD + 8, (struct text)TEXT(",\"scan\":"));
    if (projection_shows(projection, note_PLACE))
        write_geopoint(writer, row, COLUMN_FIRST_FIELD + 9, (struct text)TEXT(",\"place\":"));
    if (projection_shows(projection, note_AREA))
        write_polygon(writer, row, COLUMN_FIRST_FIELD + 11, (struct text)TEXT(",\"area\":"));
    if (projection_shows(projection, note_DIGEST))
        write_bytes(writer, row, COLUMN_FIRST_FIELD + 12, (struct text)TEXT(",\"digest\":"));
    write_object_acl(writer, row);
}

const struct class_codec note_codec = {write_members};
