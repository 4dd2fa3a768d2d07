/* json.c - class Patient from JSON, and to it. Generated. */
#include "classes/patient/model.h"

#include "classes/user/model.h"
#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct patient_object *read = object;

    switch (field) {
    case patient_USER:
        return read_pointer(source, &read->user);
    case patient_NAME:
        return read_string(source, &read->name);
    case patient_SEX:
        return read_string(source, &read->sex);
    case patient_CONTACT:
        return read_string(source, &read->contact);
    default:
        return false;
    }
}

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

const struct class_codec patient_codec = {
    .read = read_value,
    .write_members = write_members,
};
