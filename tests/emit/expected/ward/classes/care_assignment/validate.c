/* validate.c - what holds of every CareAssignment, whoever writes it. Generated. */
#include "classes/care_assignment/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct care_assignment_object *given = object;

    if (given->state[care_assignment_PATIENT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "patient is required");
    if (given->state[care_assignment_PROVIDER] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "provider is required");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct care_assignment_object *new = object;

    (void)computed;
    /* agent.md:25 */
    if (new->state[care_assignment_PATIENT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "patient is required");
    /* agent.md:25 */
    if (new->state[care_assignment_PROVIDER] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "provider is required");
    return true;
}

const struct class_checks care_assignment_checks = {
    .check_values = check_values,
    .complete = complete,
};
