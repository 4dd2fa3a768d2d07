/* answers.c - see answers.h. */
#include "prose/answers.h"

#include <string.h>

/* What a text is called in which an answer stands. */
static const char *const answer_names[] = {"reply",     "answer",       "response",
                                           "replyText", "responseText", "answerText"};
enum { ANSWER_NAMES = sizeof answer_names / sizeof answer_names[0] };

bool answer_is_field(const char *name)
{
    for (size_t i = 0; i < ANSWER_NAMES; i++)
        if (strcmp(answer_names[i], name) == 0)
            return true;
    return false;
}

/* The text in which an answer stands, where the verb is one for answering: "reply to complaints". */
const char *answer_field(const struct composer *composer, const struct draft_class *class,
                         const struct act *act)
{
    static const char *const verbs[] = {"reply",   "replied",  "replies", "replie",    "answer",
                                        "answers", "answered", "respond", "responded", "回覆",
                                        "回復",    "答覆",     "回應"};
    const struct text *text = composer->at->text;
    bool answers = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const char *words = verbs[i];
        for (size_t at = act->words.first; at < act->words.end && at < text->count; at++) {
            const char *unit = text->units[at].text;
            words = strncmp(words, unit, strlen(unit)) == 0 ? words + strlen(unit) : words;
        }
        answers = answers || *words == '\0';
    }
    for (size_t i = 0; answers && i < ANSWER_NAMES; i++) {
        const struct draft_field *field = map_get(&class->field_of, answer_names[i]);
        if (field && field->type.kind == FIELD_STRING)
            return answer_names[i];
    }
    return NULL;
}
