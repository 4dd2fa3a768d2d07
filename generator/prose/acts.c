/* acts.c - phrases for what is done: "read, create and update". See text.h. */
#include "prose/acts.h"

#include <string.h>

enum { LONGEST_PHRASE = 6 };

static bool is_act(const struct meaning *meaning)
{
    for (int sense = SENSE_READ; sense <= SENSE_STEP; sense++)
        if (meaning->senses[sense])
            return true;
    return meaning->senses[SENSE_APPROVE];
}

/* Whether a verb that nothing else is known of leads to a value of some class. */
static bool is_step(const struct text *text, size_t at, size_t *taken)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        struct draft_field *field = NULL;
        if (class->model.builtin)
            continue;
        if (world_value(text->world, class, &text->units[at], text->count - at, true, taken,
                        &field) ||
            world_flag(text->world, class, &text->units[at], text->count - at, taken))
            return true;
    }
    return false;
}

/* Whether the word is a value as it stands, and no form of a verb. */
static bool is_value(const struct text *text, size_t at)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_field *field = NULL;
        size_t taken = 0;
        if (!draft_class_at(draft, i)->model.builtin &&
            world_value(text->world, draft_class_at(draft, i), &text->units[at], text->count - at,
                        false, &taken, &field))
            return true;
    }
    return false;
}

/* "All visits, but not draft visits", "only open ones": a value of what is named behind, and no verb, which
 * would have "may" or "can" before it. */
static bool is_which(const struct text *text, size_t at)
{
    size_t before = at;
    while (before > 0 && text_skip(text, before - 1) == at)
        before--;
    bool is_denied =
        before > 0 && at < text->count && text->units[at].kind == UNIT_WORD &&
        (text_has(text, before - 1, SENSE_ONLY) == 1 || text_has(text, before - 1, SENSE_NOT) == 1);
    static const enum sense modals[] = {SENSE_MAY, SENSE_SHOULD, SENSE_MUST, SENSE_CANNOT,
                                        SENSE_BE};
    for (size_t i = 0; is_denied && before > 1 && i < sizeof modals / sizeof modals[0]; i++)
        is_denied = text_has(text, before - 2, modals[i]) != 1;
    size_t taken = 0;
    bool is_short = false;
    return is_denied && is_value(text, at) &&
           (text_class(text, at + 1, &taken, &is_short) || text_has(text, at + 1, SENSE_THEM) > 0 ||
            text_has(text, at + 1, SENSE_RECORDS) > 0);
}

/* "Signed visits: nurses can read": a label that says which, and no order to sign them. */
static bool is_label(const struct text *text, size_t at)
{
    size_t taken = 0;
    bool is_short = false;
    return at == text_skip(text, 0) && at < text->count && text->units[at].kind == UNIT_WORD &&
           is_value(text, at) && text_class(text, at + 1, &taken, &is_short) &&
           text_is_mark(text, at + 1 + taken, ":-");
}

/* "controlled access": what kind of access it is, and nothing that is done. */
static bool is_kind_of_access(const struct text *text, size_t at)
{
    size_t length = at < text->count ? strlen(text->units[at].text) : 0;
    return length > 3 && strcmp(text->units[at].text + length - 2, "ed") == 0 &&
           text_has(text, at + 1, SENSE_ACCESS) > 0;
}

static size_t take_act(const struct text *text, size_t at, struct act *act)
{
    if (is_which(text, at) || is_label(text, at) || is_kind_of_access(text, at))
        return 0;
    for (size_t length = LONGEST_PHRASE; length > 0; length--) {
        const struct meaning *meaning = text_meaning(text, at, length);
        if (meaning && is_act(meaning)) {
            size_t taken = 0;
            *act = (struct act){.meaning = meaning, .words = {at, at + length}};
            act->leads = text->units[at].kind == UNIT_CHARACTER && is_step(text, at, &taken) &&
                         taken == length;
            return length;
        }
    }
    size_t taken = 0;
    /* "critical" is a value, and no verb unless something is done with it: "is dispensed". */
    bool is_behind_verb = at == 0;
    for (size_t back = 1; back <= 3 && back <= at; back++)
        is_behind_verb = is_behind_verb || text_has(text, at - back, SENSE_BE) == back ||
                         text_has(text, at - back, SENSE_AND) == back ||
                         text_has(text, at - back, SENSE_BY) > 0;
    bool is_word = at < text->count && text->units[at].kind != UNIT_MARK &&
                   text->units[at].kind != UNIT_NUMBER;
    if (!is_word || !is_step(text, at, &taken) || (!is_behind_verb && is_value(text, at)))
        return 0;
    *act = (struct act){.meaning = NULL, .words = {at, at + taken}};
    return taken;
}

static bool is_same(const struct text *text, const struct act *act, const struct act *other)
{
    size_t length = act->words.end - act->words.first;
    bool is_same = other->words.end - other->words.first == length;
    for (size_t i = 0; i < length && is_same; i++)
        is_same = strcmp(text->units[act->words.first + i].text,
                         text->units[other->words.first + i].text) == 0;
    return is_same;
}

/* NOLINTNEXTLINE(misc-no-recursion): each step takes at least one unit. */
const struct act_ends *text_acts(struct text *text, size_t start)
{
    if (start > text->count)
        start = text->count;
    if (text->acts[start])
        return text->acts[start];
    struct act_ends *ends = arena_alloc(text->arena, sizeof *ends);
    text->acts[start] = ends;
    size_t at = text_skip(text, start);
    struct act act;
    size_t taken = take_act(text, at, &act);
    if (taken == 0)
        return ends;
    at += taken;
    size_t separator = text_separator(text, text_skip(text, at));
    separator = separator > 0 ? separator : text_has(text, text_skip(text, at), SENSE_NOR);
    if (separator > 0) {
        /* "every read and every change of visits" */
        size_t next = text_skip(text, text_skip(text, at) + separator);
        next += next < text->count && strcmp(text->units[next].text, "every") == 0 ? 1 : 0;
        const struct act_ends *more = text_acts(text, next);
        for (size_t i = 0; i < more->count && ends->count + 1 < MOST_ENDS; i++) {
            /* 發布,發布時: the second one is of something else that is said */
            if (is_same(text, &act, more->items[i].list))
                continue;
            struct act *first = arena_alloc(text->arena, sizeof *first);
            *first = act;
            first->next = more->items[i].list;
            ends->items[ends->count].end = more->items[i].end;
            ends->items[ends->count++].list = first;
        }
    }
    struct act *alone = arena_alloc(text->arena, sizeof *alone);
    *alone = act;
    ends->items[ends->count].end = at;
    ends->items[ends->count++].list = alone;
    return ends;
}
