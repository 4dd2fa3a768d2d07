/* access.c - who may do what with which rows of class Entry. Generated. */
#include "classes/entry/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Entry\".\"owner\" = :user"},
        .ground = GROUND_OWN,
        .said = "agent.md:34: Users can create and read their own Entry.",
    },
};

static const char *const owners[] = {
    "SELECT \"Entry\".\"objectId\" AS id, \"Entry\".\"owner\" AS owner, FALSE AS helps:more "
    "FROM \"Entry\" WHERE \"Entry\".\"objectId\" :rows",
};

static const struct class_sentence sentences[] = {
    {
        .kind = SENTENCE_FREEZES,
        .said = "agent.md:21: Entry is append-only.",
    },
};

const struct class_access entry_access = {
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
    .guarding = (const int[]){entry_OWNER},
    .guarding_count = 1,
    .owned = "\"Entry\".\"owner\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
    .sentences = sentences,
    .sentence_count = sizeof sentences / sizeof sentences[0],
};
