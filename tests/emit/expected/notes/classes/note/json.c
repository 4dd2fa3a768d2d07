/* json.c - class Note from JSON, and to it. Generated. */
#include "classes/note/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct note_object *read = object;

    switch (field) {
    case note_TITLE:
        return read_string(source, &read->title);
    case note_RANK:
        return read_number(source, &read->rank);
    case note_PINNED:
        return read_boolean(source, &read->pinned);
    case note_DUE:
        return read_date(source, &read->due);
    case note_SETTINGS:
        return read_object(source, &read->settings);
    case note_TAGS:
        return read_array(source, &read->tags);
    case note_OWNER:
        return read_pointer(source, &read->owner);
    case note_PARENT:
        return read_pointer(source, &read->parent);
    case note_READERS:
        return read_relation(source);
    case note_SCAN:
        return read_file(source, &read->scan);
    case note_PLACE:
        return read_geopoint(source, &read->place);
    case note_AREA:
        return read_polygon(source, &read->area);
    case note_DIGEST:
        return read_bytes(source, &read->digest);
    default:
        return false;
    }
}

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

const struct class_codec note_codec = {
    .read = read_value,
    .write_members = write_members,
};
