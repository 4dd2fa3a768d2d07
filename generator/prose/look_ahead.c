/* look_ahead.c - what other sentences need to know of a clause before anything is composed: whose patients
 * are assigned, what is published. See compose.h. */
#include "prose/look_ahead.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/deeds.h"
#include "prose/roles.h"
#include "prose/steps.h"

#include <string.h>

/* Notes that a role's objects of some classes are those of its patients. Where a sentence says so that is
 * not read whole, its own stay its own. */
static void note_assigned(struct composer *composer, const struct thing *thing,
                          struct prose_role *role)
{
    struct vector classes = {0};
    compose_targets(composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        if (!composer->at->is_partial || !compose_role_field(composer, classes.items[i], role))
            vector_add(&role->assigned, composer->arena, classes.items[i]);
}

/* Notes that objects of a class are made by a verb that leads to none of its values: "physicians create
 * requests". Others that could make them are steps then: "technologists schedule them". */
static void note_made(struct composer *composer, const struct thing *thing, const struct act *act)
{
    const struct text *text = composer->at->text;
    bool makes = act->meaning &&
                 (act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_BOOK]) &&
                 thing->class && act->words.end <= text->count && act->words.end > act->words.first;
    struct draft_field *field = NULL;
    size_t taken = 0;
    const char *value =
        makes ? world_value(composer->world, thing->class, &text->units[act->words.first],
                            act->words.end - act->words.first, true, &taken, &field)
              : NULL;
    bool is_later = value && strcmp(world_values(field)->name.text, value) != 0;
    if (makes && !is_later)
        vector_add(&composer->made, composer->arena, thing->class);
}

void compose_look_ahead(struct composer *composer, const struct said *said)
{
    const struct subject *who = compose_who(composer);
    for (const struct subject *at = said->who; at; at = at->next)
        if (!at->is_field && !at->is_same && !at->is_rest)
            (void)compose_role(composer, at->kind, at->noun);
    bool is_access = said->saying == SAYS_ACCESS;
    const struct thing *what = is_access ? compose_what(composer, said) : NULL;
    composer->last_what = what ? what : composer->last_what;
    for (const struct thing *thing = what; thing; thing = thing->next) {
        /* "clerks register patients": of whom nobody is assigned yet */
        bool makes = false;
        for (const struct act *act = said->acts; act; act = act->next)
            makes = makes || (case_operations(act->meaning) == DEED_CREATE);
        bool limits = !makes && thing->kind == THING_PEOPLE && said->mode != MODE_NEVER &&
                      (thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN ||
                       thing->whose == WHOSE_UNSAID);
        for (const struct subject *at = who; at; at = at->next) {
            if (at->is_field || at->kind != PERSON_STAFF)
                continue;
            struct prose_role *role = compose_role(composer, at->kind, at->noun);
            if (compose_points_at(composer, thing, thing->class, role))
                continue;
            bool is_partial = composer->at->is_partial;
            role->is_limited = role->is_limited || (limits && !is_partial);
            /* "the scans of their patients" are of those in their care. */
            bool is_theirs = thing->whose == WHOSE_OWN && thing->people;
            bool is_assigned = at->assigned || thing->whose == WHOSE_ASSIGNED || is_theirs;
            role->has_patients = role->has_patients || is_assigned || (limits && is_partial);
            if (is_assigned && said->mode != MODE_NEVER)
                note_assigned(composer, thing, role);
            bool reads = said->mode != MODE_NEVER && !is_partial && !at->assigned && !said->when &&
                         thing->whose == WHOSE_ALL && !thing->conditions && !said->scope;
            for (const struct act *act = said->acts; act && reads; act = act->next)
                if (case_operations(act->meaning) == DEED_READ)
                    compose_targets(composer, thing, &role->all_read);
        }
        for (const struct act *act = said->acts; act; act = act->next) {
            compose_note_published(composer, said, act, thing);
            note_made(composer, thing, act);
        }
    }
}

/* Nouns of clients without a class of their own who are approved: "partners are let in by an admin". */
static void note_approved(const struct composer *composer, const struct said *said,
                          struct vector *nouns)
{
    bool is_approval = said->saying == SAYS_APPROVAL || said->saying == SAYS_SIGN_UP_APPROVED;
    for (const struct subject *who = is_approval ? said->who : NULL; who; who = who->next)
        if (who->kind == PERSON_CLIENT && !who->is_field && !who->is_same &&
            !world_profile(composer->world, who->noun))
            vector_add(nouns, composer->arena, (void *)(uintptr_t)who->noun);
}

static void make_staff(const struct subject *list, const struct vector *nouns)
{
    for (struct subject *who = (struct subject *)(uintptr_t)list; who;
         who = (struct subject *)(uintptr_t)who->next)
        for (size_t i = 0; i < nouns->count && who->kind == PERSON_CLIENT && !who->is_field; i++)
            if (strcmp(nouns->items[i], who->noun) == 0)
                who->kind = PERSON_STAFF;
}

void compose_approved_nouns(struct composer *composer)
{
    struct vector nouns = {0};
    for (size_t i = 0; i < composer->sentences.count; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        for (const struct said *said = sentence->clauses.first; said; said = said->next)
            note_approved(composer, said, &nouns);
    }
    for (size_t i = 0; i < composer->sentences.count && nouns.count > 0; i++) {
        const struct prose_sentence *sentence = composer->sentences.items[i];
        for (const struct said *said = sentence->clauses.first; said; said = said->next) {
            make_staff(said->who, &nouns);
            make_staff(said->to, &nouns);
        }
    }
}
