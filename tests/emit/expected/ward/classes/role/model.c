/* model.c - the fields of class _Role, and what it consists of. Generated. */
#include "classes/role/model.h"

#include "classes/user/model.h"

static const struct class_field fields[] = {
    /* built in */
    [role_NAME] = {
        .name = TEXT("name"),
        .type = FIELD_STRING,
        .element_type = -1,
        .offset = offsetof(struct role_object, name),
        .column = COLUMN_FIRST_FIELD + 0,
        .column_name = "\"name\"",
        .required = true,
        .unique = true,
    },
    /* built in */
    [role_USERS] = {
        .name = TEXT("users"),
        .type = FIELD_RELATION,
        .element_type = -1,
        .column = -1,
        .column_name = "",
        .join_table = "\"_Join:users:_Role\"",
        .target = &user_model,
    },
    /* built in */
    [role_ROLES] = {
        .name = TEXT("roles"),
        .type = FIELD_RELATION,
        .element_type = -1,
        .column = -1,
        .column_name = "",
        .join_table = "\"_Join:roles:_Role\"",
        .target = &role_model,
    },
};

/* Sorted, for a binary search; aliases have rows of their own. */
static const struct class_name names[] = {
    {TEXT("name"), role_NAME},
    {TEXT("roles"), role_ROLES},
    {TEXT("users"), role_USERS},
};

const struct class role_model = {
    .name = TEXT("_Role"),
    .table = "\"_Role\"",
    .columns = "\"objectId\", \"createdAt\", \"updatedAt\", \"_acl\", \"name\"",
    .column_count = COLUMN_FIRST_FIELD + 1,
    .fields = fields,
    .field_count = role_field_count,
    .names = names,
    .name_count = sizeof names / sizeof names[0],
    .object_size = sizeof(struct role_object),
    .state_offset = offsetof(struct role_object, state),
    .codec = &role_codec,
    .access = &role_access,
    .checks = &role_checks,
    .hooks = &role_hook_class,
};
