/* model.c - the fields of class _Installation, and what it consists of. Generated. */
#include "classes/installation/model.h"

static const struct class_field fields[] = {
    /* built in */
    [installation_INSTALLATION_ID] = {
        .name = TEXT("installationId"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, installation_id),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"installationId\"",
    },
    /* built in */
    [installation_DEVICE_TOKEN] = {
        .name = TEXT("deviceToken"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, device_token),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"deviceToken\"",
    },
    /* built in */
    [installation_CHANNELS] = {
        .name = TEXT("channels"),
        .type = FIELD_ARRAY,
        .element_type = -1,
        .offset = offsetof(struct installation_object, channels),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"channels\"",
    },
    /* built in */
    [installation_DEVICE_TYPE] = {
        .name = TEXT("deviceType"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, device_type),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"deviceType\"",
    },
    /* built in */
    [installation_PUSH_TYPE] = {
        .name = TEXT("pushType"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, push_type),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"pushType\"",
    },
    /* built in */
    [installation_GCM_SENDER_ID] = {
        .name = TEXT("GCMSenderId"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, gcm_sender_id),
        .column = COLUMN_FIRST_FIELD + 5,
        .column_name = "\"GCMSenderId\"",
    },
    /* built in */
    [installation_TIME_ZONE] = {
        .name = TEXT("timeZone"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, time_zone),
        .column = COLUMN_FIRST_FIELD + 6,
        .column_name = "\"timeZone\"",
    },
    /* built in */
    [installation_LOCALE_IDENTIFIER] = {
        .name = TEXT("localeIdentifier"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, locale_identifier),
        .column = COLUMN_FIRST_FIELD + 7,
        .column_name = "\"localeIdentifier\"",
    },
    /* built in */
    [installation_BADGE] = {
        .name = TEXT("badge"),
        .type = FIELD_NUMBER,
        .element_type = -1,
        .offset = offsetof(struct installation_object, badge),
        .column = COLUMN_FIRST_FIELD + 8,
        .column_name = "\"badge\"",
    },
    /* built in */
    [installation_APP_VERSION] = {
        .name = TEXT("appVersion"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, app_version),
        .column = COLUMN_FIRST_FIELD + 9,
        .column_name = "\"appVersion\"",
    },
    /* built in */
    [installation_APP_NAME] = {
        .name = TEXT("appName"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, app_name),
        .column = COLUMN_FIRST_FIELD + 10,
        .column_name = "\"appName\"",
    },
    /* built in */
    [installation_APP_IDENTIFIER] = {
        .name = TEXT("appIdentifier"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, app_identifier),
        .column = COLUMN_FIRST_FIELD + 11,
        .column_name = "\"appIdentifier\"",
    },
    /* built in */
    [installation_PARSE_VERSION] = {
        .name = TEXT("parseVersion"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct installation_object, parse_version),
        .column = COLUMN_FIRST_FIELD + 12,
        .column_name = "\"parseVersion\"",
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("GCMSenderId"), installation_GCM_SENDER_ID},
    {TEXT("appIdentifier"), installation_APP_IDENTIFIER},
    {TEXT("appName"), installation_APP_NAME},
    {TEXT("appVersion"), installation_APP_VERSION},
    {TEXT("badge"), installation_BADGE},
    {TEXT("channels"), installation_CHANNELS},
    {TEXT("deviceToken"), installation_DEVICE_TOKEN},
    {TEXT("deviceType"), installation_DEVICE_TYPE},
    {TEXT("installationId"), installation_INSTALLATION_ID},
    {TEXT("localeIdentifier"), installation_LOCALE_IDENTIFIER},
    {TEXT("parseVersion"), installation_PARSE_VERSION},
    {TEXT("pushType"), installation_PUSH_TYPE},
    {TEXT("timeZone"), installation_TIME_ZONE},
};

const struct class installation_model = {
    .name = TEXT("_Installation"),
    .table = "\"_Installation\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"installationId\", "
               "\"deviceToken\", \"channels\", \"deviceType\", \"pushType\", \"GCMSenderId\", "
               "\"timeZone\", \"localeIdentifier\", \"badge\", \"appVersion\", \"appName\", "
               "\"appIdentifier\", \"parseVersion\"",
    .column_count = COLUMN_FIRST_FIELD + 13,
    .fields = fields,
    .field_count = installation_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct installation_object),
    .state_offset = offsetof(struct installation_object, state),
    .codec = &installation_codec,
    .access = &installation_access,
    .checks = &installation_checks,
    .hooks = &installation_hook_class,
};
