/* json.c - class Order from JSON, and to it. Generated. */
#include "classes/order/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct order_object *read = object;

    switch (field) {
    case order_PATIENT:
        return read_pointer(source, &read->patient);
    case order_DRUG:
        return read_string(source, &read->drug);
    case order_DOSE:
        return read_number(source, &read->dose);
    case order_STATUS:
        return read_string(source, &read->status);
    case order_REASON:
        return read_string(source, &read->reason);
    case order_SECRET:
        return read_string(source, &read->secret);
    case order_PUBLISHED_AT:
        return read_date(source, &read->published_at);
    case order_PUBLISHED_BY:
        return read_pointer(source, &read->published_by);
    case order_IS_ACKNOWLEDGED:
        return read_boolean(source, &read->is_acknowledged);
    case order_ACKNOWLEDGED_AT:
        return read_date(source, &read->acknowledged_at);
    case order_ACKNOWLEDGED_BY:
        return read_pointer(source, &read->acknowledged_by);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, order_PATIENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"patient\":"),
                      &patient_model, projection_included(projection, order_PATIENT));
    if (projection_shows(projection, order_DRUG))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"drug\":"));
    if (projection_shows(projection, order_DOSE))
        write_number(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"dose\":"));
    if (projection_shows(projection, order_STATUS))
        write_string(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"status\":"));
    if (projection_shows(projection, order_REASON))
        write_string(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"reason\":"));
    if (projection_shows(projection, order_SECRET))
        write_string(writer, row, COLUMN_FIRST_FIELD + 5, (struct text)TEXT(",\"secret\":"));
    if (projection_shows(projection, order_PUBLISHED_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 6, (struct text)TEXT(",\"publishedAt\":"));
    if (projection_shows(projection, order_PUBLISHED_BY))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 7,
                      (struct text)TEXT(",\"publishedBy\":"), &user_model,
                      projection_included(projection, order_PUBLISHED_BY));
    if (projection_shows(projection, order_IS_ACKNOWLEDGED))
        write_boolean(writer, row, COLUMN_FIRST_FIELD + 8,
                      (struct text)TEXT(",\"isAcknowledged\":"));
    if (projection_shows(projection, order_ACKNOWLEDGED_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 9,
                   (struct text)TEXT(",\"acknowledgedAt\":"));
    if (projection_shows(projection, order_ACKNOWLEDGED_BY))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 10,
                      (struct text)TEXT(",\"acknowledgedBy\":"), &user_model,
                      projection_included(projection, order_ACKNOWLEDGED_BY));
    write_object_acl(writer, row);
}

const struct class_codec order_codec = {
    .read = read_value,
    .write_members = write_members,
};
