/* json.c - from a row of class CareAssignment to JSON. Generated. */
#include "classes/care_assignment/model.h"

#include "classes/patient/model.h"
#include "classes/user/model.h"
#include "read/object_writer.h"

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

const struct class_codec care_assignment_codec = {write_members};
