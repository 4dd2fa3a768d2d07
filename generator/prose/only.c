/* only.c - see only.h. What is said with "only" is narrower than what is said without it, whichever comes
 * first: of the same people, class and operation nothing else is opened. */
#include "prose/only.h"

#include "prose/deeds.h"
#include "prose/opening_rows.h"
#include "prose/openings.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/steps.h"

#include <string.h>

/* "Cancelled visits are reserved for doctors", "access to them is restricted to doctors" */
static bool is_kept_for(const struct case_ *one, const char *pattern)
{
    const struct text *text = one->composer->at->text;
    const struct stretch words = one->said->words;
    if ((strstr(pattern, " private ") || strstr(pattern, " use END") ||
         strstr(pattern, " use WHAT")) &&
        strstr(pattern, "WHO"))
        return true;
    bool may_restrict = strstr(pattern, "restrict|") || strstr(pattern, "restrict [ACTS]");
    for (size_t at = words.first; may_restrict && at < words.end; at++)
        if (text_has(text, at, SENSE_RESTRICT) > 0)
            return true;
    return false;
}

bool case_is_exclusive(const struct case_ *one)
{
    const char *pattern = one->said->form ? one->said->form->pattern : "";
    bool is_passive = strstr(pattern, " by") || strncmp(pattern, "WHAT MODE WHO", 13) == 0;
    return one->said->exclusive || (is_passive && one->mode == MODE_ONLY) ||
           is_kept_for(one, pattern);
}

bool case_is_for_these(const struct case_ *one)
{
    const char *pattern = one->said->form ? one->said->form->pattern : "";
    return one->said->exclusive || (case_is_exclusive(one) && !strstr(pattern, "ONLYTHAT"));
}

/* Whether "only" stands in front of the verb, or is a part of it: "read-only access". */
static bool is_of_verb(const struct text *text, const struct said *said)
{
    bool has_verb = said->acts && said->acts->words.first >= said->words.first &&
                    said->acts->words.end > said->acts->words.first;
    size_t end = has_verb ? said->acts->words.first : said->words.first;
    for (size_t at = said->words.first; at < end; at++)
        if (text_has(text, at, SENSE_ONLY) > 0)
            return true;
    for (size_t at = said->words.first; at < said->words.end && at < text->count; at++)
        if (strcmp(text->units[at].text, "read-only") == 0 ||
            (at > said->words.first && strcmp(text->units[at].text, "only") == 0 &&
             strcmp(text->units[at - 1].text, "read") == 0 &&
             text_has(text, at + 1, SENSE_ACCESS) > 0))
            return true;
    return false;
}

/* Whether a clause says of which rows or fields it is: "their own visits", "those that are signed". */
static bool says_which(const struct said *said)
{
    for (const struct thing *at = said->what; at; at = at->next)
        if ((at->kind != THING_CLASS && at->kind != THING_SAME) || at->conditions || at->fields ||
            (at->whose != WHOSE_UNSAID && at->whose != WHOSE_ALL))
            return true;
    return said->scope || said->when || said->to;
}

void compose_note_only(const struct case_ *one, const struct thing *thing, struct opening *opening)
{
    const struct said *said = one->said;
    const struct text *text = one->composer->at->text;
    size_t first = text_skip(text, said->words.first);
    bool restricts = said->form && strstr(said->form->pattern, "restrict") &&
                     text_has(text, first, SENSE_RESTRICT) > 0;
    bool is_verb = said->acts && is_of_verb(text, said);
    bool is_only = one->mode == MODE_ONLY || restricts || (is_verb && one->mode != MODE_NEVER);
    opening->clause = said->words.first;
    opening->is_kept_for =
        opening->is_exclusive && is_kept_for(one, said->form ? said->form->pattern : "");
    if (!is_only || opening->is_never || opening->is_exclusive)
        return;
    if (says_which(said) || thing->conditions || opening->fields)
        opening->only = ONLY_ROWS;
    else if (is_verb)
        opening->only =
            !said->what || said->what->kind == THING_SAME ? ONLY_DEEDS_OF_SAME : ONLY_DEEDS;
    else if (is_only)
        opening->only = ONLY_IF_LEFT;
    opening->is_restriction = restricts && opening->only == ONLY_ROWS;
}

void compose_only_unread(const struct case_ *one, const struct thing *thing,
                         struct draft_class *class, unsigned operations)
{
    bool is_of_field = one->who->is_field || !one->role;
    struct opening opening = {.class = class,
                              .operations = operations,
                              .role = is_of_field ? NULL : one->role,
                              .actor = is_of_field ? one->who->noun : NULL,
                              .words = thing->words,
                              .is_never = one->mode == MODE_NEVER,
                              .is_dropped = true};
    compose_note_only(one, thing, &opening);
    if (opening.only)
        compose_open(one->composer, &opening);
}

void compose_only_of_some(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    struct vector classes = {0};
    compose_targets(one->composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        compose_only_unread(one, thing, classes.items[i], case_operations(act->meaning));
}

static bool same_clause(const struct opening *a, const struct opening *b)
{
    return a->sentence == b->sentence && a->clause == b->clause;
}

/* Whether something is opened to the people of whom "only" is said: in their role, or as those that the
 * rows point at, or to all users, among whom they are. */
static bool is_of_these(const struct composer *composer, const struct opening *only,
                        const struct opening *opening)
{
    const struct prose_role *who = only->role ? only->role : only->as;
    if (!who)
        return !opening->role && only->actor && opening->actor &&
               strcmp(only->actor, opening->actor) == 0;
    bool is_of_all = opening->role && opening->whose == WHOSE_ALL && who->kind != PERSON_EVERYONE &&
                     (opening->role->kind == PERSON_USER || opening->role->kind == PERSON_EVERYONE);
    if (opening->role)
        return opening->role == who || is_of_all;
    /* "The provider of an Appointment can read it" is said of this class, in the language itself. */
    if (only->is_general && opening->written && !opening->as)
        return false;
    const struct draft_field *field = compose_role_field(composer, opening->class, who);
    return opening->as == who || (field && strcmp(field->model.name, opening->actor) == 0);
}

/* Whether what is opened are steps, "mark them as paid", which the sentence with "only" does not speak of. */
static bool is_step(const struct composer *composer, const struct opening *opening)
{
    bool is_step = opening->fields != NULL;
    for (const struct field_said *at = opening->fields; at && is_step; at = at->next) {
        const struct draft_field *field = map_get(&opening->class->field_of, at->name);
        is_step = (field && field->type.kind == FIELD_BOOLEAN) ||
                  compose_has_steps(composer, opening->class, at->name);
    }
    return is_step;
}

/* Whether all fields of an opening are among those that alone may be changed. */
static bool has_no_other_field(const struct opening *only, const struct opening *opening)
{
    bool is_inside = opening->fields != NULL;
    for (const struct field_said *at = opening->fields; at && is_inside; at = at->next) {
        bool is_said = false;
        for (const struct field_said *own = only->fields; own; own = own->next)
            is_said = is_said || strcmp(own->name, at->name) == 0;
        is_inside = is_said;
    }
    return is_inside;
}

/* What a clause lets the people do with the class. */
static unsigned operations_of(const struct composer *composer, const struct opening *of)
{
    unsigned operations = 0;
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *other = composer->openings.items[i];
        if (!other->is_never && same_clause(other, of) && other->class == of->class)
            operations |= other->operations;
    }
    return operations;
}

/* What "only" takes of the operations of an opening. "Clerks can only see bills" may speak of what they
 * see, and leave that they make them; "may only view them", of those that one can view and edit, does not. */
static unsigned taken(const struct composer *composer, const struct opening *only,
                      const struct opening *opening)
{
    unsigned others = opening->operations & ~operations_of(composer, only);
    bool is_left = only->sentence->is_partial || only->is_dropped;
    if (only->only == ONLY_IF_LEFT && !is_left)
        return 0;
    unsigned changes = only->operations & DEED_READ ? DEED_UPDATE | DEED_DELETE : 0;
    if (is_left && !only->is_general && !only->fields && !is_step(composer, opening))
        return opening->operations & (only->operations | changes);
    if (only->only == ONLY_DEEDS_OF_SAME)
        return others;
    if (only->only == ONLY_DEEDS && (operations_of(composer, opening) & only->operations))
        return others;
    if (is_step(composer, opening))
        return 0;
    if (only->only == ONLY_DEEDS)
        return others & (DEED_UPDATE | DEED_DELETE);
    if ((only->fields && has_no_other_field(only, opening)) || rows_are_within(opening, only))
        return only->fields && !opening->fields ? opening->operations & only->operations : 0;
    return opening->operations & only->operations;
}

static struct opening *split(struct composer *composer, struct opening *opening,
                             unsigned operations)
{
    struct opening *apart = arena_alloc(composer->arena, sizeof *apart);
    *apart = *opening;
    apart->operations = operations;
    vector_add(&composer->openings, composer->arena, apart);
    return apart;
}

/* What the people do not see they do not change either: that is of the same rows then. */
static void narrow_changes(struct composer *composer, const struct opening *only,
                           struct opening *opening)
{
    unsigned others = opening->operations & (DEED_UPDATE | DEED_DELETE) & ~only->operations;
    size_t count = composer->openings.count;
    bool is_wider = only->only == ONLY_ROWS && (only->operations & DEED_READ) && !only->fields &&
                    opening->whose == WHOSE_ALL && !rows_are_within(opening, only);
    for (size_t i = 0; i < count && is_wider && others != 0; i++) {
        const struct opening *rows = composer->openings.items[i];
        if (!rows->only || !same_clause(rows, only) || rows->class != only->class ||
            !(rows->operations & DEED_READ))
            continue;
        struct opening *apart = split(composer, opening, others);
        apart->role = rows->role;
        apart->as = rows->as;
        apart->actor = rows->actor;
        apart->whose = rows->whose;
        apart->people = rows->people;
        for (size_t j = 0; j < rows->condition_count; j++)
            rows_add_condition(apart, rows->conditions[j]);
    }
    opening->operations &= is_wider ? ~others : ~0U;
}

/* Whether another sentence opens the same to these people, too. */
static bool is_opened_twice(const struct composer *composer, const struct opening *only,
                            const struct opening *opening, unsigned operations)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *other = composer->openings.items[i];
        if (other != opening && other->class == only->class && !other->is_never &&
            !other->is_dropped && !other->only && (other->operations & operations) &&
            is_of_these(composer, only, other))
            return true;
    }
    return false;
}

/* "Nurses see all signed visits. They see only those of their patients": of these, the signed ones. */
static void keep_conditions(const struct composer *composer, struct opening *only,
                            const struct opening *opening, unsigned operations)
{
    if (operations == 0 || only->only != ONLY_ROWS || opening->whose != WHOSE_ALL ||
        opening->is_general || only->operations != operations ||
        is_opened_twice(composer, only, opening, operations))
        return;
    for (size_t i = 0; i < opening->condition_count && only->condition_count == 0; i++)
        rows_add_condition(only, opening->conditions[i]);
}

static void apply_only(struct composer *composer, struct opening *only, struct opening *opening)
{
    /* "They edit patients, the address only" */
    bool is_of_same = same_clause(only, opening) && (!only->fields || opening->fields);
    if (opening->class != only->class || opening->is_never || opening->is_dropped || is_of_same ||
        (opening->only && !same_clause(only, opening)) || !is_of_these(composer, only, opening))
        return;
    unsigned before = opening->operations;
    narrow_changes(composer, only, opening);
    unsigned operations = taken(composer, only, opening);
    keep_conditions(composer, only, opening, operations);
    opening->operations &= ~operations;
    if (opening->operations == before)
        return;
    opening->is_dropped = opening->operations == 0;
    only->narrows = true;
    if (opening->is_general)
        return;
    composer->at = only->sentence;
    compose_assumption(composer,
                       "'only' of %s means no more than this, whatever another sentence opens",
                       only->class->model.name);
}

/* "Restrict nurses to their patients" narrows what they see, and opens nothing else besides. */
static void drop_restriction(const struct composer *composer, struct opening *only)
{
    for (size_t i = 0; i < composer->openings.count && !only->narrows; i++) {
        const struct opening *other = composer->openings.items[i];
        only->is_dropped = only->is_dropped || (other->narrows && same_clause(other, only));
    }
}

void compose_apply_only(struct composer *composer)
{
    size_t count = composer->openings.count;
    for (size_t i = 0; i < count; i++) {
        struct opening *only = composer->openings.items[i];
        for (size_t j = 0; only->only && j < count; j++)
            apply_only(composer, only, composer->openings.items[j]);
    }
    for (size_t i = 0; i < count; i++) {
        struct opening *only = composer->openings.items[i];
        if (only->is_restriction && only->is_general)
            drop_restriction(composer, only);
    }
}
