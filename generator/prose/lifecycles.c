/* lifecycles.c - clauses about values over time, and about what must not meet; see compose.h. */
#include "prose/lifecycles.h"

#include "prose/about.h"
#include "prose/reading.h"
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

/* The first class that has all values of some steps, where only one has: "draft -> signed". */
static struct draft_class *class_of_steps(const struct composer *composer, const char *states)
{
    struct draft_class *found = NULL;
    const char *first = arena_copy(composer->arena, states, strcspn(states, " "));
    const char *last = strrchr(states, ' ');
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(composer->draft, i);
        const char *field = class->model.builtin ? NULL : field_with(composer, class, first);
        const char *other = field && last ? field_with(composer, class, last + 1) : NULL;
        if (!other || strcmp(field, other) != 0)
            continue;
        if (found)
            return NULL;
        found = class;
    }
    return found;
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
        found->class = class_of_steps(composer, said->states);
        what = found->class ? found : NULL;
    }
    const char *first =
        said->states ? arena_copy(composer->arena, said->states, strcspn(said->states, " ")) : "";
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
    for (const struct act *act = said->acts; act && is_move; act = act->next)
        is_move = act->meaning && act->meaning->senses[SENSE_MOVE];
    if (is_move)
        compose_steps_by(composer, said);
    return is_move;
}

/* The one class whose objects have such a pointer and a time from which they last; NULL: not one. */
static const struct draft_class *class_with_times(const struct composer *composer,
                                                  const char *pointer)
{
    static const char *const starts[] = {"startAt", "startsAt", "start", "startTime"};
    const struct draft_class *found = NULL;
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(composer->draft, i);
        bool has_start = false;
        for (size_t j = 0; j < sizeof starts / sizeof starts[0]; j++)
            has_start = has_start || map_get(&class->field_of, starts[j]);
        if (!has_start || !map_get(&class->field_of, pointer))
            continue;
        if (found)
            return NULL;
        found = class;
    }
    return found;
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
        said->what ? said->what->class : class_with_times(composer, said->states);
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
        const char *values = condition->values[0];
        bool is_known = field && !condition->next;
        for (size_t i = 1; i < condition->value_count; i++) {
            const char *other = field_with(composer, class, condition->values[i]);
            is_known = is_known && other && strcmp(other, field) == 0;
            values =
                arena_printf(composer->arena, "%s%s%s", values,
                             i + 1 == condition->value_count ? " or " : ", ", condition->values[i]);
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
