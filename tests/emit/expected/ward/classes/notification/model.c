/* model.c - the fields of class Notification, and what it consists of. Generated. */
#include "classes/notification/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* agent.md:44 */
    [notification_RECIPIENT] = {
        .name = TEXT("recipient"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct notification_object, recipient),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"recipient\"",
        .target = &user_model,
        .required = true,
    },
    /* agent.md:44 */
    [notification_KIND] = {
        .name = TEXT("kind"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct notification_object, kind),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"kind\"",
        .required = true,
    },
    /* agent.md:44 */
    [notification_ENTITY_TYPE] = {
        .name = TEXT("entityType"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct notification_object, entity_type),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"entityType\"",
        .required = true,
    },
    /* agent.md:44 */
    [notification_ENTITY_ID] = {
        .name = TEXT("entityId"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct notification_object, entity_id),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"entityId\"",
        .required = true,
    },
    /* agent.md:44 */
    [notification_IS_READ] = {
        .name = TEXT("isRead"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct notification_object, is_read),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"isRead\"",
        .default_json = TEXT("false"),
    },
    /* agent.md:44 */
    [notification_READ_AT] = {
        .name = TEXT("readAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct notification_object, read_at),
        .column = COLUMN_FIRST_FIELD + 5,
        .column_name = "\"readAt\"",
        .server_set = true,
        .reserved = true,
        .stamped = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("entityId"), notification_ENTITY_ID},
    {TEXT("entityType"), notification_ENTITY_TYPE},
    {TEXT("isRead"), notification_IS_READ},
    {TEXT("kind"), notification_KIND},
    {TEXT("readAt"), notification_READ_AT},
    {TEXT("recipient"), notification_RECIPIENT},
};

static const struct class_index indexes[] = {
    {TEXT("recipient_createdAt"), TEXT("{\"recipient\":1,\"createdAt\":1}")},
};

const struct class notification_model = {
    .name = TEXT("Notification"),
    .table = "\"Notification\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"recipient\", \"kind\", "
               "\"entityType\", \"entityId\", \"isRead\", \"readAt\"",
    .column_count = COLUMN_FIRST_FIELD + 6,
    .fields = fields,
    .field_count = notification_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct notification_object),
    .state_offset = offsetof(struct notification_object, state),
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .codec = &notification_codec,
    .access = &notification_access,
    .checks = &notification_checks,
    .hooks = &notification_hook_class,
};
