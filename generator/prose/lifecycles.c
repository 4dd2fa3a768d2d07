/* lifecycles.c - clauses about values over time, and about what must not meet; see compose.h. */
#include "prose/lifecycles.h"

#include "prose/about.h"
#include "prose/classes.h"
#include "prose/reading.h"
#include "prose/states.h"
#include "prose/steps.h"

#include <string.h>

/* The field of a class that has the value. */
static const char *field_with(const struct composer *composer, const struct draft_class *class,
                              const char *value)
{
    struct units units = units_of_text(composer->arena, value);
    struct draft_field *field = NULL;
    size_t taken = 0;
    const char *found =
        world_value(composer->world, class, units.items, units.count, false, &taken, &field);
    return found ? field->model.name : NULL;
}

static struct ast_line *steps_line(struct composer *composer, const struct lifecycle_said *steps,
                                   const char *states)
{
    return compose_line(composer, arena_printf(composer->arena, "%s.%s goes %s.",
                                               steps->class->model.name, steps->field, states));
}

static void step_by(struct composer *composer, const struct said *said,
                    const struct lifecycle_said *steps)
{
    compose_step(composer, said, steps->what, steps->field, steps->states);
    if (steps->other_states)
        compose_step(composer, said, steps->what, steps->field, steps->other_states);
}

/* Whether a class has the first and the last of some steps: "draft -> signed". */
static bool has_steps(const struct composer *composer, const struct draft_class *class,
                      const char *states)
{
    const char *field = field_with(composer, class, states_first(composer->arena, states));
    const char *other =
        field ? field_with(composer, class, states_last(composer->arena, states)) : NULL;
    return other && strcmp(field, other) == 0;
}

/* What the steps end in: what follows "afterwards" is about that. Several ways end in no one value. */
static void note_reached(struct composer *composer, const struct lifecycle_said *steps)
{
    const struct draft_field *field = map_get(&steps->class->field_of, steps->field);
    const struct ast_value *found = NULL;
    const char *last = steps->states;
    for (const char *at = last; (at = strstr(at, " -> ")) != NULL; last = at)
        at += strlen(" -> ");
    for (const struct ast_value *at = field ? world_values(field) : NULL; at; at = at->next)
        if (strcmp(states_value(composer->arena, at->name.text), last) == 0)
            found = at;
    const char *value = found && !steps->other_states ? found->name.text : NULL;
    composer->reached = (struct value_reached){steps->class, field, value};
}

void compose_lifecycle(struct composer *composer, const struct said *given)
{
    /* "..., and set its status from draft to signed": they do who were spoken of. */
    struct stretch around = {given->words.first > 1 ? given->words.first - 2 : 0, given->words.end};
    bool is_theirs =
        !given->who && !composer->is_first &&
        (compose_has_word(composer, around, "將") || compose_has_word(composer, around, "把"));
    struct said full = *given;
    full.who = is_theirs ? composer->last_who : given->who;
    const struct said *said = &full;
    const struct thing *what = compose_what(composer, said);
    if (!said->what && said->saying == SAYS_LIFECYCLE_MORE)
        what = composer->last_steps.what;
    bool is_status = what && what->kind == THING_FIELD && !what->class && composer->last_what;
    /* "their status" is that of what was spoken of. */
    if (is_status && !composer->is_first && composer->last_what->class) {
        struct thing *whole = arena_alloc(composer->arena, sizeof *whole);
        *whole = *composer->last_what;
        whole->whose = WHOSE_UNSAID;
        whole->next = NULL;
        what = whole;
    }
    while (what && !what->class)
        what = what->next;
    if (!what && !said->what && said->states && composer->is_first) {
        struct thing *found = arena_alloc(composer->arena, sizeof *found);
        *found = (struct thing){.kind = THING_CLASS, .words = said->words};
        found->class = compose_only_class(composer, has_steps, said->states);
        what = found->class ? found : NULL;
    }
    const char *first = said->states ? states_first(composer->arena, said->states) : "";
    const char *field = what ? field_with(composer, what->class, first) : NULL;
    if (!field) {
        compose_leave(composer, said->words);
        return;
    }
    composer->last_what = what;
    composer->last_steps = (struct lifecycle_said){.what = what,
                                                   .class = what->class,
                                                   .field = field,
                                                   .states = said->states,
                                                   .other_states = said->other_states};
    if (said->states)
        note_reached(composer, &composer->last_steps);
    bool is_relative = !said->what && composer->last_who && !composer->is_first;
    bool is_same = said->what && said->what->kind == THING_SAME && !composer->is_first;
    if (said->who || is_relative || is_same) {
        step_by(composer, said, &composer->last_steps);
        return;
    }
    composer->last_steps.line = steps_line(composer, &composer->last_steps, said->states);
    if (said->other_states)
        composer->last_steps.other_line =
            steps_line(composer, &composer->last_steps, said->other_states);
}

/* "and from running to finished" */
void compose_lifecycle_more(struct composer *composer, const struct said *said)
{
    bool goes_on =
        composer->last_saying == SAYS_LIFECYCLE || composer->last_saying == SAYS_LIFECYCLE_MORE;
    struct said more = *said;
    if (!goes_on) {
        compose_leave(composer, said->words);
        return;
    }
    /* "from ordered to built and from built to delivered by technicians": both are theirs. */
    if (said->who && composer->last_steps.line)
        compose_steps_by(composer, said);
    more.who = more.who ? more.who : composer->last_who;
    compose_lifecycle(composer, &more);
}

/* "each step by nurses": whose the steps are that were said before. */
void compose_steps_by(struct composer *composer, const struct said *said)
{
    const struct lifecycle_said *steps = &composer->last_steps;
    if (!steps->line) {
        compose_leave(composer, said->words);
        return;
    }
    steps->line->kind = AST_LINE_DROPPED;
    if (steps->other_line)
        steps->other_line->kind = AST_LINE_DROPPED;
    step_by(composer, said, steps);
}

bool compose_move_steps(struct composer *composer, const struct said *said)
{
    bool is_move =
        !composer->is_first && composer->last_steps.line && said->who && !said->who->is_same &&
        said->mode != MODE_NEVER && said->acts && !said->when && !said->scope &&
        (composer->last_saying == SAYS_LIFECYCLE || composer->last_saying == SAYS_LIFECYCLE_MORE) &&
        (!said->what ||
         (said->what->kind == THING_SAME && !said->what->next && !said->what->conditions));
    /* "only case managers may change it", 只有個管師可以變更: none of the steps is anybody else's */
    enum { WORD = 2 }; /* 只有, where the clause before ends with it */
    bool changes_it = false;
    for (size_t i = said->words.first < WORD ? 0 : said->words.first - WORD; i < said->words.end;
         i++)
        changes_it = changes_it || text_has(composer->at->text, i, SENSE_ONLY) > 0;
    for (const struct act *act = said->acts; act && is_move; act = act->next)
        is_move = act->meaning && (act->meaning->senses[SENSE_MOVE] ||
                                   (changes_it && act->meaning->senses[SENSE_UPDATE]));
    if (is_move)
        compose_steps_by(composer, said);
    return is_move;
}

/* Whether objects of a class have such a pointer and a time from which they last. */
static bool has_times(const struct composer *composer, const struct draft_class *class,
                      const char *pointer)
{
    static const char *const starts[] = {"startAt", "startsAt", "start", "startTime"};
    bool has_start = false;
    (void)composer;
    for (size_t j = 0; j < sizeof starts / sizeof starts[0]; j++)
        has_start = has_start || map_get(&class->field_of, starts[j]);
    return has_start && map_get(&class->field_of, pointer);
}

bool compose_times(const struct draft_class *class, const char **from, const char **to)
{
    static const char *const times[][2] = {{"startAt", "endAt"},  {"startsAt", "endsAt"},
                                           {"start", "end"},      {"startTime", "endTime"},
                                           {"scheduledAt", NULL}, {"date", NULL}};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        if (!map_get(&class->field_of, times[i][0]))
            continue;
        *from = times[i][0];
        *to = times[i][1] && map_get(&class->field_of, times[i][1]) ? times[i][1] : NULL;
        return true;
    }
    return false;
}

void compose_no_overlap(struct composer *composer, const struct said *said)
{
    const struct draft_class *class =
        said->what ? said->what->class : compose_only_class(composer, has_times, said->states);
    const char *fields = NULL;
    const char *from = NULL;
    const char *to = NULL;
    if (class && compose_times(class, &from, &to))
        fields = to ? arena_printf(composer->arena, " from %s to %s", from, to)
                    : arena_printf(composer->arena, " from %s", from);
    /* What is excepted was not understood. */
    const struct text *text = composer->at->text;
    for (size_t i = said->words.end; composer->at->is_partial && i < text->count; i++)
        if (composer->at->clauses.is_left[i] &&
            text_has(text, i, SENSE_UNLESS) + text_has(text, i, SENSE_EXCEPT) > 0)
            fields = NULL;
    /* 同一時間只能有一個: and no second one */
    bool is_ban = said->mode == MODE_NEVER || (said->exclusive && said->mode != MODE_UNSAID);
    /* "one booking per cabin at a time", "only one at once": here a ban would say the contrary */
    if (strstr(said->form->pattern, "same WHAT per") ||
        strstr(said->form->pattern, "have ONLYTHAT"))
        is_ban = said->mode != MODE_NEVER;
    if (!fields || !is_ban || !map_get(&class->field_of, said->states)) {
        compose_leave(composer, said->words);
        return;
    }
    const char *when = "";
    const struct condition_said *condition = said->scope  ? said->scope->conditions
                                             : said->what ? said->what->conditions
                                                          : NULL;
    if (condition) {
        const char *field = field_with(composer, class, condition->values[0]);
        const char *values = states_value(composer->arena, condition->values[0]);
        bool is_known = field && !condition->next;
        for (size_t i = 1; i < condition->value_count; i++) {
            const char *other = field_with(composer, class, condition->values[i]);
            is_known = is_known && other && strcmp(other, field) == 0;
            values = arena_printf(composer->arena, "%s%s%s", values,
                                  i + 1 == condition->value_count ? " or " : ", ",
                                  states_value(composer->arena, condition->values[i]));
        }
        if (!is_known) {
            compose_leave(composer, condition->words);
            return;
        }
        when = arena_printf(composer->arena, " whose %s is %s%s", field,
                            condition->negated ? "not " : "", values);
    }
    compose_line(composer, arena_printf(composer->arena, "%s of the same %s%s do not overlap%s.",
                                        class->model.name, said->states, when, fields));
}
