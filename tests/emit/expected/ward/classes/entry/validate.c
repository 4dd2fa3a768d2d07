/* validate.c - what holds of every Entry, whoever writes it. Generated. */
#include "classes/entry/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct entry_object *given = object;

    if (given->state[entry_OWNER] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "owner is required");
    if (value_lacks_text(given->state[entry_TEXT], given->text))
        return fail(context, PARSE_VALIDATION, "text is required");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct entry_object *new = object;

    (void)computed;
    /* agent.md:8 */
    if (new->state[entry_OWNER] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "owner is required");
    /* agent.md:8 */
    if (new->state[entry_TEXT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "text is required");
    return true;
}

const struct class_checks entry_checks = {
    .check_values = check_values,
    .complete = complete,
    .append_only = true,
};
