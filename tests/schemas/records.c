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

const struct hook_function hook_functions[] = {{"amend", amend}, {NULL, NULL}};
