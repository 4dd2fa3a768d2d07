/* access.c - who may do what with which rows of class Visit. Generated. */
#include "classes/visit/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
        .who = {.audience = AUDIENCE_SIGNED_IN,
                .rows = "\"Visit\".\"patient\" IN (SELECT \"Patient\".\"objectId\" FROM "
                        "\"Patient\" WHERE \"Patient\".\"user\" = :user)"},
        .ground = GROUND_OWN,
        .said = "agent.md:29: Patients can read their own Visit.",
    },
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE | 1U << OPERATION_UPDATE,
        .who = {.audience = AUDIENCE_ROLE, .role = TEXT("nurse")},
        .of_owner = true,
        .said = "agent.md:30: Nurses can read, create and update all Visit.",
    },
};

static const char *const owners[] = {
    "SELECT \"Visit\".\"objectId\" AS id, (SELECT o1.\"user\" FROM \"Patient\" AS o1 WHERE "
    "o1.\"objectId\" = \"Visit\".\"patient\") AS owner, FALSE AS helps:more FROM \"Visit\" "
    "WHERE \"Visit\".\"objectId\" :rows",
};

const struct class_access visit_access = {
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
    .guarding = (const int[]){visit_PATIENT},
    .guarding_count = 1,
    .owned = "\"Visit\".\"patient\" IN (SELECT \"Patient\".\"objectId\" FROM \"Patient\" WHERE "
             "\"Patient\".\"user\" = :user)",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
};
