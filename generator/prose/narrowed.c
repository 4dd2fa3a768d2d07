/* narrowed.c - clauses that leave less of what is opened: "but only those that are final", "final notes
 * can only be read". See compose.h. */
#include "prose/narrowed.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/openings.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/whose.h"

/* Forbids operations on rows of a class; false when a condition is none of it. */
static bool forbid(const struct case_ *one, const struct condition_said *conditions,
                   struct draft_class *class, unsigned operations, struct stretch words)
{
    struct opening ban = {.class = class,
                          .role = one->role,
                          .operations = operations,
                          .is_never = true,
                          .words = words};
    if (!case_add_conditions(one, conditions, &ban))
        return false;
    compose_open(one->composer, &ban);
    return true;
}

static bool has_class(const struct thing *things, const struct draft_class *class)
{
    for (; things; things = things->next)
        if (things->class == class)
            return true;
    return false;
}

/* "Patients can read visits and reports, but only reports that are final" */
void compose_narrowed(struct composer *composer, const struct said *said)
{
    const struct thing *before = composer->is_first ? NULL : composer->last_what;
    bool done = before != NULL && composer->last_who && composer->last_mode != MODE_NEVER;
    for (const struct thing *thing = said->what; thing && done; thing = thing->next) {
        const struct condition_said *condition = thing->conditions;
        done = thing->class && condition && !condition->next && has_class(before, thing->class);
        struct condition_said others = {0};
        if (done)
            others = *condition;
        others.negated = !others.negated;
        for (const struct subject *who = composer->last_who; who && done; who = who->next) {
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

/* "Nobody may change them, not even admins": what was said of all holds for these. */
void compose_even(struct composer *composer, const struct said *said)
{
    bool is_of_all = !composer->is_first && (composer->last_mode == MODE_NEVER ||
                                             composer->last_saying == SAYS_APPEND_ONLY);
    if (!is_of_all)
        compose_leave(composer, said->words);
}
