/* swallowed.c - see swallowed.h: what reads as if it said nothing, and says something. */
#include "prose/swallowed.h"

#include "prose/clause.h"

#include <string.h>

/* Whether a class of the prompt has a field that is called as the units are. */
static bool is_field_name(const struct text *text, size_t at, size_t length)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        size_t taken = 0;
        if (!class->model.builtin && text_field(text, at, class, &taken) && taken > 0 &&
            taken <= length)
            return true;
    }
    return false;
}

/* "but not the email", "without the phone number": what people log in with is a field of theirs, too, and to log
 * in is nothing that only some may, or nobody. */
static bool swallows_log_in(const struct text *text, size_t start, size_t end,
                            const struct said *said)
{
    if (said->saying != SAYS_NOTHING || strncmp(said->form->pattern, "[support] [WHO]", 15) != 0)
        return false;
    bool is_field = false;
    for (size_t at = start; at < end; at++) {
        size_t length = text_has(text, at, SENSE_LOG_IN);
        is_field = is_field || (length > 0 && is_field_name(text, at, length));
    }
    return is_field || said->mode == MODE_NEVER || said->mode == MODE_ONLY;
}

bool clause_swallows(const struct text *text, size_t start, size_t end, const struct said *said)
{
    return swallows_log_in(text, start, end, said);
}
