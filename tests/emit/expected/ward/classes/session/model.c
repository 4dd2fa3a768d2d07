/* model.c - the fields of class _Session, and what it consists of. Generated. */
#include "classes/session/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* built in */
    [session_USER] = {
        .name = TEXT("user"),
        .type = FIELD_POINTER,
        .element_type = -1,
        .offset = offsetof(struct session_object, user),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"user\"",
        .target = &user_model,
        .server_set = true,
    },
    /* built in */
    [session_CREATED_WITH] = {
        .name = TEXT("createdWith"),
        .type = FIELD_OBJECT,
        .element_type = -1,
        .offset = offsetof(struct session_object, created_with),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"createdWith\"",
        .server_set = true,
    },
    /* built in */
    [session_RESTRICTED] = {
        .name = TEXT("restricted"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct session_object, restricted),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"restricted\"",
        .server_set = true,
    },
    /* built in */
    [session_EXPIRES_AT] = {
        .name = TEXT("expiresAt"),
        .type = FIELD_DATE,
        .element_type = -1,
        .offset = offsetof(struct session_object, expires_at),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"expiresAt\"",
        .server_set = true,
    },
    /* built in */
    [session_INSTALLATION_ID] = {
        .name = TEXT("installationId"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct session_object, installation_id),
        .column = COLUMN_FIRST_FIELD + 4,
        .column_name = "\"installationId\"",
        .server_set = true,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("createdWith"), session_CREATED_WITH},
    {TEXT("expiresAt"), session_EXPIRES_AT},
    {TEXT("installationId"), session_INSTALLATION_ID},
    {TEXT("restricted"), session_RESTRICTED},
    {TEXT("user"), session_USER},
};

const struct class session_model = {
    .name = TEXT("_Session"),
    .table = "\"_Session\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"user\", "
               "\"createdWith\", \"restricted\", \"expiresAt\", \"installationId\"",
    .column_count = COLUMN_FIRST_FIELD + 5,
    .fields = fields,
    .field_count = session_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct session_object),
    .state_offset = offsetof(struct session_object, state),
    .codec = &session_codec,
    .access = &session_access,
    .checks = &session_checks,
};
