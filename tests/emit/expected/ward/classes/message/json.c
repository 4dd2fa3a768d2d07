/* json.c - class Message from JSON, and to it. Generated. */
#include "classes/message/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct message_object *read = object;

    switch (field) {
    case message_SENDER:
        return read_pointer(source, &read->sender);
    case message_RECIPIENT:
        return read_pointer(source, &read->recipient);
    case message_BODY:
        return read_string(source, &read->body);
    case message_STATUS:
        return read_string(source, &read->status);
    case message_IS_READ:
        return read_boolean(source, &read->is_read);
    case message_SENT_AT:
        return read_date(source, &read->sent_at);
    case message_READ_AT:
        return read_date(source, &read->read_at);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, message_SENDER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"sender\":"),
                      &user_model, projection_included(projection, message_SENDER));
    if (projection_shows(projection, message_RECIPIENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"recipient\":"),
                      &user_model, projection_included(projection, message_RECIPIENT));
    if (projection_shows(projection, message_BODY))
        write_string(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"body\":"));
    if (projection_shows(projection, message_STATUS))
        write_string(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"status\":"));
    if (projection_shows(projection, message_IS_READ))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"isRead\":"));
    if (projection_shows(projection, message_SENT_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 5, (struct text)TEXT(",\"sentAt\":"));
    if (projection_shows(projection, message_READ_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 6, (struct text)TEXT(",\"readAt\":"));
    write_object_acl(writer, row);
}

const struct class_codec message_codec = {
    .read = read_value,
    .write_members = write_members,
};
