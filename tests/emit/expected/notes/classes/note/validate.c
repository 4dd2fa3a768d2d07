/* validate.c - what holds of every Note, whoever writes it. Generated. */
#include "classes/note/model.h"

#include "model/class_checks.h"
#include "model/value.h"

/* What is given of an object: what is required is not taken away. */
static bool check_values(struct context *context, const void *object)
{
    const struct note_object *given = object;

    if (value_lacks_text(given->state[note_TITLE], given->title))
        return fail(context, PARSE_VALIDATION, "title is required");
    if (given->state[note_OWNER] == FIELD_UNSET)
        return fail(context, PARSE_VALIDATION, "owner is required");
    return true;
}

/* A new object: it has what is required, and defaults for what is not given. */
static bool complete(struct context *context, void *object, bool *computed)
{
    struct note_object *new = object;

    /* schema.json:6 */
    if (new->state[note_TITLE] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "title is required");
    /* schema.json:7 */
    if (new->state[note_RANK] == FIELD_ABSENT) {
        new->rank = 1.0;
        new->state[note_RANK] = FIELD_SET;
        computed[note_RANK] = true;
    }
    /* schema.json:8 */
    if (new->state[note_PINNED] == FIELD_ABSENT) {
        new->pinned = false;
        new->state[note_PINNED] = FIELD_SET;
        computed[note_PINNED] = true;
    }
    /* schema.json:10 */
    if (new->state[note_SETTINGS] == FIELD_ABSENT &&
        !value_set_default(context, &note_model, note_SETTINGS, new, computed))
        return false;
    /* schema.json:12 */
    if (new->state[note_OWNER] == FIELD_ABSENT)
        return fail(context, PARSE_VALIDATION, "owner is required");
    return true;
}

const struct class_checks note_checks = {
    .check_values = check_values,
    .complete = complete,
};
