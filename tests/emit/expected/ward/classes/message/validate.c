/* validate.c - what holds of every Message, whoever writes it. Generated. */
#include "classes/message/model.h"

#include "model/class_checks.h"
#include "model/value.h"
#include "write/retention.h"
#include "write/row_change.h"
#include "write/stamps.h"

/* agent.md:7 */
static bool is_known_status(struct text word)
{
    return text_is(word, "sent") || text_is(word, "delivered") || text_is(word, "read");
}

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct message_object *given = object;

    if (given->state[message_SENDER] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "sender is required");
    if (given->state[message_RECIPIENT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "recipient is required");
    if (given->state[message_STATUS] == FIELD_SET && !is_known_status(given->status))
        return fail(context, PARSE_VALIDATION,
                    "Message.status must be one of: sent, delivered, read.");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct message_object *new = object;

    /* agent.md:7 */
    if (new->state[message_SENDER] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "sender is required");
    /* agent.md:7 */
    if (new->state[message_RECIPIENT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "recipient is required");
    /* agent.md:7 */
    if (new->state[message_STATUS] == FIELD_ABSENT) {
        new->status = (struct text)TEXT("sent");
        new->state[message_STATUS] = FIELD_SET;
        computed[message_STATUS] = true;
    }
    /* agent.md:7 */
    if (new->state[message_IS_READ] == FIELD_ABSENT) {
        new->is_read = false;
        new->state[message_IS_READ] = FIELD_SET;
        computed[message_IS_READ] = true;
    }
    return true;
}

enum status_value { STATUS_ANOTHER, STATUS_IS_SENT, STATUS_IS_DELIVERED, STATUS_IS_READ };

static enum status_value which_status(struct text word)
{
    if (text_is(word, "sent"))
        return STATUS_IS_SENT;
    if (text_is(word, "delivered"))
        return STATUS_IS_DELIVERED;
    if (text_is(word, "read"))
        return STATUS_IS_READ;
    return STATUS_ANOTHER;
}

/* agent.md:16: Message.status goes sent -> delivered -> read, by the recipient. */
static bool may_move_status(struct row_change *change)
{
    return change_is_by_user(change, "\"Message\".\"recipient\" = :user");
}

static enum step step_status(struct row_change *change, struct text from, struct text to)
{
    enum status_value next = which_status(to);

    switch (which_status(from)) {
    case STATUS_IS_SENT:
        if (next == STATUS_IS_DELIVERED)
            return step_if(may_move_status(change));
        return STEP_UNKNOWN;
    case STATUS_IS_DELIVERED:
        if (next == STATUS_IS_READ)
            return step_if(may_move_status(change));
        return STEP_UNKNOWN;
    default:
        return STEP_UNKNOWN;
    }
}

static bool check_new(struct row_change *change)
{
    return lifecycle_starts(change, message_STATUS, "sent");
}

static bool check_step(struct row_change *change)
{
    return lifecycle_moves(change, message_STATUS, "sent", step_status);
}

static bool has_status_sent(const struct message_object *object)
{
    return text_is(object->status, "sent");
}

static bool has_status_read(const struct message_object *object)
{
    return text_is(object->status, "read");
}

static bool leads_status_to_read(struct text from)
{
    return text_is(from, "sent") || text_is(from, "delivered");
}

/* What the server sets by itself. */
static void stamp(struct row_change *change)
{
    const struct message_object *before = change->before;
    const struct message_object *after = change->after;

    /* agent.md:17: Message.sentAt becomes now when status becomes sent. */
    if (has_status_sent(after) && !has_status_sent(before) && stamp_fires(change, 0))
        stamp_now(change, message_SENT_AT);
    /* agent.md:18: Message.readAt becomes now when status becomes read. */
    if (has_status_read(after) && !has_status_read(before) && stamp_fires(change, 1))
        stamp_now(change, message_READ_AT);
    /* agent.md:19: Message.isRead becomes true when status becomes read. */
    if (has_status_read(after) && !has_status_read(before) && stamp_fires(change, 2))
        stamp_boolean(change, message_IS_READ, true);
    /* agent.md:20: Message.status becomes read when isRead becomes true. */
    if (after->is_read && !before->is_read && stamp_fires(change, 3) &&
        leads_status_to_read(after->status))
        stamp_text(change, message_STATUS, (struct text)TEXT("read"));
}

/* What was set so stays as long as its reason does. */
static bool check_stamped(struct row_change *change)
{
    const struct message_object *before = change->before;
    const struct message_object *after = change->after;

    /* agent.md:19: Message.isRead becomes true when status becomes read. */
    if (change_has(change, message_IS_READ) && has_status_read(after) && before->is_read &&
        !after->is_read)
        return fail(change->context, PARSE_VALIDATION, "isRead stays true where status is read");
    return true;
}

static bool check_delete(struct request *request, struct text object_id)
{
    /* agent.md:48: Message is kept for 10 years. */
    if (!retention_is_over(request, &message_model, object_id, INT64_C(315360000000)))
        return false;
    return true;
}

const struct class_checks message_checks = {
    .check_values = check_values,
    .complete = complete,
    .watched = (const int[]){message_STATUS, message_IS_READ},
    .watched_count = 2,
    .check_new = check_new,
    .check_step = check_step,
    .check_stamped = check_stamped,
    .stamp = stamp,
    .stamp_count = 4,
    .check_delete = check_delete,
};
