/* access.c - who may do what with which rows of class CareAssignment. Generated. */
#include "classes/care_assignment/model.h"

#include "model/class_access.h"

static const char *const owners[] = {
    "SELECT \"CareAssignment\".\"objectId\" AS id, \"CareAssignment\".\"provider\" AS owner, "
    "TRUE AS helps:more FROM \"CareAssignment\" WHERE \"CareAssignment\".\"objectId\" :rows",
};

const struct class_access care_assignment_access = {
    .permissions = {
        [OPERATION_GET] = {.requires_authentication = true},
        [OPERATION_FIND] = {.requires_authentication = true},
        [OPERATION_COUNT] = {.requires_authentication = true},
        [OPERATION_CREATE] = {.requires_authentication = true},
        [OPERATION_UPDATE] = {.requires_authentication = true},
        [OPERATION_DELETE] = {.requires_authentication = true},
    },
    .is_ruled = true,
    .owned = "\"CareAssignment\".\"provider\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
    .is_grant = true,
};
