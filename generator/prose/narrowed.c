/* narrowed.c - clauses that leave less of what is opened: "but only those that are final", "final notes
 * can only be read". See compose.h. */
#include "prose/narrowed.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/access_forms.h"
#include "prose/banned.h"
#include "prose/deeds.h"
#include "prose/later.h"
#include "prose/only.h"
#include "prose/openings.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/whose.h"

#include <string.h>

/* Forbids operations on rows of a class; false when a condition is none of it. */
static bool forbid(const struct case_ *one, const struct condition_said *conditions,
                   struct draft_class *class, unsigned operations, struct stretch words)
{
    struct opening ban = {.class = class,
                          .role = one->role,
                          .operations = operations,
                          .is_never = true,
                          .is_of_users = one->who && banned_are_users(one->who),
                          .is_fixed = one->said->saying == SAYS_FIXED ||
                                      one->said->saying == SAYS_APPEND_ONLY,
                          .words = words};
    if (!case_add_conditions(one, conditions, &ban))
        return false;
    if (one->said->saying == SAYS_FIXED && one->said->when && ban.condition_count == 1)
        ban.conditions[0].is_time = true;
    compose_open(one->composer, &ban);
    return true;
}

/* 簽署後患者才能查看, 方可, 始得: then, and not before. Not where it says who alone may. */
static bool is_only_then(const struct case_ *one)
{
    static const char *const words[] = {"才", "方可", "方得", "方能", "始得", "始可", "始能"};
    const struct text *text = one->composer->at->text;
    const struct stretch clause = one->said->words;
    for (size_t at = clause.first; at < clause.end && !case_is_exclusive(one); at++)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (text_is_chinese(text, at, words[i]))
                return true;
    return false;
}

/* Whether the condition is of what it has become once: "once signed", 簽署後. */
static bool is_of_once(const struct case_ *one, const struct condition_said *when)
{
    const struct text *text = one->composer->at->text;
    size_t end = when->words.end;
    bool is_behind = end < text->count && text->units[end].kind == UNIT_CHARACTER &&
                     text_has(text, end, SENSE_SINCE) > 0;
    return is_behind || compose_has_word(one->composer, when->words, "once") ||
           compose_has_word(one->composer, when->words, "after") ||
           compose_has_word(one->composer, when->words, "後") ||
           compose_has_word(one->composer, when->words, "經");
}

void compose_only_when(const struct case_ *one, const struct thing *thing,
                       const struct opening *opened)
{
    const struct text *text = one->composer->at->text;
    const struct condition_said *when = one->said->when ? one->said->when : thing->conditions;
    bool is_one = when && !when->next && opened->condition_count == 1 && !opened->fields;
    size_t first = is_one ? text_skip(text, when->words.first) : text->count;
    if (first >= text->count || (text_has(text, first, SENSE_ONLY) == 0 && !is_only_then(one)))
        return;
    struct opening ban = *opened;
    ban.is_never = true;
    /* Once it has been signed: of the values behind it, too, which it has been signed before. */
    if (is_of_once(one, when))
        (void)compose_add_later(one->composer, opened->class, &ban.conditions[0]);
    ban.is_exclusive = false;
    ban.conditions[0].negated = !ban.conditions[0].negated;
    ban.words = when->words;
    compose_open(one->composer, &ban);
}

void compose_forbid_making(const struct case_ *one, struct draft_class *class,
                           const struct draft_field *field, const char *value)
{
    const struct opening ban = {.class = class,
                                .role = one->role,
                                .actor = one->who->is_field ? one->who->noun : NULL,
                                .operations = DEED_CREATE,
                                .is_never = true,
                                .is_of_step = true,
                                .conditions = {{.field = field->model.name,
                                                .values = {value},
                                                .value_count = 1,
                                                .is_time = true}},
                                .condition_count = 1,
                                .words = one->act ? one->act->words : one->said->words};
    compose_open(one->composer, &ban);
}

static bool has_class(const struct thing *things, const struct draft_class *class)
{
    for (; things; things = things->next)
        if (things->class == class)
            return true;
    return false;
}

/* "But only signed ones", of all that were spoken of; NULL where some of them cannot be so. */
static const struct thing *ones_of(struct composer *composer, const struct said *said,
                                   const struct thing *before)
{
    struct thing *first = NULL;
    for (const struct thing *at = before; at; at = at->next) {
        struct prose_condition condition;
        struct thing *one = arena_alloc(composer->arena, sizeof *one);
        *one = *at;
        one->conditions = said->what->conditions;
        one->words = said->what->words;
        one->next = first;
        first = one;
        if (!at->class || at->kind != THING_CLASS ||
            !compose_condition(composer, at->class, one->conditions, &condition))
            return NULL;
    }
    return first;
}

/* 已簽署的除外, as a sentence of its own: of what was spoken of, those that are not so; NULL: it is none. */
static const struct thing *ones_but(struct composer *composer, const struct said *said)
{
    const struct text *text = composer->at->text;
    size_t last = said->words.end > 0 ? said->words.end - 1 : 0;
    bool is_exception = said->when && text_has(text, last, SENSE_EXCEPT) > 0;
    for (size_t at = said->words.first; at < last && !is_exception; at++)
        is_exception = said->when && at + text_has(text, at, SENSE_EXCEPT) == said->words.end;
    if (!is_exception)
        return NULL;
    struct thing *ones = arena_alloc(composer->arena, sizeof *ones);
    *ones = (struct thing){.kind = THING_SAME, .conditions = said->when, .words = said->words};
    return ones;
}

/* "Patients can read visits and reports, but only reports that are final", also as a sentence of its own */
void compose_narrowed(struct composer *composer, const struct said *given)
{
    struct said full = *given;
    const struct said *said = &full;
    full.what = given->what ? given->what : ones_but(composer, given);
    bool is_alone = composer->is_first && !composer->at->clauses.first->next;
    const struct thing *before = is_alone             ? composer->earlier_what
                                 : composer->is_first ? NULL
                                                      : composer->last_what;
    const struct subject *whose = is_alone ? composer->before_who : composer->last_who;
    bool done = before != NULL && whose && composer->last_mode != MODE_NEVER;
    /* "read assessments, final ones only" */
    bool is_same = said->what && said->what->kind == THING_SAME && !said->what->next;
    const struct thing *what =
        is_same && said->what->conditions && before ? ones_of(composer, said, before) : said->what;
    done = done && what;
    /* "but only those of their assigned patients" */
    if (done && what->whose != WHOSE_UNSAID && !what->conditions && composer->last_acts) {
        compose_access(composer, said);
        return;
    }
    for (const struct thing *thing = what; thing && done; thing = thing->next) {
        const struct condition_said *condition = thing->conditions;
        done = thing->class && condition && !condition->next && has_class(before, thing->class);
        struct condition_said others = {0};
        if (done)
            others = *condition;
        others.negated = !others.negated;
        for (const struct subject *who = whose; who && done; who = who->next) {
            struct case_ one = {.composer = composer, .said = said, .who = who};
            one.role = who->is_field ? NULL : compose_introduced(composer, who->kind, who->noun);
            done = one.role &&
                   forbid(&one, &others, thing->class,
                          DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE, thing->words);
        }
    }
    if (!done)
        compose_leave(composer, said->words);
}

/* "Reports are private": for whom is what other sentences say, and nobody else. */
void compose_closed(struct composer *composer, const struct said *said)
{
    for (const struct thing *thing = said->what; thing; thing = thing->next) {
        /* "Door codes are confidential", and nothing more: from whom is not said, and the class is not meant. */
        bool is_some = thing->kind == THING_FIELD || thing->conditions;
        if (is_some && !composer->at->clauses.first->next)
            compose_leave(composer, thing->words);
        if (thing->kind != THING_CLASS || !thing->class || thing->conditions)
            continue;
        struct append_only *one = arena_alloc(composer->arena, sizeof *one);
        *one = (struct append_only){.class = thing->class, .sentence = composer->at};
        vector_add(&composer->private_classes, composer->arena, one);
        compose_assumption(composer,
                           "'private' opens %s to nobody: who may see it other sentences say",
                           thing->class->model.name);
    }
}

/* "Final notes can only be read": nobody changes or deletes them. */
void compose_unchanged(struct composer *composer, const struct said *said)
{
    bool done = said->mode == MODE_ONLY;
    for (const struct act *act = said->acts; act; act = act->next)
        done = done && act->meaning && act->meaning->senses[SENSE_READ];
    for (const struct thing *thing = compose_what(composer, said); thing && done;
         thing = thing->next) {
        struct case_ one = {.composer = composer, .said = said};
        one.role = compose_role(composer, PERSON_EVERYONE, "everyone");
        done = thing->class && forbid(&one, thing->conditions, thing->class,
                                      DEED_UPDATE | DEED_DELETE, thing->words);
    }
    if (!done)
        compose_leave(composer, said->words);
}

/* "Final notes are read-only for nurses": these read them, and must not do more with them. */
void compose_read_only(struct composer *composer, const struct said *said)
{
    bool reads = compose_has_word(composer, said->words, "read");
    const struct thing *what = compose_what(composer, said);
    bool done = what != NULL;
    for (const struct thing *thing = what; thing && done; thing = thing->next) {
        for (const struct subject *who = said->who; who && done; who = who->next) {
            struct case_ one = {.composer = composer, .said = said, .who = who};
            one.role = who->is_field ? NULL : compose_introduced(composer, who->kind, who->noun);
            done = one.role && thing->kind == THING_CLASS &&
                   forbid(&one, thing->conditions, thing->class,
                          DEED_UPDATE | DEED_DELETE | (reads ? DEED_CREATE : 0), thing->words);
        }
    }
    struct said reading = *said;
    reading.acts = compose_implied_act(composer, "read");
    if (!done)
        compose_leave(composer, said->words);
    else if (reads)
        compose_access(composer, &reading);
}

/* "Once a prescription has been signed, nobody may change it": rows of these values stay as they are,
 * but for a step that another sentence takes from one of them (openings.c). */
void compose_fixed(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    /* "can be edited while they are drafts, but once they are signed nobody may change them": whatever they were */
    if (said->what && said->what->kind == THING_SAME && said->when)
        what = access_of_any_state(composer, what);
    unsigned operations = said->acts ? 0 : DEED_UPDATE | DEED_DELETE;
    for (const struct act *act = said->acts; act; act = act->next) {
        operations |= act->meaning->senses[SENSE_UPDATE] ? DEED_UPDATE : 0;
        operations |= act->meaning->senses[SENSE_DELETE] ? DEED_DELETE : 0;
    }
    bool done = what != NULL && operations != 0;
    for (const struct thing *thing = what; thing && done; thing = thing->next) {
        struct case_ one = {.composer = composer, .said = said};
        one.role = compose_role(composer, PERSON_EVERYONE, "everyone");
        /* Of both "signed prescriptions" and "once signed" there is one condition. */
        const struct condition_said *which = said->when ? said->when : thing->conditions;
        bool is_one = which && !which->next && !(said->when && thing->conditions);
        done = thing->kind == THING_CLASS && thing->class && is_one &&
               forbid(&one, which, thing->class, operations, thing->words);
    }
    if (!done)
        compose_leave(composer, said->words);
}

/* "their own visits, and nobody else's": none of anybody else. */
void compose_others(struct composer *composer, const struct said *said)
{
    const struct thing *last = composer->is_first ? NULL : composer->last_what;
    bool is_own = last && composer->last_mode != MODE_NEVER;
    for (const struct thing *thing = last; thing; thing = thing->next)
        is_own = is_own && (thing->whose == WHOSE_OWN || thing->whose == WHOSE_ASSIGNED ||
                            thing->whose == WHOSE_MADE ||
                            (thing == last ? false : thing->whose == WHOSE_UNSAID));
    /* "nobody" is in the form, and those who must not are who may see their own. */
    composer->last_who =
        said->who && said->who->kind == PERSON_EVERYONE ? composer->before_who : composer->last_who;
    if (!is_own || !composer->last_who) {
        compose_leave(composer, said->words);
        return;
    }
    struct thing *others = arena_alloc(composer->arena, sizeof *others);
    *others = (struct thing){.kind = THING_SAME, .whose = WHOSE_OTHER, .words = said->words};
    struct said full = *said;
    full.who = NULL;
    full.what = others;
    full.mode = MODE_NEVER;
    full.acts = said->acts ? said->acts : composer->last_acts;
    compose_access(composer, &full);
}

/* "Nurses can edit the notes of visits, the other fields must not be changed": no more than these. */
void compose_other_fields(struct composer *composer, const struct said *said)
{
    bool done = false;
    bool changes = true; /* without a verb they "are immutable" */
    for (const struct act *act = said->acts; act; act = act->next)
        changes = changes && act->meaning && act->meaning->senses[SENSE_UPDATE];
    for (size_t i = 0; i < composer->openings.count && changes; i++) {
        struct opening *opening = composer->openings.items[i];
        bool is_before = opening->sentence == composer->at && opening->fields &&
                         !opening->is_never && (opening->operations & DEED_UPDATE) &&
                         composer->last_what && composer->last_what->fields &&
                         opening->fields == composer->last_what->fields;
        if (is_before && opening->only == ONLY_NOTHING)
            opening->only = ONLY_ROWS;
        done = done || is_before;
    }
    if (!done)
        compose_leave(composer, said->words);
}

/* Whether the clause before one speaks of some people: what is said of nurses is said of no doctor. */
static bool is_of_some(const struct composer *composer, const struct said *said)
{
    const struct said *before = NULL;
    for (const struct said *at = composer->at->clauses.first; at; at = at->next)
        before = at->words.end <= said->words.first ? at : before;
    return before && before->who && before->who->kind != PERSON_EVERYONE &&
           !before->flags[FLAG_NOBODY] && !composer->last_is_exclusive;
}

/* "Nobody may change them, not even admins": what was said of all holds for these. */
void compose_even(struct composer *composer, const struct said *said)
{
    /* 患者即使是自己的也不得查看: of what was said that they may not */
    unsigned operations = 0;
    for (const struct act *act = composer->last_acts; act; act = act->next)
        operations |= case_operations(act->meaning);
    bool is_same = true;
    for (const struct act *act = said->acts; act; act = act->next)
        is_same = is_same && (case_operations(act->meaning) & ~operations) == 0;
    /* who alone reads a field was said */
    const struct thing *last = composer->last_what;
    bool is_of_readers = last && last->kind == THING_FIELD &&
                         (composer->last_mode == MODE_ONLY || composer->last_is_exclusive) &&
                         is_same;
    bool is_of_all = said->acts
                         ? is_of_readers
                         : composer->last_mode == MODE_NEVER || composer->last_is_exclusive ||
                               composer->last_saying == SAYS_APPEND_ONLY;
    if (!is_of_all || composer->is_first || (!said->acts && is_of_some(composer, said)))
        compose_leave(composer, said->words);
}
