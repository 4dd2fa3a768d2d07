/* validate.c - what holds of every Visit, whoever writes it. Generated. */
#include "classes/visit/model.h"

#include "model/class_checks.h"
#include "model/value.h"
#include "write/overlap.h"

/* agent.md:6 */
static bool is_known_status(struct text word)
{
    return text_is(word, "booked") || text_is(word, "cancelled");
}

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct visit_object *given = object;

    if (given->state[visit_PATIENT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "patient is required");
    if (given->state[visit_NURSE] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "nurse is required");
    if (given->state[visit_START_AT] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "startAt is required");
    if (given->state[visit_STATUS] == FIELD_SET && !is_known_status(given->status))
        return fail(context, PARSE_VALIDATION,
                    "Visit.status must be one of: booked, cancelled.");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct visit_object *new = object;

    (void)computed;
    /* agent.md:6 */
    if (new->state[visit_PATIENT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "patient is required");
    /* agent.md:6 */
    if (new->state[visit_NURSE] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "nurse is required");
    /* agent.md:6 */
    if (new->state[visit_START_AT] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "startAt is required");
    return true;
}

static const struct no_overlap times[] = {
    /* agent.md:46: Visit of the same nurse whose status is not cancelled do not overlap. */
    {
        .same = (const int[]){visit_NURSE},
        .same_count = 1,
        .from = visit_START_AT,
        .to = visit_END_AT,
        .when = "(\"Visit\".\"status\" IS NULL OR \"Visit\".\"status\" NOT IN ('cancelled'))",
    },
};

static bool check_written(struct row_change *change)
{
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        if (!overlap_check(change, &times[i]))
            return false;
    return true;
}

const struct class_checks visit_checks = {
    .check_values = check_values,
    .complete = complete,
    .check_written = check_written,
};
