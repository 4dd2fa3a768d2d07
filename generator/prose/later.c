/* later.c - see later.h. The order is that of the steps that sentences say, and of the schema for what no step
 * leads to or from. */
#include "prose/later.h"

#include "prose/opening_rows.h"
#include "prose/states.h"
#include "prose/steps.h"

#include <string.h>

enum { MOST_STATES = 64 };

/* Whether one of "held or seen" is the value. */
static bool has_state(const char *start, const char *end, const char *value)
{
    size_t length = strlen(value);
    while (start < end) {
        const char * or = memmem(start, (size_t)(end - start), " or ", 4);
        const char *stop = or ? or : end;
        const char *next = or ? or +4 : end;
        while (start < stop && *start == ' ')
            start++;
        while (stop > start && stop[-1] == ' ')
            stop--;
        if ((size_t)(stop - start) == length && memcmp(start, value, length) == 0)
            return true;
        start = next;
    }
    return false;
}

/* Whether steps, "draft -> seen or held -> done, by nurses.", lead from one value right to another. */
static bool leads_directly(const char *steps, const char *from, const char *to)
{
    const char *end = steps + strcspn(steps, ",.");
    bool is_from = false;
    while (steps < end) {
        const char *arrow = memmem(steps, (size_t)(end - steps), "->", 2);
        const char *stop = arrow ? arrow : end;
        if (is_from && has_state(steps, stop, to))
            return true;
        is_from = has_state(steps, stop, from);
        steps = arrow ? arrow + 2 : end;
    }
    return false;
}

/* Whether some sentence has a step of the field from one value right to another. */
static bool is_step(const struct composer *composer, const char *start, const char *from,
                    const char *to)
{
    size_t length = strlen(start);
    const char *before = states_value(composer->arena, from);
    const char *after = states_value(composer->arena, to);
    for (size_t i = 0; i < composer->sentences.count; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        const struct ast_sentence *said = sentence->sentence;
        if (said->has_form && strncmp(said->text, start, length) == 0 &&
            leads_directly(said->text + length, before, after))
            return true;
        for (const struct ast_line *line = sentence->is_partial ? NULL : said->lines; line;
             line = line->next)
            if (line->kind == AST_LINE_BECOMES && strncmp(line->text, start, length) == 0 &&
                leads_directly(line->text + length, before, after))
                return true;
    }
    return false;
}

/* The values of a field in the order of the schema. */
struct states {
    const char *items[MOST_STATES];
    size_t count;
    const char *start; /* "Visit.status goes " */
};

/* The values that steps lead to from some of them, or from which they lead there. */
static void reach(const struct composer *composer, const struct states *states, bool backward,
                  bool *reached)
{
    for (bool grows = true; grows;) {
        grows = false;
        for (size_t i = 0; i < states->count; i++)
            for (size_t j = 0; j < states->count; j++) {
                const char *from = states->items[backward ? j : i];
                const char *to = states->items[backward ? i : j];
                if (!reached[i] || reached[j] || !is_step(composer, states->start, from, to))
                    continue;
                reached[j] = grows = true;
            }
    }
}

/* Marks the values of a condition and those behind them. */
static size_t mark_later(const struct composer *composer, const struct states *states,
                         const struct prose_condition *condition, bool *is_later)
{
    bool ahead[MOST_STATES] = {false};
    bool behind[MOST_STATES] = {false};
    size_t count = 0;
    bool is_behind = false;
    for (size_t i = 0; i < states->count; i++)
        ahead[i] = behind[i] = rows_have_value(condition, states->items[i]);
    reach(composer, states, false, ahead);
    reach(composer, states, true, behind);
    for (size_t i = 0; i < states->count; i++) {
        bool is_said = rows_have_value(condition, states->items[i]);
        is_later[i] = is_said || (ahead[i] != behind[i] ? ahead[i] : is_behind);
        is_behind = is_behind || is_said;
        count += is_later[i] ? 1 : 0;
    }
    return count;
}

bool compose_add_later(const struct composer *composer, const struct draft_class *class,
                       struct prose_condition *condition)
{
    enum { MOST = sizeof condition->values / sizeof condition->values[0] };
    const struct draft_field *field = map_get(&class->field_of, condition->field);
    struct states states = {
        .start = arena_printf(composer->arena, "%s.%s goes ", class->model.name, condition->field)};
    bool is_later[MOST_STATES] = {false};
    const struct ast_value *at = field ? world_values(field) : NULL;
    condition->is_time = false;
    for (; at && states.count < MOST_STATES; at = at->next)
        states.items[states.count++] = at->name.text;
    if (states.count == 0)
        return true;
    /* Of many values those are named that are left. */
    bool is_flipped = mark_later(composer, &states, condition, is_later) > MOST;
    condition->negated = condition->negated != is_flipped;
    condition->value_count = is_flipped ? 0 : condition->value_count;
    for (size_t i = 0; i < states.count; i++) {
        if (is_later[i] == is_flipped || rows_have_value(condition, states.items[i]))
            continue;
        if (condition->value_count == MOST)
            return false;
        condition->values[condition->value_count++] = states.items[i];
    }
    return !at && condition->value_count > 0;
}

/* Whether what is made is as the condition says by the steps of the field, which begin with the first of its values. */
static bool begins_so(const struct composer *composer, const struct opening *opening,
                      const struct prose_condition *condition)
{
    const struct draft_field *field = map_get(&opening->class->field_of, condition->field);
    const struct ast_value *first = field ? world_values(field) : NULL;
    return first && condition->value_count == 1 &&
           (strcmp(first->name.text, condition->values[0]) == 0) != opening->is_never &&
           compose_has_steps(composer, opening->class, condition->field);
}

/* Takes away what the steps see to. */
static void drop_if_begun(const struct composer *composer, struct opening *opening)
{
    size_t count = 0;
    for (size_t i = 0; i < opening->condition_count; i++) {
        const struct prose_condition *condition = &opening->conditions[i];
        /* "while a plan is a draft, doctors can create it": as which it begins anyway */
        bool is_new = (condition->is_new || (!condition->negated && !opening->is_never)) &&
                      opening->operations == DEED_CREATE;
        if ((is_new || opening->is_of_step) && begins_so(composer, opening, condition))
            opening->operations = opening->is_of_step ? 0 : opening->operations;
        else
            opening->conditions[count++] = *condition;
    }
    opening->condition_count = count;
}

void compose_later(struct composer *composer)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        struct opening *opening = composer->openings.items[i];
        drop_if_begun(composer, opening);
        for (size_t j = 0; j < opening->condition_count; j++) {
            struct prose_condition *condition = &opening->conditions[j];
            bool closes = condition->is_time && condition->negated != opening->is_never;
            bool fits = !closes || compose_add_later(composer, opening->class, condition);
            condition->is_time = false;
            /* With more values than can be named: nothing is opened, and all is forbidden. */
            opening->is_dropped = opening->is_dropped || (!fits && !opening->is_never);
            opening->condition_count = fits ? opening->condition_count : 0;
        }
    }
}
