/* access.c - who may do what with which rows of class Patient. Generated. */
#include "classes/patient/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE | 1U << OPERATION_UPDATE,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Patient\".\"user\" = :user"},
        .of_owner = true,
        .ground = GROUND_OWN,
        .said = "agent.md:24: Patients can read, create and update their own Patient.",
    },
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
        .who = {.audience = AUDIENCE_ROLE, .role = TEXT("nurse"),
                .rows = "\"Patient\".\"objectId\" IN (SELECT \"CareAssignment\".\"patient\" "
                        "FROM \"CareAssignment\" WHERE \"CareAssignment\".\"provider\" = :user "
                        "AND (\"CareAssignment\".\"startsAt\" IS NULL OR "
                        "\"CareAssignment\".\"startsAt\" <= :now) AND "
                        "(\"CareAssignment\".\"endsAt\" IS NULL OR "
                        "\"CareAssignment\".\"endsAt\" > :now))"},
        .ground = GROUND_ASSIGNMENT,
        .said = "agent.md:25: Nurses can read Patient of their assigned patients.",
    },
};

static const char *const owners[] = {
    "SELECT \"Patient\".\"objectId\" AS id, \"Patient\".\"user\" AS owner, FALSE AS helps:more "
    "FROM \"Patient\" WHERE \"Patient\".\"objectId\" :rows",
};

const struct class_access patient_access = {
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
    .guarding = (const int[]){patient_USER},
    .guarding_count = 1,
    .owned = "\"Patient\".\"user\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
    .audits = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
};
