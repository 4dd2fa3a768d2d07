/* access_forms.c - see access_forms.h. Forms are told apart by their patterns (clauses.def). */
#include "prose/access_forms.h"

#include "prose/about.h"
#include "prose/classes.h"
#include "prose/deeds.h"
#include "prose/people.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/vague.h"

#include <string.h>

bool access_stands_alone(const struct composer *composer, const struct said *said)
{
    const char *pattern = said->form ? said->form->pattern : "";
    return composer->is_first && !composer->at->clauses.first->next && composer->earlier_what &&
           composer->before_who &&
           (strcmp(pattern, "NONE WHAT") == 0 ||
            strcmp(pattern, "START [but] WHAT EXCEPTION END") == 0 ||
            strcmp(pattern, "EXCEPTION WHAT") == 0);
}

/* All that can be done with rows. */
static const struct act *any_act(struct composer *composer)
{
    static const char *const verbs[] = {"read", "create", "update", "delete"};
    struct act *first = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        struct act *act = (struct act *)(uintptr_t)compose_implied_act(composer, verbs[i]);
        act->next = first;
        first = act;
    }
    return first;
}

const struct act *access_act_of_form(struct composer *composer, const struct said *said)
{
    static const struct {
        const char *in_pattern;
        const char *verb;
    } verbs[] = {{"access", "read"},
                 {" unseen ", "read"},
                 {" NEVER appear", "read"},
                 {" available to", "read"},
                 {"show WHAT ", "read"},
                 {" be show ", "read"},
                 {" EXCEPTONLY ", "read"},
                 {" private ", "read"},
                 {" F1:business ", "read"},
                 {" append-only for|to WHAT", "read"},
                 {" use END", "read"},
                 {" use WHAT", "read"},
                 {" ONLYTHAT [may] update ", "update"},
                 {" register ", "create"},
                 {" acknowledge ", "acknowledge"},
                 {"keep WHAT latest", "update"},
                 {"restrict WHO to", "read"}};
    const char *pattern = said->form ? said->form->pattern : "";
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strstr(pattern, verbs[i].in_pattern))
            return compose_implied_act(composer, verbs[i].verb);
    return access_stands_alone(composer, said) ? any_act(composer) : composer->last_acts;
}

bool access_is_unseen(const struct said *said)
{
    return said->form && strstr(said->form->pattern, " unseen ") &&
           !strstr(said->form->pattern, "EXCEPTONLY");
}

/* "everything but cancelled visits": of which these are, and nobody cancels them by that. */
static bool is_but_state(const struct text *text, const struct said *said)
{
    size_t at = said->acts && !said->who ? said->acts->words.first : 0;
    if (at == 0 || strcmp(text->units[at - 1].text, "but") != 0)
        return false;
    const char *word = text->units[at].text;
    size_t length = strlen(word);
    return length > 2 && strcmp(word + length - 2, "ed") == 0;
}

/* "both a nurse and a doctor must sign": neither does it alone. */
static bool needs_both(const struct composer *composer, const struct said *said)
{
    static const char *const musts[] = {"must", "need", "needs", "have", "has", "required"};
    bool is_by_two = said->who && said->who->next && said->mode != MODE_NEVER;
    size_t at = is_by_two ? said->who->words.first : 0;
    const struct unit *units = composer->at->text->units;
    at -= at > 1 && units[at - 1].kind == UNIT_WORD && strlen(units[at - 1].text) < 4 ? 1 : 0;
    is_by_two = at > 0 && strcmp(units[at - 1].text, "both") == 0;
    for (size_t i = 0; is_by_two && i < sizeof musts / sizeof musts[0]; i++)
        if (compose_has_word(composer, said->words, musts[i]))
            return true;
    return false;
}

bool access_gives_nothing(const struct composer *composer, const struct said *said)
{
    return is_but_state(composer->at->text, said) || needs_both(composer, said);
}

const struct thing *access_what(struct composer *composer, const struct said *said)
{
    const struct said *next = said->next;
    if (!said->form || !strstr(said->form->pattern, "BUTNEVER"))
        return compose_what(composer, said);
    bool is_named =
        next && next->saying == SAYS_ACCESS && !next->who && next->what && next->mode == MODE_NEVER;
    return is_named ? compose_what(composer, next) : NULL;
}

const struct subject *access_parties(const struct composer *composer, const struct said *said,
                                     const struct thing *what)
{
    const char *names[2] = {NULL, NULL};
    bool is_between = said->form && strstr(said->form->pattern, "private WHO") &&
                      compose_has_word(composer, said->words, "between");
    if (!is_between || !what || what->next || what->whose != WHOSE_UNSAID || !what->class ||
        !said->who || said->who->is_field || !compose_is_message(what->class, &names[0], &names[1]))
        return NULL;
    struct subject *both = arena_alloc_array(composer->arena, 2, sizeof *both);
    for (size_t i = 0; i < 2; i++)
        both[i] = (struct subject){.kind = PERSON_USER,
                                   .noun = names[i],
                                   .is_field = true,
                                   .class = what->class->model.name,
                                   .words = said->who->words,
                                   .next = i == 0 ? &both[1] : NULL};
    return both;
}

bool access_is_more_by(const struct clause_form *form)
{
    static const char *const patterns[] = {"by|to ", "WHEN , by|to ", "[,] NONE by|to|for "};
    for (size_t i = 0; form && i < sizeof patterns / sizeof patterns[0]; i++)
        if (strncmp(form->pattern, patterns[i], strlen(patterns[i])) == 0)
            return true;
    return false;
}

bool access_goes_on_of_readers(const struct composer *composer, const struct said *said)
{
    const char *before = composer->last_form ? composer->last_form->pattern : "";
    const char *who = strstr(before, "WHO");
    const char *what = strstr(before, "WHAT");
    bool is_bare = !composer->is_first && said->form && who && what && who < what &&
                   (strcmp(said->form->pattern, "[,] NEVER F1:ACTS") == 0 ||
                    strncmp(said->form->pattern, "[,] NONE F1:ACTS", 16) == 0) &&
                   composer->last_saying == SAYS_ACCESS && composer->last_acts &&
                   (composer->last_mode == MODE_MAY || composer->last_mode == MODE_ONLY) &&
                   composer->last_who && composer->last_who->kind != PERSON_EVERYONE;
    for (const struct act *act = composer->last_acts; act && is_bare; act = act->next)
        is_bare = act->meaning && case_operations(act->meaning) == DEED_READ;
    return is_bare;
}

static bool says_full_access(const struct said *said)
{
    bool is_full = said->form && strcmp(said->form->pattern, "WHO [:] [MODE] have ACTS END") == 0 &&
                   said->acts && !said->acts->next && said->acts->meaning &&
                   said->acts->meaning->senses[SENSE_WRITE];
    for (const struct subject *who = said->who; who; who = who->next)
        is_full = is_full && (who->kind == PERSON_ADMIN || who->kind == PERSON_STAFF);
    return is_full;
}

/* "once it is signed, patients can see it; before that, they can't": what is not so yet; NULL: it is not known. */
static const struct thing *not_yet(struct composer *composer, const struct thing *what)
{
    bool is_one = what && !what->next && what->conditions && !what->conditions->next &&
                  composer->last_saying == SAYS_ACCESS && composer->last_mode != MODE_NEVER;
    if (!is_one)
        return NULL;
    struct thing *before = arena_alloc(composer->arena, sizeof *before);
    struct condition_said *condition = arena_alloc(composer->arena, sizeof *condition);
    *before = *what;
    *condition = *what->conditions;
    condition->negated = !condition->negated;
    before->conditions = condition;
    return before;
}

const struct thing *access_full(struct composer *composer, const struct said *said,
                                const struct thing *what)
{
    if (said->form && strcmp(said->form->pattern, "[,] term-end [,] WHO NEVER END") == 0)
        return not_yet(composer, what);
    if (!says_full_access(said))
        return what;
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = (struct thing){.kind = THING_ALL, .whose = WHOSE_ALL, .words = said->words};
    return thing;
}

/* ", which only admins can read", of a trail that the rules bring and no input has: says so; false: it is not of that. */
static bool is_of_added_trail(struct composer *composer, const struct said *said,
                              const struct act *acts)
{
    const char *pattern = said->form ? said->form->pattern : "";
    bool is_entry = composer->last_saying == SAYS_AUDIT || strstr(pattern, " log ");
    bool is_meant = is_entry && composer->last_is_trail && !composer->is_first && !said->what &&
                    !draft_class(composer->draft, AUDIT_CLASS) && said->mode != MODE_NEVER &&
                    !said->when && !said->scope && said->who && acts;
    for (const struct act *act = acts; act && is_meant; act = act->next)
        is_meant = act->meaning && act->meaning->senses[SENSE_READ];
    for (const struct subject *who = said->who; who && is_meant; who = who->next)
        is_meant = !who->is_field && !who->is_same && !who->assigned && !who->consented &&
                   (who->kind == PERSON_STAFF || who->kind == PERSON_ADMIN);
    for (const struct subject *who = said->who; who && is_meant; who = who->next) {
        struct vector roles = {0};
        compose_roles(composer, who, &roles);
        compose_assume_people(composer, who, &roles);
        for (size_t i = 0; i < roles.count && !composer->at->is_partial; i++)
            (void)compose_line(
                composer,
                arena_printf(composer->arena, "%s can read all " AUDIT_CLASS ".",
                             compose_capital(composer->arena,
                                             ((struct prose_role *)roles.items[i])->plural)));
    }
    return is_meant;
}

void access_of_nothing(struct composer *composer, const struct said *said, const struct thing *what,
                       const struct act *acts)
{
    if (what || !is_of_added_trail(composer, said, acts))
        compose_leave(composer, said->words);
}

/* Copies of things, whose they are or which of them being unsaid. */
static const struct thing *unsaid(struct composer *composer, const struct thing *what,
                                  bool is_of_anybody)
{
    const struct thing *first = NULL;
    const struct thing **end = &first;
    for (; what; what = what->next) {
        struct thing *kept = arena_alloc(composer->arena, sizeof *kept);
        *kept = *what;
        kept->whose = is_of_anybody ? WHOSE_UNSAID : what->whose;
        kept->conditions = is_of_anybody ? what->conditions : NULL;
        kept->next = NULL;
        *end = kept;
        end = &kept->next;
    }
    return first;
}

const struct thing *access_of_anybody(struct composer *composer, const struct thing *what)
{
    return unsaid(composer, what, true);
}

const struct thing *access_of_any_state(struct composer *composer, const struct thing *what)
{
    return unsaid(composer, what, false);
}

/* 代, 替, "on behalf of": how many units there are; 0: none. */
static size_t in_the_name_of(const struct text *text, size_t at)
{
    static const char *const characters[] = {"代", "替", "幫"};
    size_t taken = text_has(text, at, SENSE_FOR);
    for (size_t i = 0; i < sizeof characters / sizeof characters[0] && taken > 0; i++)
        if (strcmp(text->units[at].text, characters[i]) == 0)
            return taken;
    bool is_english = taken > 2 && (strcmp(text->units[at + 1].text, "behalf") == 0 ||
                                    strcmp(text->units[at + 2].text, "name") == 0);
    return is_english ? taken : 0;
}

struct stretch access_for_colleagues(const struct text *text, const struct said *said)
{
    for (size_t at = said->words.first; at < said->words.end && at < text->count; at++) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t taken = in_the_name_of(text, at);
        size_t who = taken > 0 ? text_skip(text, at + taken) : text->count;
        size_t people = text_person(text, who, &kind, &noun);
        if (people > 0 && (kind == PERSON_STAFF || kind == PERSON_ADMIN || kind == PERSON_EVERYONE))
            return (struct stretch){at, who + people};
    }
    return (struct stretch){0, 0};
}

bool access_asks_for(const struct composer *composer, const struct act *act)
{
    static const char *const verbs[] = {"request", "ask", "appl", "order", "請", "申", "索"};
    const struct text *text = composer->at->text;
    bool is_asking = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0] && act->words.first < text->count; i++)
        is_asking = is_asking ||
                    strncmp(text->units[act->words.first].text, verbs[i], strlen(verbs[i])) == 0;
    return is_asking && act->meaning && case_operations(act->meaning) == DEED_CREATE;
}

bool access_is_sharing(const struct composer *composer, const struct thing *what,
                       const struct act *acts)
{
    for (const struct act *act = acts; act; act = act->next)
        if (!act->meaning || !act->meaning->senses[SENSE_SHARE] || act->meaning->senses[SENSE_READ])
            return false;
    for (; what; what = what->next)
        if (what->class && compose_is_grant(composer, what->class))
            return false;
    return true;
}
