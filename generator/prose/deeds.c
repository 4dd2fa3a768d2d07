/* deeds.c - what a verb means for a class: operations, steps, messages, publications; see access.h. */
#include "prose/deeds.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/answers.h"
#include "prose/appointments.h"
#include "prose/banned.h"
#include "prose/classes.h"
#include "prose/flags.h"
#include "prose/kept_fields.h"
#include "prose/narrowed.h"
#include "prose/only.h"
#include "prose/openings.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/steps.h"
#include "prose/vague.h"
#include "prose/verbs.h"
#include "prose/whose.h"

#include <string.h>

/* What a verb means, in the order in which one of several senses is taken. */
static const struct {
    enum sense sense;
    unsigned operations;
} deeds[] = {
    {SENSE_WRITE, DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE},
    {SENSE_READ_WRITE, DEED_READ | DEED_CREATE | DEED_UPDATE},
    {SENSE_MANAGE, DEED_READ | DEED_CREATE | DEED_UPDATE},
    {SENSE_DELETE, DEED_DELETE},
    {SENSE_REVOKE, DEED_DELETE},
    {SENSE_UPDATE, DEED_UPDATE},
    {SENSE_CREATE, DEED_CREATE},
    {SENSE_BOOK, DEED_CREATE},
    {SENSE_SHARE, DEED_CREATE},
    {SENSE_SEND, DEED_CREATE}, /* of what is no message */
    {SENSE_READ, DEED_READ},
};

/* Opens a class; leaves the thing's words over when it cannot be. */
bool case_open(const struct case_ *one, const struct thing *thing, struct draft_class *class,
               unsigned operations)
{
    struct opening opening = {.class = class,
                              .operations = operations,
                              .is_never = case_is_never(one),
                              .is_of_anonymous = one->who->is_anonymous,
                              .is_of_users = banned_are_users(one->who),
                              .is_exclusive = case_is_for_these(one) && !case_is_never(one),
                              .is_general =
                                  thing->kind != THING_CLASS && thing->kind != THING_FIELD,
                              .is_unsaid = thing->whose == WHOSE_UNSAID,
                              .words = thing->words};
    /* "and write an audit entry": the server does, whoever was spoken of. */
    if (!opening.is_never && operations != DEED_READ && strcmp(class->model.name, AUDIT_CLASS) == 0)
        return false;
    /* who must not read and write deletes nothing either */
    if (opening.is_never && one->act && one->act->meaning &&
        one->act->meaning->senses[SENSE_READ_WRITE])
        opening.operations |= DEED_DELETE;
    opening.vague = case_words(one, thing);
    if (thing->kind == THING_FIELD && operations == DEED_UPDATE)
        opening.fields = thing->fields;
    bool is_but_these = opening.is_never && one->who->kind == PERSON_EVERYONE && one->who->is_rest;
    opening.except = is_but_these ? one->composer->before_who : NULL;
    if (opening.is_never && thing->whose == WHOSE_OTHER)
        opening.whose = WHOSE_OTHER;
    bool fits = opening.is_never ? true : case_decide_whose(one, thing, &opening);
    if (opening.is_never) {
        opening.role = one->role;
        opening.actor = one->who->is_field ? one->who->noun : NULL;
        opening.fields = thing->kind == THING_FIELD ? thing->fields : NULL;
        opening.is_of_access = opening.fields && verb_is_access(one);
    }
    /* "Grantees must not change anything" of what was shared with them, which they only read. */
    if (opening.is_never && opening.actor && !map_get(&class->field_of, opening.actor))
        return !(operations & DEED_READ);
    if (!fits || !case_add_conditions(one, thing->conditions, &opening) ||
        !case_add_conditions(one, one->said->when, &opening)) {
        compose_only_unread(one, thing, class, operations);
        return false;
    }
    compose_note_only(one, thing, &opening);
    compose_open(one->composer, &opening);
    if (!opening.is_never)
        compose_only_when(one, thing, &opening);
    return true;
}

/* "messages they sent or received": who is at that end of them */
static bool open_ends(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                      const char *sender, const char *recipient, unsigned operations)
{
    const char *ends[] = {recipient, thing->is_sent ? sender : NULL};
    if (operations != DEED_READ || case_is_never(one))
        return false;
    for (size_t i = 0; i < 2 && ends[i]; i++) {
        const struct opening opening = {
            .class = class, .operations = operations, .actor = ends[i], .words = thing->words};
        compose_open(one->composer, &opening);
    }
    return true;
}

/* "send": the sender creates and reads, the recipient reads. */
static bool send(const struct case_ *one, struct draft_class *class)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    if (!compose_is_message(class, &sender, &recipient))
        return false;
    struct opening opening = {.class = class,
                              .operations = DEED_CREATE | DEED_READ,
                              .actor = sender,
                              .is_never = case_is_never(one)};
    /* "only doctors can send messages": senders who are that, and no others */
    bool is_of_these = one->role && !one->who->is_field && case_is_for_these(one) &&
                       one->who->kind != PERSON_EVERYONE && !opening.is_never;
    opening.as = is_of_these ? one->role : NULL;
    if (is_of_these) {
        opening.operations = DEED_READ;
        compose_open(one->composer, &opening);
        opening.operations = DEED_CREATE;
        opening.is_exclusive = true;
    }
    compose_open(one->composer, &opening);
    if (case_is_never(one))
        return true;
    opening.as = NULL;
    opening.is_exclusive = false;
    opening.actor = recipient;
    opening.operations = DEED_READ;
    compose_open(one->composer, &opening);
    const char *thread = one->said->has_thread ? compose_thread_field(class) : NULL;
    if (thread)
        compose_line(one->composer, arena_printf(one->composer->arena, "%s is listed by %s.",
                                                 class->model.name, thread));
    compose_assumption(
        one->composer,
        "whoever sends a %s is its %s, and its %s reads it; to whom one may send is not limited",
        class->model.name, sender, recipient);
    return true;
}

unsigned case_operations(const struct meaning *meaning)
{
    for (size_t i = 0; meaning && i < sizeof deeds / sizeof deeds[0]; i++)
        if (meaning->senses[deeds[i].sense])
            return deeds[i].operations;
    return 0;
}

/* "Only nurses can read the notes": told once for all its readers. */
static bool open_readers(const struct case_ *one, const struct thing *thing,
                         const struct draft_class *class)
{
    struct composer *composer = one->composer;
    struct vector roles = {0};
    struct vector fields = {0};
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role =
            who->is_field ? NULL : compose_introduced(composer, who->kind, who->noun);
        bool is_told = role && (role->kind == PERSON_STAFF || role->kind == PERSON_ADMIN);
        for (const struct field_said *at = thing->fields; at && is_told; at = at->next)
            compose_note_reader(composer, class, at->name, role);
        if (is_told)
            vector_add(&roles, composer->arena, (void *)(uintptr_t)role->plural);
        /* "only by the therapist who wrote them", by an assigned one: a role tells these from no other */
        if (!is_told || who->made || who->assigned || who->consented)
            compose_leave(composer, who->words);
        if (role && !is_told)
            compose_assumption(composer,
                               "who alone reads a field is told by roles, and %s are in none: that "
                               "only they read it cannot be said",
                               role->plural);
    }
    for (const struct field_said *field = thing->fields; field; field = field->next)
        vector_add(&fields, composer->arena, (void *)(uintptr_t)field->name);
    if (roles.count > 0)
        (void)compose_line(composer,
                           arena_printf(composer->arena, "Only %s can read %s of %s.",
                                        compose_list(composer->arena, &roles),
                                        compose_list(composer->arena, &fields), class->model.name));
    bool is_theirs = composer->client && world_distance(composer->world, class,
                                                        composer->client->profile->model.name) >= 0;
    if (roles.count > 0 && is_theirs)
        compose_assumption(composer, "nobody else means nobody: %s do not see %s of their own %s",
                           composer->client->plural, compose_list(composer->arena, &fields),
                           class->model.name);
    return roles.count > 0;
}

/* Whether all fields of a thing are files: to upload them is to make what they are of. */
static bool are_files(const struct draft_class *class, const struct thing *thing)
{
    for (const struct field_said *at = thing->fields; at; at = at->next) {
        const struct draft_field *field = map_get(&class->field_of, at->name);
        bool is_list =
            field && field->type.kind == FIELD_ARRAY && field->type.element == FIELD_FILE;
        if (!field || (field->type.kind != FIELD_FILE && !is_list))
            return false;
    }
    return thing->fields != NULL;
}

/* Whether something of this sentence lets the same people do that with objects of the class. */
bool case_is_opened_here(const struct case_ *one, const struct draft_class *class,
                         unsigned operations)
{
    const struct composer *composer = one->composer;
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        const struct draft_field *field =
            one->role ? compose_role_field(composer, class, one->role) : NULL;
        bool is_same = opening->role ? opening->role == one->role
                                     : field && strcmp(field->model.name, opening->actor) == 0;
        if (opening->sentence == composer->at && !opening->is_never && opening->class == class &&
            is_same && (opening->operations & operations))
            return true;
    }
    return false;
}

/* Whether some sentence up to this one lets the role do that with objects of the class. */
static bool is_opened_before(const struct case_ *one, const struct draft_class *class,
                             unsigned operations)
{
    for (size_t i = 0; i < one->composer->openings.count; i++) {
        const struct opening *opening = one->composer->openings.items[i];
        bool is_theirs = one->role && (opening->role == one->role || opening->as == one->role);
        if (is_theirs && !opening->is_never && opening->class == class &&
            (opening->operations & operations))
            return true;
    }
    return false;
}

/* "anything else": all classes but those of which the sentence says that they may, or, where the sentence
 * says nothing else, an earlier one. */
struct vector case_rest_of(const struct case_ *one, const struct act *act,
                           const struct vector *classes)
{
    struct vector rest = {0};
    for (size_t i = 0; i < classes->count && case_is_never(one); i++)
        if (!case_is_opened_here(one, classes->items[i], case_operations(act->meaning)) &&
            !(one->composer->is_first &&
              is_opened_before(one, classes->items[i], case_operations(act->meaning))))
            vector_add(&rest, one->composer->arena, classes->items[i]);
    return rest;
}

/* "custodians destroy samples", where a sample is destroyed at its end: that is what its status says. What is
 * deleted is gone. */
static bool destroys_by_step(const struct case_ *one, const struct draft_class *class,
                             const struct act *act)
{
    static const char *const plain[] = {"delet", "remov", "eras", "刪"};
    const struct text *text = one->composer->at->text;
    size_t length = act->words.end - act->words.first;
    struct draft_field *field = NULL;
    size_t taken = 0;
    if (!act->meaning->senses[SENSE_DELETE] || case_is_never(one) || length == 0 ||
        act->words.end > text->count)
        return false;
    const char *word = text->units[act->words.first].text;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strncmp(word, plain[i], strlen(plain[i])) == 0)
            return false;
    return world_value(one->composer->world, class, &text->units[act->words.first], length, true,
                       &taken, &field) &&
           taken == length;
}

/* 建立配送並寄出: a verb alone that leads to a value. */
static bool is_step_alone(const struct case_ *one, const struct act *act)
{
    return act->leads && one->said->form && strcmp(one->said->form->pattern, "[,] ACTS END") == 0 &&
           !act->meaning->senses[SENSE_PUBLISH];
}

/* Whether the verb leads to a value that rows of the class do not begin with: "answer" to answered. */
static bool leads_to_later(const struct case_ *one, const struct draft_class *class,
                           const struct act *act)
{
    return compose_reaches_value(one->composer, class, act) && !verb_starts_so(one, class, act);
}

/* A reader acknowledges what he was shown, or takes the step to what is received: 簽收. */
static bool acknowledge(const struct case_ *one, const struct thing *thing,
                        struct draft_class *class, const struct act *act)
{
    struct composer *composer = one->composer;
    if (act->leads && compose_reaches_value(composer, class, act))
        return case_take_step(one, thing, class, act);
    if (case_is_never(one))
        return false;
    (void)compose_line(composer, arena_printf(composer->arena, "%s acknowledge each %s.",
                                              compose_capital(composer->arena, one->role->plural),
                                              class->model.name));
    return true;
}

/* 發評估 may be to publish as well as to make: which of them is not said. */
static bool is_send_or_publish(const struct case_ *one, const struct act *act)
{
    const struct text *text = one->composer->at->text;
    return !case_is_never(one) && act->words.end == act->words.first + 1 &&
           act->words.end <= text->count && strcmp(text->units[act->words.first].text, "發") == 0;
}

/* "patients confirm them", "doctors review lab results", where a Boolean says whether that was done. What is
 * acknowledged is a form of its own. */
static bool sets_flag(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                      const struct act *act)
{
    const struct text *text = one->composer->at->text;
    const char *verb = act->words.first < text->count ? text->units[act->words.first].text : "";
    const bool *senses = act->meaning->senses;
    bool looks_over = senses[SENSE_READ] && verb_looks_over(verb);
    bool can_be = senses[SENSE_ACKNOWLEDGE] || senses[SENSE_APPROVE] || senses[SENSE_VERIFY] ||
                  senses[SENSE_PUBLISH] || looks_over;
    return can_be && thing->kind != THING_FIELD && strncmp(verb, "acknowledg", 10) != 0 &&
           case_set_flag(one, thing, class, act);
}

bool case_act(const struct case_ *one, const struct thing *thing, struct draft_class *class,
              const struct act *act)
{
    struct composer *composer = one->composer;
    const struct meaning *meaning = act->meaning;
    const char *sender = NULL;
    const char *recipient = NULL;
    bool is_message = compose_is_message(class, &sender, &recipient);
    if (!meaning || is_step_alone(one, act))
        return case_take_step(one, thing, class, act);
    if (!verb_can_make(one, thing, class, act))
        return false;
    const char *answer = is_message ? NULL : answer_field(composer, class, act);
    if (answer && one->role && one->role->kind != PERSON_CLIENT)
        return case_open_field(one, thing, class, answer) &&
               (case_is_never(one) || !leads_to_later(one, class, act) ||
                case_take_step(one, thing, class, act));
    if (thing->is_received)
        return is_message &&
               open_ends(one, thing, class, sender, recipient, case_operations(meaning));
    if (meaning->senses[SENSE_SEND] && is_message)
        return send(one, class);
    if (meaning->senses[SENSE_PUBLISH] && compose_says_lifecycle(composer))
        return true; /* a clause of its own says which step that is */
    if (sets_flag(one, thing, class, act))
        return true;
    if (meaning->senses[SENSE_PUBLISH] && one->role && one->role->kind != PERSON_STAFF &&
        one->role->kind != PERSON_ADMIN)
        return case_take_step(one, thing, class, act); /* a reader his review */
    if (meaning->senses[SENSE_PUBLISH] && !compose_reaches_value(composer, class, act))
        return case_publish(one, thing, class);
    if (meaning->senses[SENSE_PUBLISH])
        return case_take_step(one, thing, class, act);
    if (meaning->senses[SENSE_MOVE])
        return case_move(one, thing, case_own_booking_of(composer, class));
    if (meaning->senses[SENSE_CANCEL])
        return case_take_step(one, thing, case_own_booking_of(composer, class), act);
    bool is_of_reader = one->role && one->role->kind != PERSON_STAFF;
    if (meaning->senses[SENSE_ACKNOWLEDGE] && is_of_reader)
        return acknowledge(one, thing, class, act);
    if (destroys_by_step(one, class, act))
        return case_take_step(one, thing, class, act);
    if (meaning->senses[SENSE_BOOK] && !verb_leads_on(one, thing, class, act))
        class = case_booking_of(composer, class);
    bool is_file = thing->kind == THING_FIELD && thing->class == class && are_files(class, thing);
    if (is_file && case_operations(meaning) == DEED_CREATE && !case_is_never(one)) {
        struct thing whole = *thing;
        whole.kind = THING_CLASS;
        whole.fields = NULL;
        return case_open(one, &whole, class, DEED_CREATE);
    }
    if (verb_leads_on(one, thing, class, act))
        return case_take_step(one, thing, class, act);
    if (is_send_or_publish(one, act))
        return false;
    unsigned operations = case_operations(meaning);
    operations = verb_cares(one, thing, act) ? DEED_READ : operations;
    /* "scans can be opened", "clerks open tickets": what starts as open is made so. */
    bool is_either = meaning->senses[SENSE_READ] && meaning->senses[SENSE_CREATE];
    bool is_passive = one->said->form && strstr(one->said->form->pattern, "be [MODE] ACTS");
    if (is_either && operations == DEED_CREATE && case_is_never(one))
        operations |= DEED_READ;
    else if (is_either && operations == DEED_CREATE && !verb_starts_so(one, class, act) &&
             (is_passive || world_has_files(class)))
        operations = DEED_READ;
    bool is_giving = meaning->senses[SENSE_SHARE] || meaning->senses[SENSE_REVOKE];
    if (operations == 0 || meaning->senses[SENSE_APPROVE] ||
        (is_giving && !compose_is_grant(composer, class)))
        return case_take_step(one, thing, class, act);
    if (thing->kind == THING_FIELD && operations == DEED_READ && case_is_exclusive(one))
        return open_readers(one, thing, class);
    /* "enter the reply", 負責回覆: a field of what is there */
    bool is_answering = meaning->senses[SENSE_MANAGE] && thing->kind == THING_FIELD &&
                        thing->fields && !thing->fields->next &&
                        answer_is_field(thing->fields->name);
    if (thing->kind == THING_FIELD && thing->class && (operations == DEED_CREATE || is_answering) &&
        one->role && (one->role->kind == PERSON_STAFF || one->role->kind == PERSON_ADMIN) &&
        !case_is_never(one))
        return case_open(one, thing, class, DEED_UPDATE);
    if (thing->kind == THING_FIELD && operations != DEED_UPDATE && !case_is_never(one))
        return false;
    return case_open(one, thing, class, operations);
}
