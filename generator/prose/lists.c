/* lists.c - what a list says of all its things: "signed visits and prescriptions", "their A and B"; see
 * lists.h. */
#include "prose/lists.h"

#include "prose/reading.h"
#include "prose/vague.h"
#include "prose/whose.h"

#include <string.h>

/* "signed visits and messages": a message cannot be signed. */
static void assume_unsaid(struct composer *composer, const struct condition_said *said,
                          const struct draft_class *class)
{
    const char *words = compose_as_written(composer, said->words);
    if (*words != '\0' && !composer->at->is_partial)
        compose_assumption(composer, "'%s' is not said of %s, which has no such value", words,
                           class->model.name);
}

/* Says of a thing of a list what another one has, where it can be so; by its value where the field has another name. */
static void say_too(struct composer *composer, const struct condition_said *said,
                    struct thing *thing)
{
    struct prose_condition condition;
    struct condition_said *copy = arena_alloc(composer->arena, sizeof *copy);
    *copy = *said;
    copy->next = NULL;
    if (said->field && !map_get(&thing->class->field_of, said->field))
        copy->field = NULL;
    if (compose_condition(composer, thing->class, copy, &condition))
        thing->conditions = copy;
    else
        assume_unsaid(composer, said, thing->class);
}

/* "A and B that are final": what stands behind the last one is said of each that can be so. */
static void spread_condition(struct composer *composer, struct thing *first)
{
    const struct thing *last = first;
    while (last && last->next)
        last = last->next;
    for (const struct condition_said *said = last ? last->conditions : NULL; said;
         said = said->next) {
        for (struct thing *at = first; at != last && said->words.end == last->words.end;
             at = (struct thing *)(uintptr_t)at->next) {
            /* "their own jobs and all jobs that are open": these only */
            bool is_apart = at->class == last->class && at->whose != last->whose &&
                            at->whose != WHOSE_UNSAID && last->whose != WHOSE_UNSAID;
            /* "visits and orders until an order is sent": whether the visits are meant, too, is not said */
            if (at->class && said->class && at->class != said->class)
                compose_leave(composer, said->words);
            if (at->class && !at->conditions && !is_apart)
                say_too(composer, said, at);
        }
    }
}

/* The values before a thing, "signed visits"; NULL: there are none. */
static const struct condition_said *values_before(const struct thing *thing)
{
    for (const struct condition_said *said = thing->conditions; said; said = said->next)
        if (said->is_before)
            return said;
    return NULL;
}

/* Whether a thing of a list says by itself which it is: what stands before the first says nothing of it. */
static bool begins_anew(const struct thing *thing)
{
    return thing->conditions || thing->whose != WHOSE_UNSAID || thing->people;
}

/* "signed visits and prescriptions": of both those that are signed, where both can be. */
static void spread_value_before(struct composer *composer, struct thing *first)
{
    const struct condition_said *said = NULL;
    for (struct thing *at = first; at; at = (struct thing *)(uintptr_t)at->next)
        if (begins_anew(at))
            said = values_before(at);
        else if (said && at->class)
            say_too(composer, said, at);
}

/* Whether a thing are people, and its class what says who they are. */
static bool are_people(const struct composer *composer, const struct thing *thing)
{
    for (size_t i = 0; i < composer->roles.count && thing->class; i++) {
        const struct prose_role *role = composer->roles.items[i];
        if (role->kind == PERSON_CLIENT && role->profile == thing->class)
            return true;
    }
    return thing->kind == THING_PEOPLE;
}

/* "admitted patients and their charts": the charts of these, which no rule can say. */
static void leave_what_is_of_these(struct composer *composer, const struct thing *first)
{
    const struct thing *people = NULL;
    for (const struct thing *at = first; at; at = at->next) {
        bool is_of_these = people && !are_people(composer, at) && !at->people && !at->conditions &&
                           (at->whose == WHOSE_OWN || at->whose == WHOSE_UNSAID);
        if (is_of_these)
            compose_leave(composer, at->words);
        people = at->conditions && are_people(composer, at) ? at
                 : begins_anew(at) && !is_of_these          ? NULL
                                                            : people;
    }
}

/* What the list says of all its things: "their A and B", "A and B of their assigned patients". */
const struct thing *compose_spread(struct composer *composer, const struct thing *list, bool opens)
{
    struct thing *first = NULL;
    struct thing **end = &first;
    for (const struct thing *at = list; at; at = at->next) {
        *end = arena_alloc(composer->arena, sizeof **end);
        **end = *at;
        (*end)->next = NULL;
        end = (struct thing **)(uintptr_t) & (*end)->next;
    }
    if (opens)
        spread_value_before(composer, first);
    leave_what_is_of_these(composer, first);
    const struct thing *before = NULL;
    for (struct thing *at = first; at; at = (struct thing *)(uintptr_t)at->next) {
        /* "all patients and their visits": those of these patients. */
        if (before && before->kind == THING_PEOPLE && at->whose == WHOSE_OWN && !at->people &&
            before->whose != WHOSE_UNSAID) {
            at->whose = before->whose;
            at->people = before->people;
        }
        if (at->whose == WHOSE_UNSAID && before && before->whose_before) {
            at->whose = before->whose;
            at->by = before->by;
            at->whose_before = true;
            at->people = at->people ? at->people : before->people;
        }
        before = at;
    }
    for (struct thing *at = first; at; at = (struct thing *)(uintptr_t)at->next) {
        const struct thing *behind = at->next;
        while (behind && (behind->whose == WHOSE_UNSAID || behind->whose_before))
            behind = behind->next;
        if (at->whose == WHOSE_UNSAID && behind && behind->whose != WHOSE_FIELD) {
            at->whose = behind->whose;
            at->people = behind->people;
        }
    }
    spread_condition(composer, first);
    return first;
}
