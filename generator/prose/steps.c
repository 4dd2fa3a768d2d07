/* steps.c - clauses that lead from one value to another: approve, cancel, publish, "set to"; see
 * access.h. */
#include "prose/steps.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/appointments.h"
#include "prose/classes.h"
#include "prose/deeds.h"
#include "prose/flags.h"
#include "prose/lifecycles.h"
#include "prose/narrowed.h"
#include "prose/only.h"
#include "prose/reading.h"
#include "prose/rules.h"
#include "prose/states.h"
#include "prose/vague.h"
#include "prose/whose.h"

#include <string.h>

/* Who it is, in the words of the language. */
static const char *case_people(const struct case_ *one)
{
    return one->role ? one->role->plural
                     : arena_printf(one->composer->arena, "the %s", one->who->noun);
}

/* Whether nothing follows upon a value: what was rejected is not paid. */
static bool ends_badly(const char *value)
{
    static const char *const values[] = {"rejected", "cancelled", "canceled",  "declined",
                                         "denied",   "expired",   "withdrawn", "revoked",
                                         "aborted",  "discarded", "failed",    "no-show"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strcmp(values[i], value) == 0)
            return true;
    return false;
}

/* The value before another one, as the class lists them. */
static const char *value_before(const struct draft_field *field, const char *value, bool is_first)
{
    const struct ast_value *values = world_values(field);
    const char *before = values ? values->name.text : value;
    for (const struct ast_value *at = values; at && !is_first; at = at->next) {
        if (strcmp(at->name.text, value) == 0)
            return before;
        before = ends_badly(at->name.text) ? before : at->name.text;
    }
    return before;
}

/* Lets one change a field of the class, and nothing else. */
bool case_open_field(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                     const char *name)
{
    struct field_said *field = arena_alloc(one->composer->arena, sizeof *field);
    struct thing changed = *thing;
    field->name = name;
    changed.kind = THING_FIELD;
    changed.class = class;
    changed.fields = field;
    return case_open(one, &changed, class, DEED_UPDATE);
}

/* The step from one value to another. */
static bool take_step_to(const struct case_ *one, const struct thing *thing,
                         struct draft_class *class, const struct draft_field *field,
                         const char *before, const char *value)
{
    struct composer *composer = one->composer;
    if (strcmp(before, value) == 0 || !case_open_field(one, thing, class, field->model.name))
        return false;
    if (case_is_never(one)) {
        if (!ends_badly(value))
            compose_forbid_making(one, class, field, value);
        return true;
    }
    /* "approve or reject": what follows is about what was approved */
    if (!ends_badly(value) || !composer->reached.class)
        composer->reached = (struct value_reached){class, field, value};
    (void)compose_line(
        composer, arena_printf(composer->arena, "%s.%s goes %s -> %s, by %s.", class->model.name,
                               field->model.name, states_value(composer->arena, before),
                               states_value(composer->arena, value), case_people(one)));
    return true;
}

/* Where a verb of a list leads from: "approve or reject" both lead from what is before the first. */
static const char *step_start(const struct case_ *one, const struct draft_class *class,
                              const struct act *first, const struct draft_field *field,
                              const char *value)
{
    struct composer *composer = one->composer;
    const struct text *text = composer->at->text;
    /* "answer and close" are two steps of one way, "approve or reject" two ways. */
    struct stretch acts = {first ? first->words.first : 0, first ? first->words.end : 0};
    for (const struct act *act = first; act; act = act->next)
        acts.end = act->words.end;
    bool is_choice =
        compose_has_word(composer, acts, "or") || compose_has_word(composer, acts, "或");
    if (!is_choice && !ends_badly(value))
        return value_before(field, value, false);
    for (const struct act *act = first; act; act = act->next) {
        struct draft_field *other = NULL;
        size_t taken = 0;
        const char *reached = world_value(composer->world, class, &text->units[act->words.first],
                                          act->words.end - act->words.first, true, &taken, &other);
        if (reached && other == field)
            return value_before(field, reached, false);
    }
    return value_before(field, value, false);
}

/* The values that a condition says the rows have from which a step leads, "approve open requests", or
 * NULL: it says none, or something else. */
static const struct condition_said *start_values(const struct condition_said *said,
                                                 const struct draft_field *field, const char *value)
{
    if (!said || said->negated || said->next || said->value_count == 0)
        return NULL;
    for (size_t i = 0; i < said->value_count; i++) {
        bool is_of_field = false;
        for (const struct ast_value *at = world_values(field); at; at = at->next)
            is_of_field = is_of_field || strcmp(at->name.text, said->values[i]) == 0;
        if (!is_of_field || strcmp(said->values[i], value) == 0)
            return NULL;
    }
    return said;
}

/* The steps from the values that are named, "cancel requests that are open": they say which. */
static bool take_steps_from(const struct case_ *one, const struct thing *thing,
                            struct draft_class *class, const struct draft_field *field,
                            const struct condition_said *from, const char *value)
{
    struct thing bare = *thing;
    struct said plain = *one->said;
    struct case_ of_steps = *one;
    bool done = false;
    bare.conditions = NULL;
    plain.when = NULL;
    of_steps.said = &plain;
    for (size_t i = 0; i < from->value_count; i++)
        done = take_step_to(&of_steps, &bare, class, field, from->values[i], value) || done;
    return done;
}

/* The steps from all values but those that are named, "unless it is approved", and what comes behind
 * such a value: "until it is approved". */
static bool take_steps_but(const struct case_ *one, const struct thing *thing,
                           struct draft_class *class, const struct draft_field *field,
                           const struct condition_said *unless, const char *value)
{
    bool done = false;
    bool is_over = false;
    for (const struct ast_value *at = world_values(field); at; at = at->next) {
        bool is_named = false;
        for (size_t i = 0; unless && i < unless->value_count; i++)
            is_named = is_named || strcmp(at->name.text, unless->values[i]) == 0;
        is_over = is_over || (is_named && !ends_badly(at->name.text));
        bool is_out = strcmp(at->name.text, value) == 0 ||
                      (unless && (is_named || is_over || ends_badly(at->name.text)));
        done = (!is_out && take_step_to(one, thing, class, field, at->name.text, value)) || done;
    }
    return done;
}

/* "choose one for a requested job; they accept it and complete it": it is requested no more. */
static bool has_moved_on(const struct case_ *one, const struct draft_class *class,
                         const struct draft_field *field, const struct condition_said *from)
{
    const struct thing *what = one->said->what;
    bool is_of_before = (!what || (what->kind == THING_SAME && !what->conditions)) &&
                        !one->said->when && from->value_count == 1;
    return is_of_before && compose_takes_step_from(one->composer, one->composer->at, class,
                                                   field->model.name, from->values[0]);
}

/* "approve", "cancel": the step to a value of the class's status. */
bool case_take_step(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                    const struct act *act)
{
    struct composer *composer = one->composer;
    const struct text *text = composer->at->text;
    size_t taken = 0;
    struct draft_field *field = NULL;
    size_t length = act->words.end - act->words.first;
    if (act->words.end > text->count || length == 0)
        return false;
    const char *value = world_value(composer->world, class, &text->units[act->words.first], length,
                                    true, &taken, &field);
    bool cancels = act->meaning && act->meaning->senses[SENSE_CANCEL];
    if (cancels && (!value || taken != length)) { /* "call off" is to cancel */
        value = compose_value_of_sense(composer, class, SENSE_CANCEL, &field);
        taken = length;
    }
    if (cancels && !value)
        return case_cancel_wholly(one, thing, class);
    if (!value || taken != length)
        return case_set_flag(one, thing, class, act);
    const struct condition_said *said = thing->conditions ? thing->conditions : one->said->when;
    const struct condition_said *from =
        case_is_never(one) ? NULL : start_values(said, field, value);
    bool withdraws = act->meaning && act->meaning->senses[SENSE_REVOKE];
    if (from && !cancels && !withdraws && has_moved_on(one, class, field, from)) {
        struct thing bare = *thing;
        bare.conditions = NULL;
        return take_step_to(one, &bare, class, field,
                            step_start(one, class, one->said->acts, field, value), value);
    }
    if (from)
        return take_steps_from(one, thing, class, field, from, value);
    /* "approve or stop": both lead from the same. */
    bool is_listed = one->said->acts && one->said->acts->next;
    if (!cancels && (!withdraws || is_listed))
        return take_step_to(one, thing, class, field,
                            step_start(one, class, one->said->acts, field, value), value);
    /* "nobody but patients may withdraw requests": from which values is not said. */
    if (!said && (cancels || case_is_exclusive(one)))
        return take_step_to(one, thing, class, field, value_before(field, value, true), value);
    return take_steps_but(one, thing, class, field, said, value);
}

/* "draft -> active -> finished", by whom */
static void publish_lifecycle(const struct case_ *one, const struct draft_class *class)
{
    struct composer *composer = one->composer;
    const struct draft_field *field = NULL;
    struct buffer steps;
    buffer_init(&steps, composer->arena);
    const struct ast_value *values = compose_draft_values(class, &field);
    for (const struct ast_value *at = values; at; at = at->next)
        buffer_printf(&steps, "%s%s", at == values ? "" : " -> ",
                      states_value(composer->arena, at->name.text));
    if (values)
        compose_line(composer,
                     arena_printf(composer->arena, "%s.%s goes %s, by %s.", class->model.name,
                                  field->model.name, steps.bytes, case_people(one)));
}

bool case_publish(const struct case_ *one, const struct thing *thing, struct draft_class *class)
{
    struct composer *composer = one->composer;
    bool may_publish =
        one->role && (one->role->kind == PERSON_STAFF || one->role->kind == PERSON_ADMIN);
    if (!may_publish || case_is_never(one))
        return false;
    if (!case_open(one, thing, class, DEED_CREATE | DEED_UPDATE))
        return false;
    publish_lifecycle(one, class);
    (void)compose_line(composer, arena_printf(composer->arena, "%s publish %s.",
                                              compose_capital(composer->arena, one->role->plural),
                                              class->model.name));
    return true;
}

bool compose_says_lifecycle(const struct composer *composer)
{
    for (const struct said *at = composer->at->clauses.first; at; at = at->next)
        if (at->saying == SAYS_LIFECYCLE)
            return true;
    return false;
}

/* Whether a verb for publishing is one for a value that is not called published: "release" where
 * something is released. */
bool compose_reaches_value(const struct composer *composer, const struct draft_class *class,
                           const struct act *act)
{
    const struct text *text = composer->at->text;
    struct draft_field *field = NULL;
    size_t taken = 0;
    size_t length = act->words.end - act->words.first;
    const char *value = world_value(composer->world, class, &text->units[act->words.first], length,
                                    true, &taken, &field);
    return value && taken == length && strcmp(value, "published") != 0;
}

/* "draft -> final, by nurses." of a line that says steps of the field, or NULL. */
static const char *steps_in(const struct composer *composer, const struct ast_line *line,
                            const struct draft_class *class, const char *field)
{
    const char *start = arena_printf(composer->arena, "%s.%s goes ", class->model.name, field);
    bool says = line->kind == AST_LINE_BECOMES && strncmp(line->text, start, strlen(start)) == 0;
    return says ? line->text + strlen(start) : NULL;
}

bool compose_has_steps(const struct composer *composer, const struct draft_class *class,
                       const char *field)
{
    for (size_t i = 0; i < composer->sentences.count; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        const struct ast_line *line = sentence->is_partial ? NULL : sentence->sentence->lines;
        for (; line; line = line->next)
            if (steps_in(composer, line, class, field))
                return true;
    }
    return false;
}

/* Whether some steps, "draft -> seen or held -> done, by nurses.", lead on from a value: a whole one, and not the
 * "paid" of "unpaid". */
static bool lead_on_from(const char *steps, const char *value)
{
    size_t length = strlen(value);
    const char *end = steps + strcspn(steps, ",.");
    for (const char *at = strstr(steps, value); at && at < end; at = strstr(at + 1, value)) {
        bool begins = at == steps || (at >= steps + 3 && strncmp(at - 3, "-> ", 3) == 0) ||
                      (at >= steps + 4 && strncmp(at - 4, " or ", 4) == 0);
        bool ends = strncmp(at + length, " ->", 3) == 0 || strncmp(at + length, " or ", 4) == 0;
        if (begins && ends && memmem(at, (size_t)(end - at), "->", 2))
            return true;
    }
    return false;
}

bool compose_takes_step_from(const struct composer *composer, const struct prose_sentence *sentence,
                             const struct draft_class *class, const char *field, const char *value)
{
    for (const struct ast_line *line = sentence->sentence->lines; line; line = line->next) {
        const char *steps = steps_in(composer, line, class, field);
        if (steps && lead_on_from(steps, states_value(composer->arena, value)))
            return true;
    }
    return false;
}

bool compose_leads_on(const struct composer *composer, const struct draft_class *class,
                      const char *field, const char *value)
{
    for (size_t i = 0; i < composer->sentences.count; i++)
        if (compose_takes_step_from(composer, composer->sentences.items[i], class, field, value))
            return true;
    return false;
}

void compose_step(struct composer *composer, const struct said *said, const struct thing *what,
                  const char *field, const char *states)
{
    /* What it is set to is no condition. */
    struct said plain = *said;
    plain.when = NULL;
    struct case_ one = {.composer = composer, .said = &plain, .mode = MODE_MAY};
    const char *sender = NULL;
    const char *recipient = NULL;
    one.who = compose_who(composer);
    if (!one.who)
        compose_leave(composer, said->words); /* "mark visits as signed": somebody is missing */
    /* "doctors mark messages as read": those that they got. */
    if (one.who && !one.who->is_field && compose_is_message(what->class, &sender, &recipient)) {
        struct subject *reader = arena_alloc(composer->arena, sizeof *reader);
        *reader = (struct subject){.is_field = true, .noun = recipient, .words = said->words};
        one.who = reader;
    }
    for (; one.who; one.who = one.who->next) {
        struct vector roles = {0};
        if (one.who->is_field)
            vector_add(&roles, composer->arena, NULL);
        else
            compose_roles(composer, one.who, &roles);
        if (!one.who->is_field)
            compose_assume_people(composer, one.who, &roles);
        for (size_t i = 0; i < roles.count; i++) {
            one.role = roles.items[i];
            struct thing bare = *what;
            /* "mark approved requests as done": these only. */
            if (said->saying != SAYS_SET_TO)
                bare.conditions = NULL;
            if (!case_open_field(&one, &bare, what->class, field))
                compose_leave(composer, said->words);
            else if (states)
                (void)compose_line(composer, arena_printf(composer->arena, "%s.%s goes %s, by %s.",
                                                          what->class->model.name, field, states,
                                                          case_people(&one)));
        }
    }
}

bool compose_set_one(struct composer *composer, const struct said *said, const struct thing *thing,
                     const char *word, const char *boolean)
{
    struct draft_field *field = NULL;
    size_t taken = 0;
    const char *sender = NULL;
    const char *recipient = NULL;
    if (!thing->class)
        return false;
    if (strcmp(word, "true") == 0) {
        bool has_field = boolean && map_get(&thing->class->field_of, boolean);
        if (has_field)
            compose_step(composer, said, thing, boolean, NULL);
        if (has_field || !boolean)
            return has_field;
        /* "read" is isRead of one class, and a status of another. */
        const char *last = strrchr(world_words(composer->arena, boolean), ' ');
        word = last ? last + 1 : boolean;
    }
    struct units units = units_of_text(composer->arena, word);
    const char *value =
        world_value(composer->world, thing->class, units.items, units.count, false, &taken, &field);
    if (!value)
        return false;
    const char *first = said->when->values[0];
    /* "accepted or declined": both lead on from what is before the first. */
    bool is_choice = compose_has_word(composer, said->words, "or") ||
                     compose_has_word(composer, said->words, "或");
    /* "an open defect is marked as repaired": from there */
    const struct condition_said *from = start_values(thing->conditions, field, value);
    const char *before = value_before(field, is_choice ? first : value, false);
    for (size_t i = 0; from && i < from->value_count; i++) {
        compose_step(composer, said, thing, field->model.name,
                     arena_printf(composer->arena, "%s -> %s",
                                  states_value(composer->arena, from->values[i]),
                                  states_value(composer->arena, value)));
    }
    composer->reached = (struct value_reached){thing->class, field, value};
    if (from)
        return true;
    const char *steps =
        arena_printf(composer->arena, "%s -> %s", states_value(composer->arena, before),
                     states_value(composer->arena, value));
    /* A message is read by whoever it goes to, on all the way there. */
    while (compose_is_message(thing->class, &sender, &recipient) &&
           strcmp(value_before(field, before, false), before) != 0) {
        before = value_before(field, before, false);
        steps =
            arena_printf(composer->arena, "%s -> %s", states_value(composer->arena, before), steps);
    }
    compose_step(composer, said, thing, field->model.name, steps);
    return true;
}

/* "mark them as paid" */
void compose_set_to(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    const char *boolean = said->when->field;
    /* 並將狀態改為 reviewed: the status of what was spoken of */
    bool is_status = what && what->kind == THING_FIELD && !what->class && !what->next &&
                     said->what && !composer->is_first && composer->last_what &&
                     composer->last_what->class;
    if (is_status) {
        struct thing *whole = arena_alloc(composer->arena, sizeof *whole);
        *whole = (struct thing){
            .kind = THING_CLASS, .class = composer->last_what->class, .words = said->words};
        what = whole;
    }
    composer->last_what = what;
    bool done = false;
    /* "and accepted ones as completed" goes on from what is marked. */
    bool is_more = said->form && strcmp(said->form->pattern, "[,] WHAT as VALUES") == 0;
    if (is_more && (composer->is_first || composer->last_saying != SAYS_SET_TO)) {
        compose_leave(composer, said->words);
        return;
    }
    for (size_t i = 0; i < said->when->value_count; i++)
        for (const struct thing *thing = what; thing; thing = thing->next) {
            /* 填寫報告並標示完成: what the report is of */
            struct thing whole = *thing;
            struct vector classes = {0};
            if (thing->kind == THING_FIELD && !said->what)
                compose_targets(composer, thing, &classes);
            if (classes.count == 1) {
                whole.kind = THING_CLASS;
                whole.class = classes.items[0];
            }
            done = compose_set_one(composer, said, &whole, said->when->values[i], boolean) || done;
        }
    if (!done)
        compose_leave(composer, said->words);
}

void compose_note_published(struct composer *composer, const struct said *said,
                            const struct act *act, const struct thing *thing)
{
    bool publishes = act->meaning && act->meaning->senses[SENSE_PUBLISH] &&
                     said->mode != MODE_NEVER && !compose_says_lifecycle(composer);
    struct vector classes = {0};
    if (publishes)
        compose_targets(composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        if (!compose_reaches_value(composer, classes.items[i], act) &&
            !flag_of(composer, classes.items[i], act))
            vector_add(&composer->published, composer->arena, classes.items[i]);
}
