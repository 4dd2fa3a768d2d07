/* access.c - who may do what with which rows of class CareAssignment. Generated. */
#include "classes/care_assignment/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    /* agent.md:25: Nurses can read Patient of their assigned patients. */
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE | 1U << OPERATION_UPDATE | 1U << OPERATION_DELETE,
        .who = {.audience = AUDIENCE_ROLE, .role = TEXT("admin")},
        .of_owner = true,
    },
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
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .owned = "\"CareAssignment\".\"provider\" = :user",
    .is_grant = true,
};
