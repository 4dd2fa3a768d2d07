/* object_writer.c - see object_writer.h.
 *
 * Every row of every answer passes through here: no formatting functions, no memory but the
 * buffer's. */
#include "read/object_writer.h"

#include "formats/acl.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"

void write_object_head(struct object_writer *writer, const struct row *row)
{
    struct buffer *buffer = writer->buffer;

    buffer_add_string(buffer, "\"objectId\":");
    json_write_string(buffer, store_column_text(row->statement, COLUMN_OBJECT_ID));
    buffer_add_string(buffer, ",\"createdAt\":");
    date_write_json(buffer, store_column_int64(row->statement, COLUMN_CREATED_AT));
    buffer_add_string(buffer, ",\"updatedAt\":");
    date_write_json(buffer, store_column_int64(row->statement, COLUMN_UPDATED_AT));
}

void write_object_acl(struct object_writer *writer, const struct row *row)
{
    if (store_column_is_null(row->statement, COLUMN_ACL))
        return;
    buffer_add_string(writer->buffer, ",\"ACL\":");
    acl_write_json(writer->buffer, store_column_text(row->statement, COLUMN_ACL));
}

/* Writes the key of a column that has a value; false when there is none. */
static bool write_key(struct object_writer *writer, const struct row *row, int column,
                      struct text key)
{
    if (store_column_is_null(row->statement, column))
        return false;
    buffer_add_text(writer->buffer, key);
    return true;
}

void write_string(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        json_write_string(writer->buffer, store_column_text(row->statement, column));
}

void write_number(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        json_write_number(writer->buffer, store_column_double(row->statement, column));
}

void write_boolean(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        buffer_add_string(writer->buffer,
                          store_column_int64(row->statement, column) ? "true" : "false");
}

void write_date(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        write_date_value(writer->buffer, store_column_int64(row->statement, column));
}

void write_pointer(struct object_writer *writer, const struct row *row, int column, struct text key,
                   const struct class *target, const struct projection *included)
{
    size_t start = writer->buffer->length;

    if (!write_key(writer, row, column, key))
        return;

    struct text object_id = store_column_text(row->statement, column);
    if (!included)
        write_pointer_value(writer->buffer, target->name, object_id);
    else if (!object_writer_include(writer, included, object_id))
        writer->buffer->length = start; /* left out, with its key */
}

void write_relation(struct object_writer *writer, struct text key, const struct class *target)
{
    buffer_add_text(writer->buffer, key);
    write_relation_value(writer->buffer, target->name);
}

void write_geopoint(struct object_writer *writer, const struct row *row, int column,
                    struct text key)
{
    if (!write_key(writer, row, column, key))
        return;

    struct geopoint point = {store_column_double(row->statement, column),
                             store_column_double(row->statement, column + 1)};
    write_geopoint_value(writer->buffer, point);
}

void write_polygon(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        write_polygon_value(writer->buffer, store_column_text(row->statement, column));
}

void write_bytes(struct object_writer *writer, const struct row *row, int column, struct text key)
{
    if (write_key(writer, row, column, key))
        write_bytes_value(writer->buffer, store_column_bytes(row->statement, column));
}
