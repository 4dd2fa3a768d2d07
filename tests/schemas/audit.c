/* audit.c - code that writes and reads on behalf of requests, to see that it is audited, too. */
#include "hooks.h"

/* Writes a diary entry for the user, with the server's rights. */
static bool jot(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct diary_object object = {.text = text_of("jotted")};

    object.owner =
        text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(parameters, "owner")));
    object.state[diary_OWNER] = FIELD_SET;
    object.state[diary_TEXT] = FIELD_SET;
    buffer_add_string(result, "true");
    return diary_object_save(hook, HOOK_AS_MASTER, &object);
}

/* Keeps some results back. */
static bool after_find(struct hook *hook, struct result_object *result)
{
    (void)hook;
    return !text_is(result->test, "kept back");
}

const struct result_hooks result_hooks = {.after_find = after_find};

const struct hook_function hook_functions[] = {{"jot", jot}, {NULL, NULL}};
