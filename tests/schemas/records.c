/* records.c - hooks that write and hide results, to see that versions and signatures hold for them. */
#include "hooks.h"

static bool before_find(struct hook *hook, struct text *narrow)
{
    if (!hook_has_master_key(hook))
        *narrow = text_of("{\"text\":{\"$ne\":\"narrowed\"}}");
    return true;
}

static bool after_find(struct hook *hook, struct result_object *result)
{
    if (!hook_has_master_key(hook) && text_is(result->text, "masked"))
        result->text = text_of("***");
    return hook_has_master_key(hook) || !text_is(result->text, "unshown");
}

const struct result_hooks result_hooks = {.before_find = before_find, .after_find = after_find};

/* Gives a result another text, with the server's rights. */
static bool amend(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct result_object object = {.text = text_of("amended")};

    object.object.object_id =
        text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "id")));
    object.state[result_TEXT] = FIELD_SET;
    buffer_add_string(result, "true");
    return result_object_save(hook, HOOK_AS_MASTER, &object);
}

/* The same with a reading, of which corrections are signed. */
static bool correct(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct reading_object object = {.value = -1};

    (void)result;
    object.object.object_id =
        text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "id")));
    object.state[reading_VALUE] = FIELD_SET;
    return reading_object_save(hook, HOOK_AS_MASTER, &object);
}

/* Saves the reading once more, behind what was signed. */
static bool after_save(struct hook *hook, const struct reading_object *reading,
                       const struct reading_object *original)
{
    struct reading_object object = {.object = reading->object, .value = -2};

    (void)original;
    object.state[reading_VALUE] = FIELD_SET;
    return !text_is(reading->note, "again") || reading_object_save(hook, HOOK_AS_MASTER, &object);
}

const struct reading_hooks reading_hooks = {.after_save = after_save};

const struct hook_function hook_functions[] = {
    {"amend", amend}, {"correct", correct}, {NULL, NULL}};
