/* swallowed.c - see swallowed.h: what reads as if it said nothing, and says something. */
#include "prose/swallowed.h"

#include "prose/clause.h"
#include "prose/things.h"

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

/* "with the permission of the doctor": whoever has that has no access to doctors by it. */
static bool swallows_permission(const struct text *text, size_t start, size_t end,
                                const struct said *said)
{
    if (said->saying != SAYS_ACCESS || !strstr(said->form->pattern, "have [NONE] [ACTS] access"))
        return false;
    for (size_t at = start; at + 1 < end; at++)
        if (text_has(text, at, SENSE_CONSENT) == 1 && text_has(text, at, SENSE_ACCESS) == 1 &&
            strcmp(text->units[at + 1].text, "of") == 0)
            return true;
    return false;
}

bool clause_swallows(const struct text *text, size_t start, size_t end, const struct said *said)
{
    return swallows_log_in(text, start, end, said) || swallows_permission(text, start, end, said);
}

/* Whether a class, or a field of one, is called as the words at a place are. */
static bool is_name(const struct text *text, size_t at)
{
    const struct draft *draft = text->world->draft;
    size_t taken = 0;
    bool is_short = false;
    if (thing_class_at(text, at, &taken, &is_short))
        return true;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        if (!class->model.builtin && thing_field_at(text, at, class, &taken))
            return true;
    }
    return false;
}

/* Whether what fits as a verb is a noun: "visits but not notes", "reports by doctors". A verb that
 * neither people nor "may" or "be" go before has no s, and what is called so is meant as that. */
bool clause_has_noun_for_verb(const struct text *text, size_t start, const struct said *said)
{
    const struct act *act = said->what || said->saying != SAYS_ACCESS ? NULL : said->acts;
    bool can_have_s = false;
    size_t taken = 1;
    for (size_t at = start; act && at < act->words.first && taken > 0; at += taken) {
        size_t negation = text_has(text, at, SENSE_NOT);
        taken = text_is_mark(text, at, ",:") ? 1 : text_skip(text, at) - at;
        taken = taken > 0 ? taken : negation > 0 ? negation : text_has(text, at, SENSE_ONLY);
        can_have_s = can_have_s || strcmp(text->units[at].text, "never") == 0;
    }
    for (; act && taken > 0; act = act->next) {
        const struct unit *unit = &text->units[act->words.first];
        size_t length = strlen(unit->text);
        bool has_s = unit->kind == UNIT_WORD && length > 2 && unit->text[length - 1] == 's' &&
                     unit->text[length - 2] != 's';
        bool is_participle = strcmp(unit->text, "read") == 0;
        if ((has_s && !can_have_s) || (!is_participle && is_name(text, act->words.first)))
            return true;
    }
    return false;
}
