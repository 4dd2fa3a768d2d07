/* access.c - who may do what with which rows of class Order. Generated. */
#include "classes/order/model.h"

#include "model/class_access.h"

static const struct protected_fields protected_fields[] = {
    {.principal = TEXT("*"),
     .fields = (const int[]){order_SECRET},
     .field_count = 1},
    {.principal = TEXT("role:nurse")},
};

static const struct class_rule rules[] = {
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT,
        .who = {.audience = AUDIENCE_SIGNED_IN,
                .rows = "\"Order\".\"patient\" IN (SELECT \"Patient\".\"objectId\" FROM "
                        "\"Patient\" WHERE \"Patient\".\"user\" = :user)"},
        .when = "(\"Order\".\"status\" IS NULL OR \"Order\".\"status\" NOT IN ('draft'))",
        .ground = GROUND_OWN,
        .said = "agent.md:26: Patients can read their own Order whose status is not draft.",
    },
    {
        .operations = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT |
                      1U << OPERATION_CREATE | 1U << OPERATION_UPDATE | 1U << OPERATION_DELETE,
        .who = {.audience = AUDIENCE_ROLE, .role = TEXT("nurse"),
                .rows = "\"Order\".\"patient\" IN (SELECT \"CareAssignment\".\"patient\" FROM "
                        "\"CareAssignment\" WHERE \"CareAssignment\".\"provider\" = :user AND "
                        "(\"CareAssignment\".\"startsAt\" IS NULL OR "
                        "\"CareAssignment\".\"startsAt\" <= :now) AND "
                        "(\"CareAssignment\".\"endsAt\" IS NULL OR "
                        "\"CareAssignment\".\"endsAt\" > :now))"},
        .ground = GROUND_ASSIGNMENT,
        .said = "agent.md:27: Nurses can read, create, update and delete Order of their "
                "assigned patients.",
    },
    {
        .operations = 1U << OPERATION_UPDATE,
        .who = {.audience = AUDIENCE_SIGNED_IN,
                .rows = "\"Order\".\"patient\" IN (SELECT \"Patient\".\"objectId\" FROM "
                        "\"Patient\" WHERE \"Patient\".\"user\" = :user)"},
        .when = "(\"Order\".\"status\" IS NULL OR \"Order\".\"status\" NOT IN ('draft')) AND "
                "(\"Order\".\"status\" IS NULL OR \"Order\".\"status\" NOT IN ('draft'))",
        .fields = (const int[]){order_IS_ACKNOWLEDGED},
        .field_count = 1,
        .of_owner = true,
        .ground = GROUND_OWN,
        .said = "agent.md:45: Patients acknowledge each Order.",
    },
};

static const char *const owners[] = {
    "SELECT \"Order\".\"objectId\" AS id, (SELECT o1.\"user\" FROM \"Patient\" AS o1 WHERE "
    "o1.\"objectId\" = \"Order\".\"patient\") AS owner, FALSE AS helps:more FROM \"Order\" "
    "WHERE \"Order\".\"objectId\" :rows",
};

static const struct class_sentence sentences[] = {
    {
        .kind = SENTENCE_STEPS,
        .told = {
            [OPERATION_UPDATE] = "the lifecycle decides which steps there are, and whose",
        },
        .fields = (const int[]){order_STATUS},
        .field_count = 1,
        .said = "agent.md:14: Order.status goes draft -> active -> done, by nurses.",
    },
    {
        .kind = SENTENCE_TELLS,
        .told = {
            [OPERATION_UPDATE] = "what the row becomes has to have it",
        },
        .fields = (const int[]){order_STATUS, order_REASON},
        .field_count = 2,
        .said = "agent.md:15: Order.status becomes done only with reason.",
    },
    {
        .kind = SENTENCE_HIDES,
        .fields = (const int[]){order_SECRET},
        .field_count = 1,
        .said = "agent.md:28: Only nurses can read secret of Order.",
    },
    {
        .kind = SENTENCE_SIGNS,
        .told = {
            [OPERATION_CREATE] = "making one needs a signature",
            [OPERATION_UPDATE] = "a change needs a signature",
        },
        .said = "agent.md:42: Publishing Order needs an electronic signature.",
    },
};

const struct class_access order_access = {
    .permissions = {
        [OPERATION_GET] = {.requires_authentication = true},
        [OPERATION_FIND] = {.requires_authentication = true},
        [OPERATION_COUNT] = {.requires_authentication = true},
        [OPERATION_CREATE] = {.requires_authentication = true},
        [OPERATION_UPDATE] = {.requires_authentication = true},
        [OPERATION_DELETE] = {.requires_authentication = true},
    },
    .protected_fields = protected_fields,
    .protected_count = sizeof protected_fields / sizeof protected_fields[0],
    .is_ruled = true,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .guarding = (const int[]){order_PATIENT},
    .guarding_count = 1,
    .owned = "\"Order\".\"patient\" IN (SELECT \"Patient\".\"objectId\" FROM \"Patient\" WHERE "
             "\"Patient\".\"user\" = :user)",
    .owners = owners,
    .owner_count = sizeof owners / sizeof owners[0],
    .sentences = sentences,
    .sentence_count = sizeof sentences / sizeof sentences[0],
};
