/* validate.c - what holds of every _User, whoever writes it. Generated. */
#include "classes/user/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct user_object *given = object;

    if (value_lacks_text(given->state[user_USERNAME], given->username))
        return fail(context, PARSE_VALIDATION, "username is required");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct user_object *new = object;

    (void)computed;
    /* built in */
    if (new->state[user_USERNAME] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "username is required");
    return true;
}

const struct class_checks user_checks = {
    .check_values = check_values,
    .complete = complete,
};
