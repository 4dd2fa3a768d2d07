/* validate.c - what holds of every Order, whoever writes it. Generated. */
#include "classes/order/model.h"

#include "model/class_checks.h"

static const struct lifecycle lifecycles[] = {
    /* agent.md:14: Order.status goes draft -> active -> done, by nurses. */
    {
        .field = order_STATUS,
        .initial = TEXT("draft"),
        .steps = (const struct lifecycle_step[]){
            {TEXT("draft"), TEXT("active")},
            {TEXT("active"), TEXT("done")},
        },
        .step_count = 2,
        .actors = (const struct rule_who[]){
            {.audience = AUDIENCE_ROLE, .role = TEXT("nurse")},
        },
        .actor_count = 1,
    },
};

static const struct requirement requirements[] = {
    /* agent.md:15: Order.status becomes done only with reason. */
    {
        .field = order_STATUS,
        .value = TEXT("done"),
        .needs = (const int[]){order_REASON},
        .need_count = 1,
    },
};

static const struct stamp stamps[] = {
    /* agent.md:41: Nurses publish Order. */
    {
        .field = order_PUBLISHED_AT,
        .value = STAMP_NOW,
        .trigger = order_STATUS,
        .reached = (const struct text[]){TEXT("active")},
        .reached_count = 1,
    },
    /* agent.md:41: Nurses publish Order. */
    {
        .field = order_PUBLISHED_BY,
        .value = STAMP_USER,
        .trigger = order_STATUS,
        .reached = (const struct text[]){TEXT("active")},
        .reached_count = 1,
    },
    /* agent.md:45: Patients acknowledge each Order. */
    {
        .field = order_ACKNOWLEDGED_AT,
        .value = STAMP_NOW,
        .trigger = order_IS_ACKNOWLEDGED,
        .reached = (const struct text[]){TEXT("true")},
        .reached_count = 1,
    },
    /* agent.md:45: Patients acknowledge each Order. */
    {
        .field = order_ACKNOWLEDGED_BY,
        .value = STAMP_USER,
        .trigger = order_IS_ACKNOWLEDGED,
        .reached = (const struct text[]){TEXT("true")},
        .reached_count = 1,
    },
};

const struct class_checks order_checks = {
    .signed_changes = 1U << SIGNED_PUBLICATION,
    .publication = &(const struct publication){
        .field = order_STATUS,
        .draft = TEXT("draft"),
    },
    .acknowledgement = &(const struct acknowledgement){
        .field = order_IS_ACKNOWLEDGED,
        .at = order_ACKNOWLEDGED_AT,
        .by = order_ACKNOWLEDGED_BY,
    },
    .lifecycles = lifecycles,
    .lifecycle_count = sizeof lifecycles / sizeof lifecycles[0],
    .requirements = requirements,
    .requirement_count = sizeof requirements / sizeof requirements[0],
    .stamps = stamps,
    .stamp_count = sizeof stamps / sizeof stamps[0],
};
