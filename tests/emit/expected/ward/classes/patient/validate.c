/* validate.c - what holds of every Patient, whoever writes it. Generated. */
#include "classes/patient/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* agent.md:13: Patient.sex is one of female, male and other. */
static bool is_known_sex(struct text word)
{
    return text_is(word, "female") || text_is(word, "male") || text_is(word, "other");
}

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct patient_object *given = object;

    if (given->state[patient_USER] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "user is required");
    if (value_lacks_text(given->state[patient_NAME], given->name))
        return fail(context, PARSE_VALIDATION, "name is required");
    if (given->state[patient_SEX] == FIELD_SET && !is_known_sex(given->sex))
        return fail(context, PARSE_VALIDATION,
                    "Patient.sex must be one of: female, male, other.");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct patient_object *new = object;

    (void)computed;
    /* agent.md:4 */
    if (new->state[patient_USER] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "user is required");
    /* agent.md:4 */
    if (new->state[patient_NAME] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "name is required");
    return true;
}

const struct class_checks patient_checks = {
    .check_values = check_values,
    .complete = complete,
};
