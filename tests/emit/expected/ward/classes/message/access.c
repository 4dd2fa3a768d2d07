/* access.c - who may do what with which rows of class Message. Generated. */
#include "classes/message/model.h"

#include "model/class_access.h"

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Message\".\"sender\" = :user"},
        .ground = GROUND_OWN,
        .said = "agent.md:31: The sender of a Message can create and read it.",
    },
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Message\".\"recipient\" = :user"},
        .ground = GROUND_OWN,
        .said = "agent.md:32: The recipient of a Message can read it.",
    },
    {
        .operations = 1U << OPERATION_UPDATE,
        .who = {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Message\".\"recipient\" = :user"},
        .fields = (const int[]){message_STATUS, message_IS_READ},
        .field_count = 2,
        .ground = GROUND_OWN,
        .said = "agent.md:33: The recipient of a Message can update only status and isRead.",
    },
};

static const char *const owners[] = {
    "SELECT \"Message\".\"objectId\" AS id, \"Message\".\"sender\" AS owner, FALSE AS "
    "helps:more FROM \"Message\" WHERE \"Message\".\"objectId\" :rows",
    "SELECT \"Message\".\"objectId\" AS id, \"Message\".\"recipient\" AS owner, FALSE AS "
    "helps:more FROM \"Message\" WHERE \"Message\".\"objectId\" :rows",
};

static const struct class_sentence sentences[] = {
    {
        .kind = SENTENCE_STEPS,
        .told = {
            [OPERATION_UPDATE] = "the lifecycle decides which steps there are, and whose",
        },
        .fields = (const int[]){message_STATUS},
        .field_count = 1,
        .said = "agent.md:16: Message.status goes sent -> delivered -> read, by the recipient.",
    },
    {
        .kind = SENTENCE_TELLS,
        .told = {
            [OPERATION_DELETE] = "rows stay for a time",
        },
        .said = "agent.md:48: Message is kept for 10 years.",
    },
};

const struct class_access message_access = {
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
    .guarding = (const int[]){message_SENDER, message_RECIPIENT},
    .guarding_count = 2,
    .owned = "\"Message\".\"sender\" = :user OR \"Message\".\"recipient\" = :user",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
    .sentences = sentences,
    .sentence_count = sizeof sentences / sizeof sentences[0],
};
