/* access.c - who may do what with which rows of class Notification. Generated. */
#include "classes/notification/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Notification\".\"recipient\" = :user"},
        .ground = GROUND_OWN,
        .said = "agent.md:44: When a Message is created, notify the recipient.",
    },
    {
        .operations = 1U << OPERATION_UPDATE,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Notification\".\"recipient\" = :user"},
        .fields = (const int[]){notification_IS_READ},
        .field_count = 1,
        .ground = GROUND_OWN,
        .said = "agent.md:44: When a Message is created, notify the recipient.",
    },
};

static const char *const owners[] = {
    "SELECT \"Notification\".\"objectId\" AS id, \"Notification\".\"recipient\" AS owner, "
    "FALSE AS helps:more FROM \"Notification\" WHERE \"Notification\".\"objectId\" :rows",
};

const struct class_access notification_access = {
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
    .guarding = (const int[]){notification_RECIPIENT},
    .guarding_count = 1,
    .owned = "\"Notification\".\"recipient\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
};
