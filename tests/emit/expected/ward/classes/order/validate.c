/* validate.c - what holds of every Order, whoever writes it. Generated. */
#include "classes/order/model.h"

#include "model/class_checks.h"
#include "model/value.h"
#include "write/retention.h"
#include "write/row_change.h"
#include "write/signature_need.h"
#include "write/stamps.h"

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
    if (given->state[order_STATUS] == FIELD_SET && !is_known_status(given->status))
        return fail(context, PARSE_VALIDATION,
                    "Order.status must be one of: draft, active, done.");
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

enum status_value { STATUS_ANOTHER, STATUS_IS_DRAFT, STATUS_IS_ACTIVE, STATUS_IS_DONE };

static enum status_value which_status(struct text word)
{
    if (text_is(word, "draft"))
        return STATUS_IS_DRAFT;
    if (text_is(word, "active"))
        return STATUS_IS_ACTIVE;
    if (text_is(word, "done"))
        return STATUS_IS_DONE;
    return STATUS_ANOTHER;
}

/* agent.md:14: Order.status goes draft -> active -> done, by nurses. */
static bool may_move_status(struct row_change *change)
{
    return change_is_by_role(change, "nurse");
}

static enum step step_status(struct row_change *change, struct text from, struct text to)
{
    enum status_value next = which_status(to);

    switch (which_status(from)) {
    case STATUS_IS_DRAFT:
        if (next == STATUS_IS_ACTIVE)
            return step_if(may_move_status(change));
        return STEP_UNKNOWN;
    case STATUS_IS_ACTIVE:
        if (next == STATUS_IS_DONE)
            return step_if(may_move_status(change));
        return STEP_UNKNOWN;
    default:
        return STEP_UNKNOWN;
    }
}

static bool check_new(struct row_change *change)
{
    return lifecycle_starts(change, order_STATUS, "draft");
}

static bool check_step(struct row_change *change)
{
    return lifecycle_moves(change, order_STATUS, "draft", step_status);
}

static bool has_status_active(const struct order_object *object)
{
    return text_is(object->status, "active");
}

/* What the server sets by itself. */
static void stamp(struct row_change *change)
{
    const struct order_object *before = change->before;
    const struct order_object *after = change->after;

    /* agent.md:41: Nurses publish Order. */
    if (has_status_active(after) && !has_status_active(before) && stamp_fires(change, 0))
        stamp_now(change, order_PUBLISHED_AT);
    /* agent.md:41: Nurses publish Order. */
    if (has_status_active(after) && !has_status_active(before) && stamp_fires(change, 1))
        stamp_user(change, order_PUBLISHED_BY);
    /* agent.md:45: Patients acknowledge each Order. */
    if (after->is_acknowledged && !before->is_acknowledged && stamp_fires(change, 2))
        stamp_now(change, order_ACKNOWLEDGED_AT);
    /* agent.md:45: Patients acknowledge each Order. */
    if (after->is_acknowledged && !before->is_acknowledged && stamp_fires(change, 3))
        stamp_user(change, order_ACKNOWLEDGED_BY);
}

static bool check_row(struct row_change *change)
{
    const struct order_object *before = change->before;
    const struct order_object *given = change->object;

    /* agent.md:42: Publishing Order needs an electronic signature. */
    if (given->state[order_STATUS] == FIELD_SET && !text_is(given->status, "draft") &&
        (before->state[order_STATUS] != FIELD_SET || text_is(before->status, "draft")) &&
        !signature_publishes(change))
        return false;
    /* agent.md:15: Order.status becomes done only with reason. */
    if (!requirement_holds(change, order_STATUS, "done", order_REASON))
        return false;
    return true;
}

static bool check_delete(struct request *request, struct text object_id)
{
    /* What is signed stays. */
    return retention_is_unsigned(request, &order_model, object_id, false);
}

const struct class_checks order_checks = {
    .check_values = check_values,
    .complete = complete,
    .watched = (const int[]){order_STATUS, order_REASON, order_IS_ACKNOWLEDGED},
    .watched_count = 3,
    .check_new = check_new,
    .check_step = check_step,
    .stamp = stamp,
    .stamp_count = 4,
    .acknowledgement = &(const struct acknowledgement){
        .field = order_IS_ACKNOWLEDGED,
        .at = order_ACKNOWLEDGED_AT,
        .by = order_ACKNOWLEDGED_BY,
    },
    .check_row = check_row,
    .check_delete = check_delete,
};
