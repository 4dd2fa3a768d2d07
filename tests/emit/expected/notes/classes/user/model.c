/* model.c - the fields of class _User, and what it consists of. Generated. */
#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* built in */
    [user_USERNAME] = {
        .name = TEXT("username"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct user_object, username),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"username\"",
        .required = true,
        .unique = true,
    },
    /* built in */
    [user_EMAIL] = {
        .name = TEXT("email"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct user_object, email),
        .column = COLUMN_FIRST_FIELD + 1,
        .column_name = "\"email\"",
        .unique = true,
    },
    /* built in */
    [user_EMAIL_VERIFIED] = {
        .name = TEXT("emailVerified"),
        .type = FIELD_BOOLEAN,
        .element_type = -1,
        .offset = offsetof(struct user_object, email_verified),
        .column = COLUMN_FIRST_FIELD + 2,
        .column_name = "\"emailVerified\"",
        .server_set = true,
    },
    /* built in */
    [user_AUTH_DATA] = {
        .name = TEXT("authData"),
        .type = FIELD_OBJECT,
        .element_type = -1,
        .offset = offsetof(struct user_object, auth_data),
        .column = COLUMN_FIRST_FIELD + 3,
        .column_name = "\"authData\"",
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("authData"), user_AUTH_DATA},
    {TEXT("email"), user_EMAIL},
    {TEXT("emailVerified"), user_EMAIL_VERIFIED},
    {TEXT("username"), user_USERNAME},
};

const struct class user_model = {
    .name = TEXT("_User"),
    .table = "\"_User\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"username\", \"email\", "
               "\"emailVerified\", \"authData\"",
    .column_count = COLUMN_FIRST_FIELD + 4,
    .fields = fields,
    .field_count = user_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct user_object),
    .state_offset = offsetof(struct user_object, state),
    .codec = &user_codec,
    .access = &user_access,
    .checks = &user_checks,
    .hooks = &user_hook_class,
};
