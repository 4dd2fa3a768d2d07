/* json.c - class CareAssignment from JSON, and to it. Generated. */
#include "classes/care_assignment/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct care_assignment_object *read = object;

    switch (field) {
    case care_assignment_PATIENT:
        return read_pointer(source, &read->patient);
    case care_assignment_PROVIDER:
        return read_pointer(source, &read->provider);
    case care_assignment_STARTS_AT:
        return read_date(source, &read->starts_at);
    case care_assignment_ENDS_AT:
        return read_date(source, &read->ends_at);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, care_assignment_PATIENT))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"patient\":"),
                      &patient_model, projection_included(projection, care_assignment_PATIENT));
    if (projection_shows(projection, care_assignment_PROVIDER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"provider\":"),
                      &user_model, projection_included(projection, care_assignment_PROVIDER));
    if (projection_shows(projection, care_assignment_STARTS_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"startsAt\":"));
    if (projection_shows(projection, care_assignment_ENDS_AT))
        write_date(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"endsAt\":"));
    write_object_acl(writer, row);
}

const struct class_codec care_assignment_codec = {
    .read = read_value,
    .write_members = write_members,
};
