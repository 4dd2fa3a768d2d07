/* json.c - from a row of class Order to JSON. Generated. */
#include "classes/order/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"
#include "read/object_writer.h"

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

const struct class_codec order_codec = {write_members};
