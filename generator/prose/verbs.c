/* verbs.c - see verbs.h. */
#include "prose/verbs.h"

#include "prose/deeds.h"
#include "prose/people.h"
#include "prose/things.h"
#include "prose/whose.h"

#include <string.h>

/* The word of a verb as it stands; "" where it stands nowhere. */
static const char *word_of(const struct case_ *one, const struct act *act)
{
    const struct text *text = one->composer->at->text;
    return act->words.first < act->words.end && act->words.first < text->count
               ? text->units[act->words.first].text
               : "";
}

bool verb_is_access(const struct case_ *one)
{
    static const char *const words[] = {"access", "limits", "存", "訪"};
    const struct text *text = one->composer->at->text;
    const struct stretch clause = one->said->words;
    for (size_t at = clause.first; at < clause.end && at < text->count; at++)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (strncmp(text->units[at].text, words[i], strlen(words[i])) == 0)
                return true;
    return false;
}

bool verb_looks_over(const char *word)
{
    static const char *const verbs[] = {"review", "examin", "inspect", "check", "verif", "list"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strncmp(word, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

/* "carers start their shifts", which are planned: what is begun is there already. */
static bool is_beginning(const char *word)
{
    static const char *const verbs[] = {"start", "begin", "initiat", "launch", "open", "啟"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strncmp(word, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

bool verb_changes_part(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    static const char *const verbs[] = {"annotat", "renam", "renew", "extend",
                                        "choos",   "chose", "pick",  "select"};
    const struct text *text = one->composer->at->text;
    size_t at = act->words.first;
    bool is_update = thing->kind == THING_CLASS && !case_is_never(one) && act->meaning &&
                     case_operations(act->meaning) == DEED_UPDATE && at < text->count;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0] && is_update; i++)
        if (strncmp(text->units[at].text, verbs[i], strlen(verbs[i])) == 0)
            return true;
    return false;
}

bool verb_leads_on(const struct case_ *one, const struct thing *thing,
                   const struct draft_class *class, const struct act *act)
{
    const struct text *text = one->composer->at->text;
    struct draft_field *field = NULL;
    size_t taken = 0;
    size_t length = act->words.end - act->words.first;
    /* "supervisors review them", where something is reviewed */
    bool reviews = act->meaning->senses[SENSE_READ] && length > 0 &&
                   act->words.first < text->count &&
                   verb_looks_over(text->units[act->words.first].text);
    /* "nurses administer them", where something is administered */
    bool manages = act->meaning->senses[SENSE_MANAGE] && !act->meaning->senses[SENSE_READ];
    bool makes = act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_SEND] ||
                 act->meaning->senses[SENSE_BOOK] || reviews || manages;
    if (!makes || length == 0 || act->words.end > text->count)
        return false;
    const char *value = world_value(one->composer->world, class, &text->units[act->words.first],
                                    length, true, &taken, &field);
    const struct ast_value *values = value ? world_values(field) : NULL;
    bool is_later = values && taken == length && strcmp(values->name.text, value) != 0;
    bool only_sends = !act->meaning->senses[SENSE_CREATE] || reviews || manages;
    /* "report them": what there is already */
    bool is_made = case_is_opened_here(one, class, DEED_CREATE) ||
                   (one->said->what && one->said->what->kind == THING_SAME);
    /* "score submitted assessments": what has a value is there, too */
    struct prose_condition condition;
    is_made = is_made || (thing->conditions && values &&
                          compose_condition(one->composer, class, thing->conditions, &condition) &&
                          strcmp(condition.field, field->model.name) == 0 && !condition.negated);
    is_made = is_made || is_beginning(text->units[act->words.first].text);
    for (size_t i = 0; i < one->composer->made.count; i++)
        is_made = is_made || one->composer->made.items[i] == class;
    return is_later && (only_sends || is_made);
}

bool verb_starts_so(const struct case_ *one, const struct draft_class *class, const struct act *act)
{
    const struct text *text = one->composer->at->text;
    struct draft_field *field = NULL;
    size_t taken = 0;
    if (act->words.end > text->count || act->words.end <= act->words.first)
        return false;
    const char *value = world_value(one->composer->world, class, &text->units[act->words.first],
                                    act->words.end - act->words.first, true, &taken, &field);
    return value && strcmp(world_values(field)->name.text, value) == 0;
}

bool verb_cares(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    static const char *const verbs[] = {"look", "take", "care"};
    const struct text *text = one->composer->at->text;
    const char *verb = act->words.first < text->count ? text->units[act->words.first].text : "";
    bool cares = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        cares = cares || strncmp(verb, verbs[i], 4) == 0;
    return cares && thing->kind == THING_PEOPLE && act->meaning->senses[SENSE_MANAGE];
}

/* Whether a thing is called by a noun for people, "patients", and not as what is written of them. */
static bool is_called_people(const struct case_ *one, const struct thing *thing,
                             const struct draft_class *class)
{
    struct text *text = one->composer->at->text;
    for (size_t at = thing->words.first; at < thing->words.end && at < text->count; at++) {
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        size_t taken = 0;
        bool is_short = false;
        size_t person = text_person(text, at, &kind, &noun);
        const struct draft_class *named = thing_class_at(text, at, &taken, &is_short);
        if (person > 0 && taken <= person)
            return class == world_profile(one->composer->world, noun);
        if (named)
            return false;
    }
    return false;
}

bool verb_can_make(const struct case_ *one, const struct thing *thing,
                   const struct draft_class *class, const struct act *act)
{
    static const char *const verbs[] = {
        "creat", "add",     "record", "enter", "register", "mak",       "made",   "log",
        "input", "key",     "type",   "enrol", "set",      "captur",    "put",    "insert",
        "build", "generat", "sav",    "stor",  "document", "establish", "upload", "建",
        "創",    "新",      "添",     "增",    "登",       "錄",        "記",     "輸",
        "匯",    "導",      "設",     "鍵",    "補",       "開",        "管"};
    const char *word = word_of(one, act);
    bool is_made = *word == '\0' || case_is_never(one) ||
                   case_operations(act->meaning) != DEED_CREATE ||
                   act->meaning->senses[SENSE_MANAGE] || act->meaning->senses[SENSE_WRITE] ||
                   (thing->kind != THING_PEOPLE && !is_called_people(one, thing, class));
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0] && !is_made; i++)
        is_made = strncmp(word, verbs[i], strlen(verbs[i])) == 0;
    return is_made;
}
