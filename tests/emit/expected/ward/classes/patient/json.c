/* json.c - from a row of class Patient to JSON. Generated. */
#include "classes/patient/model.h"

#include "classes/user/model.h"
#include "read/object_writer.h"

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, patient_USER))
        write_pointer(writer, row, COLUMN_FIRST_FIELD + 0, (struct text)TEXT(",\"user\":"),
                      &user_model, projection_included(projection, patient_USER));
    if (projection_shows(projection, patient_NAME))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"name\":"));
    if (projection_shows(projection, patient_SEX))
        write_string(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"sex\":"));
    if (projection_shows(projection, patient_CONTACT))
        write_sealed(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"contact\":"),
                     &patient_model.fields[patient_CONTACT],
                     projection_included(projection, patient_CONTACT));
    write_object_acl(writer, row);
}

const struct class_codec patient_codec = {write_members};
