/* access.c - who may do what with which rows of class _User. Generated. */
#include "classes/user/model.h"

#include "model/class_access.h"

static const struct protected_fields protected_fields[] = {
    {.principal = TEXT("*"),
     .fields = (const int[]){user_EMAIL},
     .field_count = 1},
};

static const char *const owners[] = {
    "SELECT \"_User\".\"objectId\" AS id, \"_User\".\"objectId\" AS owner, FALSE AS helps:more "
    "FROM \"_User\" WHERE \"_User\".\"objectId\" :rows",
};

const struct class_access user_access = {
    .permissions = {
        [OPERATION_GET] = {.everyone = true},
        [OPERATION_FIND] = {.everyone = true},
        [OPERATION_COUNT] = {.everyone = true},
        [OPERATION_CREATE] = {.everyone = true},
        [OPERATION_UPDATE] = {.everyone = true},
        [OPERATION_DELETE] = {.everyone = true},
    },
    .protected_fields = protected_fields,
    .protected_count = sizeof protected_fields / sizeof protected_fields[0],
    .owned = "\"_User\".\"objectId\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
};
