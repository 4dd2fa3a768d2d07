/* json.c - class Visit from JSON, and to it. Generated. */
#include "classes/visit/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct visit_object *read = object;

    switch (field) {
    case visit_PATIENT:
        return read_pointer(source, &read->patient);
    case visit_NURSE:
        return read_pointer(source, &read->nurse);
    case visit_START_AT:
        return read_date(source, &read->start_at);
    case visit_END_AT:
        return read_date(source, &read->end_at);
    case visit_STATUS:
        return read_string(source, &read->status);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, visit_PATIENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"patient\":"),
                      &patient_model, projection_included(projection, visit_PATIENT));
    if (projection_shows(projection, visit_NURSE))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"nurse\":"),
                      &user_model, projection_included(projection, visit_NURSE));
    if (projection_shows(projection, visit_START_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"startAt\":"));
    if (projection_shows(projection, visit_END_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"endAt\":"));
    if (projection_shows(projection, visit_STATUS))
        write_string(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"status\":"));
    write_object_acl(writer, row);
}

const struct class_codec visit_codec = {
    .read = read_value,
    .write_members = write_members,
};
