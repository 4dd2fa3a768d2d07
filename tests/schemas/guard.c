/* guard.c - hooks of an app in which fields are hidden: what they change and find is theirs to see. */
#include "hooks.h"

static bool before_save(struct hook *hook, struct note_object *note,
                        const struct note_object *original)
{
    (void)hook;
    (void)original;
    if (text_is(note->text, "judged"))
        note->score = 99;
    return true;
}

static bool after_find(struct hook *hook, struct note_object *note)
{
    if (!hook_has_role(hook, "doctor") && text_is(note->text, "masked"))
        note->text = text_of("***");
    return true;
}

const struct note_hooks note_hooks = {.before_save = before_save, .after_find = after_find};

/* Answers the scores that the caller's own rights find. */
static bool scores(struct hook *hook, const cJSON *parameters, struct buffer *result)
{
    struct note_object *notes;
    size_t count;

    (void)parameters;
    if (!note_object_find(hook, HOOK_AS_CALLER, NULL, 100, &notes, &count))
        return false;
    buffer_add_char(result, '[');
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(result, i ? "," : "");
        buffer_add_int64(result,
                         notes[i].state[note_SCORE] == FIELD_SET ? (int64_t)notes[i].score : -1);
    }
    buffer_add_char(result, ']');
    return true;
}

const struct hook_function hook_functions[] = {{"scores", scores}, {NULL, NULL}};
