/* json.c - class _Installation from JSON, and to it. Generated. */
#include "classes/installation/model.h"

#include "model/value_reader.h"
#include "read/object_writer.h"

static bool read_value(const struct value_source *source, int field, void *object)
{
    struct installation_object *read = object;

    switch (field) {
    case installation_INSTALLATION_ID:
        return read_string(source, &read->installation_id);
    case installation_DEVICE_TOKEN:
        return read_string(source, &read->device_token);
    case installation_CHANNELS:
        return read_array(source, &read->channels);
    case installation_DEVICE_TYPE:
        return read_string(source, &read->device_type);
    case installation_PUSH_TYPE:
        return read_string(source, &read->push_type);
    case installation_GCM_SENDER_ID:
        return read_string(source, &read->gcm_sender_id);
    case installation_TIME_ZONE:
        return read_string(source, &read->time_zone);
    case installation_LOCALE_IDENTIFIER:
        return read_string(source, &read->locale_identifier);
    case installation_BADGE:
        return read_number(source, &read->badge);
    case installation_APP_VERSION:
        return read_string(source, &read->app_version);
    case installation_APP_NAME:
        return read_string(source, &read->app_name);
    case installation_APP_IDENTIFIER:
        return read_string(source, &read->app_identifier);
    case installation_PARSE_VERSION:
        return read_string(source, &read->parse_version);
    default:
        return false;
    }
}

static void write_members(struct object_writer *writer, const struct row *row,
                          const struct projection *projection)
{
    write_object_head(writer, row);
    if (projection_shows(projection, installation_INSTALLATION_ID))
        write_string(writer, row, COLUMN_FIRST_FIELD + 0,
                     (struct text)TEXT(",\"installationId\":"));
    if (projection_shows(projection, installation_DEVICE_TOKEN))
        write_string(writer, row, COLUMN_FIRST_FIELD + 1, (struct text)TEXT(",\"deviceToken\":"));
    if (projection_shows(projection, installation_CHANNELS))
        write_array(writer, row, COLUMN_FIRST_FIELD + 2, (struct text)TEXT(",\"channels\":"),
                    projection_included(projection, installation_CHANNELS));
    if (projection_shows(projection, installation_DEVICE_TYPE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 3, (struct text)TEXT(",\"deviceType\":"));
    if (projection_shows(projection, installation_PUSH_TYPE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 4, (struct text)TEXT(",\"pushType\":"));
    if (projection_shows(projection, installation_GCM_SENDER_ID))
        write_string(writer, row, COLUMN_FIRST_FIELD + 5, (struct text)TEXT(",\"GCMSenderId\":"));
    if (projection_shows(projection, installation_TIME_ZONE))
        write_string(writer, row, COLUMN_FIRST_FIELD + 6, (struct text)TEXT(",\"timeZone\":"));
    if (projection_shows(projection, installation_LOCALE_IDENTIFIER))
        write_string(writer, row, COLUMN_FIRST_FIELD + 7,
                     (struct text)TEXT(",\"localeIdentifier\":"));
    if (projection_shows(projection, installation_BADGE))
        write_number(writer, row, COLUMN_FIRST_FIELD + 8, (struct text)TEXT(",\"badge\":"));
    if (projection_shows(projection, installation_APP_VERSION))
        write_string(writer, row, COLUMN_FIRST_FIELD + 9, (struct text)TEXT(",\"appVersion\":"));
    if (projection_shows(projection, installation_APP_NAME))
        write_string(writer, row, COLUMN_FIRST_FIELD + 10, (struct text)TEXT(",\"appName\":"));
    if (projection_shows(projection, installation_APP_IDENTIFIER))
        write_string(writer, row, COLUMN_FIRST_FIELD + 11,
                     (struct text)TEXT(",\"appIdentifier\":"));
    if (projection_shows(projection, installation_PARSE_VERSION))
        write_string(writer, row, COLUMN_FIRST_FIELD + 12,
                     (struct text)TEXT(",\"parseVersion\":"));
    write_object_acl(writer, row);
}

const struct class_codec installation_codec = {
    .read = read_value,
    .write_members = write_members,
};
