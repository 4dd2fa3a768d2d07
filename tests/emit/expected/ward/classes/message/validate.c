/* validate.c - what holds of every Message, whoever writes it. Generated. */
#include "classes/message/model.h"

#include "model/class_checks.h"
#include "model/value.h"

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
    if (given->state[message_STATUS] == FIELD_SET &&
        !is_known_status(given->status))
        return fail(context, PARSE_VALIDATION, "Message.status must be one of: sent, "
                                               "delivered, read.");
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

static const struct lifecycle lifecycles[] = {
    /* agent.md:16: Message.status goes sent -> delivered -> read, by the recipient. */
    {
        .field = message_STATUS,
        .initial = TEXT("sent"),
        .steps = (const struct lifecycle_step[]){
            {TEXT("sent"), TEXT("delivered")},
            {TEXT("delivered"), TEXT("read")},
        },
        .step_count = 2,
        .actors = (const struct rule_who[]){
            {.audience = AUDIENCE_SIGNED_IN, .rows = "\"Message\".\"recipient\" = :user"},
        },
        .actor_count = 1,
    },
};

static const struct stamp stamps[] = {
    /* agent.md:17: Message.sentAt becomes now when status becomes sent. */
    {
        .field = message_SENT_AT,
        .value = STAMP_NOW,
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("sent")},
        .reached_count = 1,
    },
    /* agent.md:18: Message.readAt becomes now when status becomes read. */
    {
        .field = message_READ_AT,
        .value = STAMP_NOW,
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("read")},
        .reached_count = 1,
    },
    /* agent.md:19: Message.isRead becomes true when status becomes read. */
    {
        .field = message_IS_READ,
        .value = STAMP_WORD,
        .word = TEXT("true"),
        .trigger = message_STATUS,
        .reached = (const struct text[]){TEXT("read")},
        .reached_count = 1,
    },
    /* agent.md:20: Message.status becomes read when isRead becomes true. */
    {
        .field = message_STATUS,
        .value = STAMP_WORD,
        .word = TEXT("read"),
        .trigger = message_IS_READ,
        .reached = (const struct text[]){TEXT("true")},
        .reached_count = 1,
    },
};

const struct class_checks message_checks = {
    .check_values = check_values,
    .complete = complete,
    .kept_ms = 315360000000,
    .lifecycles = lifecycles,
    .lifecycle_count = sizeof lifecycles / sizeof lifecycles[0],
    .stamps = stamps,
    .stamp_count = sizeof stamps / sizeof stamps[0],
};
