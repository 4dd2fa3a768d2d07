/* validate.c - what holds of every Order, whoever writes it. Generated. */
#include "classes/order/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* agent.md:5 */
static bool is_known_status(struct text word)
{
    return text_is(word, "draft") || text_is(word, "active") || text_is(word, "done");
}

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct order_object *given = object;

    if (given->state[order_PATIENT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "patient is required");
    if (value_lacks_text(given->state[order_DRUG], given->drug))
        return fail(context, PARSE_VALIDATION, "drug is required");
    if (given->state[order_DOSE] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "dose is required");
    if (given->state[order_STATUS] == FIELD_SET &&
        !is_known_status(given->status))
        return fail(context, PARSE_VALIDATION, "Order.status must be one of: draft, active, "
                                               "done.");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct order_object *new = object;

    /* agent.md:5 */
    if (new->state[order_PATIENT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "patient is required");
    /* agent.md:5 */
    if (new->state[order_DRUG] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "drug is required");
    /* agent.md:5 */
    if (new->state[order_DOSE] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "dose is required");
    /* agent.md:5 */
    if (new->state[order_STATUS] == FIELD_ABSENT) {
        new->status = (struct text)TEXT("draft");
        new->state[order_STATUS] = FIELD_SET;
        computed[order_STATUS] = true;
    }
    /* agent.md:45 */
    if (new->state[order_IS_ACKNOWLEDGED] == FIELD_ABSENT) {
        new->is_acknowledged = false;
        new->state[order_IS_ACKNOWLEDGED] = FIELD_SET;
        computed[order_IS_ACKNOWLEDGED] = true;
    }
    return true;
}

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
    .check_values = check_values,
    .complete = complete,
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
