/* validate.c - what holds of every Notification, whoever writes it. Generated. */
#include "classes/notification/model.h"

#include "model/class_checks.h"
#include "model/value.h"
#include "write/stamps.h"

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct notification_object *given = object;

    if (given->state[notification_RECIPIENT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "recipient is required");
    if (value_lacks_text(given->state[notification_KIND], given->kind))
        return fail(context, PARSE_VALIDATION, "kind is required");
    if (value_lacks_text(given->state[notification_ENTITY_TYPE], given->entity_type))
        return fail(context, PARSE_VALIDATION, "entityType is required");
    if (value_lacks_text(given->state[notification_ENTITY_ID], given->entity_id))
        return fail(context, PARSE_VALIDATION, "entityId is required");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct notification_object *new = object;

    /* agent.md:44 */
    if (new->state[notification_RECIPIENT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "recipient is required");
    /* agent.md:44 */
    if (new->state[notification_KIND] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "kind is required");
    /* agent.md:44 */
    if (new->state[notification_ENTITY_TYPE] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "entityType is required");
    /* agent.md:44 */
    if (new->state[notification_ENTITY_ID] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "entityId is required");
    /* agent.md:44 */
    if (new->state[notification_IS_READ] == FIELD_ABSENT) {
        new->is_read = false;
        new->state[notification_IS_READ] = FIELD_SET;
        computed[notification_IS_READ] = true;
    }
    return true;
}

/* What the server sets by itself. */
static void stamp(struct row_change *change)
{
    const struct notification_object *before = change->before;
    const struct notification_object *after = change->after;

    /* agent.md:44: When a Message is created, notify the recipient. */
    if (after->is_read && !before->is_read && stamp_fires(change, 0))
        stamp_now(change, notification_READ_AT);
}

const struct class_checks notification_checks = {
    .check_values = check_values,
    .complete = complete,
    .watched = (const int[]){notification_IS_READ},
    .watched_count = 1,
    .stamp = stamp,
    .stamp_count = 1,
};
