/* access.c - clauses about who may do what, see compose.h: which operations a verb means for a class,
 * and whose rows. */
#include "prose/access.h"

#include "base/names.h"

#include <string.h>

/* What a verb means, in the order in which one of several senses is taken. */
static const struct {
    enum sense sense;
    unsigned operations;
} deeds[] = {
    {SENSE_WRITE, DEED_READ | DEED_CREATE | DEED_UPDATE | DEED_DELETE},
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
                              .is_exclusive = one->said->exclusive && !case_is_never(one),
                              .is_general =
                                  thing->kind != THING_CLASS && thing->kind != THING_FIELD,
                              .words = thing->words};
    if (thing->kind == THING_FIELD && operations == DEED_UPDATE)
        opening.fields = thing->fields;
    if (opening.is_never && thing->whose == WHOSE_OTHER)
        opening.whose = WHOSE_OTHER;
    bool fits = opening.is_never ? true : case_decide_whose(one, thing, &opening);
    if (opening.is_never) {
        opening.role = one->role;
        opening.actor = one->who->is_field ? one->who->noun : NULL;
        opening.fields = thing->kind == THING_FIELD ? thing->fields : NULL;
    }
    /* "Grantees must not change anything" of what was shared with them, which they only read. */
    if (opening.is_never && opening.actor && !map_get(&class->field_of, opening.actor))
        return !(operations & DEED_READ);
    if (!fits || !case_add_conditions(one, thing->conditions, &opening) ||
        !case_add_conditions(one, one->said->when, &opening))
        return false;
    compose_open(one->composer, &opening);
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
    compose_open(one->composer, &opening);
    if (case_is_never(one))
        return true;
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

static unsigned operations_of(const struct meaning *meaning)
{
    for (size_t i = 0; meaning && i < sizeof deeds / sizeof deeds[0]; i++)
        if (meaning->senses[deeds[i].sense])
            return deeds[i].operations;
    return 0;
}

static bool is_exclusive(const struct case_ *one)
{
    const char *pattern = one->said->form ? one->said->form->pattern : "";
    bool is_passive = strstr(pattern, " by") != NULL;
    return one->said->exclusive || (is_passive && one->mode == MODE_ONLY);
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
        if (is_told)
            vector_add(&roles, composer->arena, (void *)(uintptr_t)role->plural);
        else
            compose_leave(composer, who->words);
    }
    for (const struct field_said *field = thing->fields; field; field = field->next)
        vector_add(&fields, composer->arena, (void *)(uintptr_t)field->name);
    if (roles.count > 0)
        (void)compose_line(composer,
                           arena_printf(composer->arena, "Only %s can read %s of %s.",
                                        compose_list(composer->arena, &roles),
                                        compose_list(composer->arena, &fields), class->model.name));
    return roles.count > 0;
}

/* Whether objects of the class are for a time to come: they can be cancelled. */
static bool has_time(const struct draft_class *class)
{
    for (size_t i = 0; i < class->fields.count; i++)
        for (const struct ast_value *at = world_values(draft_field_at(class, i)); at; at = at->next)
            if (strcmp(at->name.text, "cancelled") == 0 || strcmp(at->name.text, "canceled") == 0)
                return true;
    return false;
}

/* What is made when something is booked: CourseBooking for Course, where there is that. */
static struct draft_class *booking_of(const struct composer *composer, struct draft_class *class)
{
    static const char *const ends[] = {"Booking", "Appointment", "Reservation"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        const char *name = arena_printf(composer->arena, "%s%s", class->model.name, ends[i]);
        struct draft_class *booking = draft_class(composer->draft, name);
        if (booking)
            return booking;
    }
    /* "Donors book donations": an Appointment, where what is booked has no value for that. */
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && !has_time(class); i++) {
        struct draft_class *booking = draft_class(composer->draft, ends[i]);
        if (booking && has_time(booking))
            return booking;
    }
    return class;
}

/* Whether all fields of a thing are files: to upload them is to make what they are of. */
static bool are_files(const struct draft_class *class, const struct thing *thing)
{
    for (const struct field_said *at = thing->fields; at; at = at->next) {
        const struct draft_field *field = map_get(&class->field_of, at->name);
        if (!field || field->type.kind != FIELD_FILE)
            return false;
    }
    return thing->fields != NULL;
}

/* Whether something of this sentence lets the same people do that with objects of the class. */
static bool case_is_opened_here(const struct case_ *one, const struct draft_class *class,
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

/* "draft clearances and issue them": a verb that could make them is a step where they are there already,
 * if it leads to a value that is not the first. */
static bool leads_on_from_made(const struct case_ *one, const struct draft_class *class,
                               const struct act *act)
{
    const struct text *text = one->composer->at->text;
    struct draft_field *field = NULL;
    size_t taken = 0;
    size_t length = act->words.end - act->words.first;
    bool makes = act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_SEND];
    if (!makes || length == 0 || act->words.end > text->count)
        return false;
    const char *value = world_value(one->composer->world, class, &text->units[act->words.first],
                                    length, true, &taken, &field);
    const struct ast_value *values = value ? world_values(field) : NULL;
    bool is_later = values && taken == length && strcmp(values->name.text, value) != 0;
    bool only_sends = !act->meaning->senses[SENSE_CREATE];
    return is_later && (only_sends || case_is_opened_here(one, class, DEED_CREATE));
}

static bool act_on(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                   const struct act *act)
{
    struct composer *composer = one->composer;
    const struct meaning *meaning = act->meaning;
    const char *sender = NULL;
    const char *recipient = NULL;
    bool is_message = compose_is_message(class, &sender, &recipient);
    if (!meaning)
        return case_take_step(one, thing, class, act);
    if (meaning->senses[SENSE_SEND] && is_message)
        return send(one, class);
    if (meaning->senses[SENSE_PUBLISH] && compose_says_lifecycle(composer))
        return true; /* a clause of its own says which step that is */
    if (meaning->senses[SENSE_PUBLISH] && one->role && one->role->kind != PERSON_STAFF)
        return case_take_step(one, thing, class, act); /* a reader his review */
    if (meaning->senses[SENSE_PUBLISH] && !compose_reaches_value(composer, class, act))
        return case_publish(one, thing, class);
    if (meaning->senses[SENSE_PUBLISH])
        return case_take_step(one, thing, class, act);
    if (meaning->senses[SENSE_CANCEL])
        return case_take_step(one, thing, booking_of(composer, class), act);
    if (meaning->senses[SENSE_ACKNOWLEDGE] && one->role && one->role->kind != PERSON_STAFF) {
        if (case_is_never(one))
            return false;
        compose_line(composer, arena_printf(composer->arena, "%s acknowledge each %s.",
                                            compose_capital(composer->arena, one->role->plural),
                                            class->model.name));
        return true;
    }
    if (meaning->senses[SENSE_BOOK])
        class = booking_of(composer, class);
    bool is_file = thing->kind == THING_FIELD && thing->class == class && are_files(class, thing);
    if (is_file && operations_of(meaning) == DEED_CREATE && !case_is_never(one)) {
        struct thing whole = *thing;
        whole.kind = THING_CLASS;
        whole.fields = NULL;
        return case_open(one, &whole, class, DEED_CREATE);
    }
    if (leads_on_from_made(one, class, act))
        return case_take_step(one, thing, class, act);
    unsigned operations = operations_of(meaning);
    bool is_giving = meaning->senses[SENSE_SHARE] || meaning->senses[SENSE_REVOKE];
    if (operations == 0 || meaning->senses[SENSE_APPROVE] ||
        (is_giving && !compose_is_grant(composer, class)))
        return case_take_step(one, thing, class, act);
    if (thing->kind == THING_FIELD && operations == DEED_READ && is_exclusive(one))
        return open_readers(one, thing, class);
    if (thing->kind == THING_FIELD && operations != DEED_UPDATE && !case_is_never(one))
        return false;
    return case_open(one, thing, class, operations);
}

/* "feedback" where no class or field is called so: a field of what clients write. */
static bool give_feedback(const struct case_ *one)
{
    struct composer *composer = one->composer;
    bool found = false;
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        bool is_client = opening->role && opening->role->kind == PERSON_CLIENT;
        if (!is_client || opening->is_never ||
            !(opening->operations & (DEED_CREATE | DEED_UPDATE)) ||
            !compose_is_records_class(composer, opening->class))
            continue;
        struct field_said *field = arena_alloc(composer->arena, sizeof *field);
        field->name = "feedback";
        const struct thing thing = {.kind = THING_FIELD, .class = opening->class, .fields = field};
        (void)compose_line(composer,
                           arena_printf(composer->arena, "%s also has feedback, a String.",
                                        opening->class->model.name));
        found = case_open(one, &thing, opening->class, DEED_UPDATE) || found;
        compose_assumption(composer, "feedback is a text beside what %s write: a field of %s",
                           opening->role->plural, opening->class->model.name);
    }
    return found;
}

/* Whether a thing speaks of a patient's records rather than of one class. */
static bool is_about_records(const struct thing *thing)
{
    return thing->kind == THING_RECORDS ||
           (thing->kind == THING_PEOPLE &&
            (thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN ||
             (thing->whose == WHOSE_UNSAID && !thing->class)));
}

void compose_targets(struct composer *composer, const struct thing *thing, struct vector *classes)
{
    if (is_about_records(thing)) {
        if (composer->client && thing->kind == THING_PEOPLE)
            vector_add(classes, composer->arena, composer->client->profile);
        compose_records(composer, classes);
    } else if (thing->kind == THING_FIELD && !thing->class) {
        for (size_t i = 0; i < composer->draft->classes.count; i++) {
            struct draft_class *class = draft_class_at(composer->draft, i);
            if (!class->model.builtin && map_get(&class->field_of, thing->fields->name))
                vector_add(classes, composer->arena, class);
        }
    } else if (thing->kind == THING_ALL || thing->kind == THING_DRAFTS) {
        for (size_t i = 0; i < composer->draft->classes.count; i++) {
            struct draft_class *class = draft_class_at(composer->draft, i);
            const struct draft_field *field = NULL;
            bool is_meant = thing->kind == THING_ALL || compose_draft_values(class, &field) ||
                            compose_is_published(composer, class);
            if (!class->model.builtin && is_meant)
                vector_add(classes, composer->arena, class);
        }
    } else if (thing->class) {
        vector_add(classes, composer->arena, thing->class);
    }
}

/* Whether nobody changes or deletes objects any more: then the class is append-only. */
static bool is_append_only(const struct case_ *one, const struct thing *thing)
{
    bool updates = false;
    bool deletes = false;
    for (const struct act *act = one->said->acts; act; act = act->next) {
        updates = updates || (act->meaning && act->meaning->senses[SENSE_UPDATE]);
        deletes = deletes || (act->meaning && act->meaning->senses[SENSE_DELETE]);
    }
    return case_is_never(one) && updates && deletes && thing->class && !thing->fields &&
           !thing->conditions && !one->said->when && one->role &&
           one->role->kind == PERSON_EVERYONE;
}

/* "anything else": all classes but those of which the sentence says that they may. */
static struct vector rest_of(const struct case_ *one, const struct act *act,
                             const struct vector *classes)
{
    struct vector rest = {0};
    for (size_t i = 0; i < classes->count && case_is_never(one); i++)
        if (!case_is_opened_here(one, classes->items[i], operations_of(act->meaning)))
            vector_add(&rest, one->composer->arena, classes->items[i]);
    return rest;
}

/* "upload ultrasound images": objects with files are made. */
static bool is_upload(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    return thing->class && !case_is_never(one) && operations_of(act->meaning) == DEED_CREATE;
}

/* "enter inspections and upload the protocol": a part of what is made anyway. */
static bool is_part_of_made(const struct case_ *one, const struct thing *thing,
                            const struct act *act)
{
    bool is_part = (thing->kind == THING_FIELD || thing->kind == THING_FILES) &&
                   !case_is_never(one) && operations_of(act->meaning) == DEED_CREATE;
    for (size_t i = 0; i < one->composer->draft->classes.count && is_part; i++) {
        const struct draft_class *class = draft_class_at(one->composer->draft, i);
        bool has_part = thing->kind == THING_FIELD
                            ? map_get(&class->field_of, thing->fields->name) != NULL
                            : case_has_files(class);
        if (!class->model.builtin && has_part && case_is_opened_here(one, class, DEED_CREATE))
            return true;
    }
    return false;
}

static void act_on_thing(struct case_ *one, const struct thing *thing, const struct act *act)
{
    one->act = act;
    struct composer *composer = one->composer;
    struct vector classes = {0};
    if (thing->kind == THING_FEEDBACK) {
        if (!give_feedback(one))
            compose_leave(composer, thing->words);
        return;
    }
    compose_targets(composer, thing, &classes);
    if (thing->kind == THING_PROFILE && one->role && one->role->profile)
        vector_add(&classes, composer->arena, one->role->profile);
    if (thing->kind == THING_ALL && thing->whose == WHOSE_OTHER)
        classes = rest_of(one, act, &classes);
    if (thing->kind == THING_FILES && !is_upload(one, thing, act))
        classes.count = 0;
    if (thing->kind == THING_DRAFTS) {
        /* What is a draft of some class that the people may otherwise reach. */
        static const struct condition_said is_draft = {.values = {"draft"}, .value_count = 1};
        struct thing *drafts = arena_alloc(composer->arena, sizeof *drafts);
        *drafts = *thing;
        drafts->conditions = &is_draft;
        thing = drafts;
        if (!case_is_never(one))
            classes.count = 0;
    }
    bool is_writing = act->meaning && !act->meaning->senses[SENSE_READ];
    if (thing->kind == THING_RECORDS && is_writing && !case_is_never(one) && one->role &&
        one->role->kind == PERSON_CLIENT) {
        /* "their data" to be written are what says who one is. */
        classes = (struct vector){0};
        vector_add(&classes, composer->arena, one->role->profile);
    }
    bool is_staff =
        one->role && (one->role->kind == PERSON_STAFF || one->role->kind == PERSON_ADMIN);
    if (thing->kind == THING_RECORDS && is_staff && composer->client)
        vector_add(&classes, composer->arena, composer->client->profile);
    bool is_rest = thing->kind == THING_ALL && thing->whose == WHOSE_OTHER;
    bool done = is_rest && case_is_never(one);
    done = done || is_part_of_made(one, thing, act);
    struct thing bare = *thing;
    bare.whose = is_rest ? WHOSE_UNSAID : thing->whose;
    for (size_t i = 0; i < classes.count; i++)
        done = act_on(one, &bare, classes.items[i], act) || done;
    if (!done)
        compose_leave(composer, thing->words);
}

/* A verb that the form implies. */
static const struct act *implied_act(struct composer *composer, const char *word)
{
    struct act *act = arena_alloc(composer->arena, sizeof *act);
    struct units units = units_of_text(composer->arena, word);
    act->meaning = lexicon_find(composer->lexicon, units.items, 1);
    return act;
}

/* What was shared is read by the objects that say so; these let nobody do less. */
static void grant(const struct case_ *one, struct stretch words)
{
    if (case_is_never(one))
        compose_leave(one->composer, words);
    else
        compose_grants(one->composer, one->who);
}

static void act_as(const struct case_ *given, const struct thing *what, const struct act *acts)
{
    struct case_ one = *given;
    struct composer *composer = one.composer;
    struct vector roles = {0};
    /* What everyone may is for whoever has signed in, unless it says of others, too. */
    bool is_of_users = one.who->kind == PERSON_EVERYONE && !one.who->is_rest &&
                       !one.who->is_anonymous && !case_is_never(&one);
    if (one.who->is_field)
        vector_add(&roles, composer->arena, NULL);
    else if (is_of_users)
        vector_add(&roles, composer->arena, compose_role(composer, PERSON_USER, "user"));
    else
        compose_roles(composer, one.who, &roles);
    if (one.who->consented) {
        grant(&one, one.who->words);
        return;
    }
    for (size_t i = 0; i < roles.count; i++) {
        one.role = roles.items[i];
        for (const struct thing *thing = what; thing; thing = thing->next) {
            if (thing->says_version && thing->class)
                (void)compose_line(composer, arena_printf(composer->arena, "%s keeps versions.",
                                                          thing->class->model.name));
            if (is_append_only(&one, thing)) {
                compose_keep(composer, thing->class);
                continue;
            }
            if (thing->whose == WHOSE_SHARED) {
                grant(&one, thing->words);
                continue;
            }
            for (const struct act *act = acts; act; act = act->next)
                act_on_thing(&one, thing, act);
        }
    }
}

/* Whether the users that objects of the class point at are of some profession only. */
static bool is_of_staff(const struct composer *composer, const struct draft_class *class)
{
    bool is_theirs = false;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        bool is_role = false;
        for (size_t j = 0; j < composer->roles.count; j++) {
            const struct prose_role *role = composer->roles.items[j];
            is_role = is_role || (role->kind == PERSON_STAFF &&
                                  compose_role_field(composer, class, role) == field);
        }
        const char *target = field->model.server_set ? NULL : world_target(field);
        const struct draft_class *other = target ? draft_class(composer->draft, target) : NULL;
        bool is_user = target && (strcmp(target, "_User") == 0 ||
                                  (other && world_distance(composer->world, other, "_User") > 0));
        if (is_user && !is_role)
            return false;
        is_theirs = is_theirs || is_role;
    }
    return is_theirs;
}

/* "Submit audits" does not mean whoever has an account, where audits have an auditor. */
static bool is_for_staff(const struct composer *composer, const struct thing *what)
{
    for (; what; what = what->next)
        if (what->class && is_of_staff(composer, what->class))
            return true;
    return false;
}

/* Whether all that is done changes what there is. */
static bool is_changing(const struct act *acts)
{
    for (const struct act *act = acts; act; act = act->next)
        if (!act->meaning || act->meaning->senses[SENSE_READ] || act->meaning->senses[SENSE_CREATE])
            return false;
    return acts != NULL;
}

static bool says_unseen(const struct said *said)
{
    return said->form && strstr(said->form->pattern, " unseen ");
}

/* What is done where the form says it, or else what the clause before says. */
static const struct act *act_of_form(struct composer *composer, const struct said *said)
{
    static const struct {
        const char *in_pattern;
        const char *verb;
    } verbs[] = {{"access", "read"},
                 {" unseen ", "read"},
                 {" private ", "read"},
                 {" register ", "create"},
                 {" acknowledge ", "acknowledge"},
                 {"keep WHAT latest", "update"},
                 {"restrict WHO to", "read"}};
    const char *pattern = said->form ? said->form->pattern : "";
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strstr(pattern, verbs[i].in_pattern))
            return implied_act(composer, verbs[i].verb);
    return composer->last_acts;
}

/* "Patients share their studies": what is made are the objects that let others read them. */
static bool is_sharing(const struct composer *composer, const struct thing *what,
                       const struct act *acts)
{
    for (const struct act *act = acts; act; act = act->next)
        if (!act->meaning || !act->meaning->senses[SENSE_SHARE] || act->meaning->senses[SENSE_READ])
            return false;
    for (; what; what = what->next)
        if (what->class && compose_is_grant(composer, what->class))
            return false;
    return true;
}

void compose_access(struct composer *composer, const struct said *said)
{
    static const struct subject everyone = {.kind = PERSON_EVERYONE, .noun = "everyone"};
    const struct thing *what = compose_what(composer, said);
    struct said full = *said;
    struct case_ one = {.composer = composer, .said = &full, .mode = said->mode};
    if (!full.acts)
        full.acts = act_of_form(composer, said);
    if (says_unseen(said))
        one.mode = full.mode = MODE_NEVER;
    if (said->flags[FLAG_RELATIVE] && !compose_follows(composer, said)) {
        compose_leave(composer, said->words);
        return;
    }
    if (one.mode == MODE_UNSAID && !said->who)
        one.mode = composer->last_mode;
    if (said->is_exception && (composer->last_mode == MODE_NEVER || composer->is_first)) {
        compose_leave(composer, said->words);
        return;
    }
    composer->last_mode = one.mode;
    composer->last_what = what;
    composer->last_acts = full.acts;
    /* "nobody but doctors" */
    bool is_but = said->to && said->who && said->who->kind == PERSON_EVERYONE;
    if (is_but) {
        one.mode = MODE_MAY;
        full.exclusive = true;
        composer->last_who = said->to;
    }
    /* "and to nurses" goes on from "can be read by doctors". */
    bool goes_on = said->form && strncmp(said->form->pattern, "by|to ", 6) == 0;
    if (goes_on && (!composer->last_form || !strstr(composer->last_form->pattern, "be "))) {
        compose_leave(composer, said->words);
        return;
    }
    one.who = said->flags[FLAG_NOBODY] && !is_but ? &everyone : compose_who(composer);
    /* "The can see visits": somebody is missing. */
    bool is_guess = one.who && !composer->last_who && one.who != &everyone &&
                    !case_is_never(&one) &&
                    (said->mode != MODE_UNSAID || is_for_staff(composer, what));
    bool is_of_trail = composer->last_is_trail && case_is_never(&one) && full.acts &&
                       (said->what ? said->what->kind == THING_RECORDS &&
                                         said->what->whose == WHOSE_OWN && !said->who
                                   : is_changing(full.acts));
    bool is_by_some = said->who && said->who->kind != PERSON_EVERYONE;
    if (is_of_trail && !said->what && !said->when && !is_by_some) {
        compose_append_only(composer, said);
        return;
    }
    if (!one.who || !what || !full.acts || is_guess) {
        compose_leave(composer, said->words);
        return;
    }
    /* "written to the audit log, and its entries cannot be modified" */
    bool is_trail = is_of_trail && !what->conditions;
    if (is_trail) {
        compose_append_only(composer, said);
        return;
    }
    if (is_sharing(composer, what, full.acts)) {
        full.mode = one.mode;
        compose_shared(composer, &full);
        return;
    }
    bool is_readers = is_exclusive(&one) && what->kind == THING_FIELD;
    for (; one.who; one.who = is_readers ? NULL : one.who->next)
        act_as(&one, what, full.acts);
}

/* "Patients and providers can message each other", where there is one class of messages. */
void compose_messages(struct composer *composer, const struct said *said)
{
    struct said full = *said;
    struct thing *messages = arena_alloc(composer->arena, sizeof *messages);
    *messages = (struct thing){.kind = THING_CLASS, .words = said->words};
    size_t count = 0;
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        struct draft_class *class = draft_class_at(composer->draft, i);
        const char *sender = NULL;
        const char *recipient = NULL;
        if (class->model.builtin || !compose_is_message(class, &sender, &recipient))
            continue;
        messages->class = class;
        count++;
    }
    full.what = messages;
    full.acts = implied_act(composer, "send");
    if (count == 1 && said->mode != MODE_NEVER)
        compose_access(composer, &full);
    else
        compose_leave(composer, said->words);
}

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
        bool limits = thing->kind == THING_PEOPLE && said->mode != MODE_NEVER &&
                      (thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN ||
                       thing->whose == WHOSE_UNSAID);
        for (const struct subject *at = who; at; at = at->next) {
            if (at->is_field || at->kind != PERSON_STAFF)
                continue;
            struct prose_role *role = compose_role(composer, at->kind, at->noun);
            bool is_partial = composer->at->is_partial;
            role->is_limited = role->is_limited || (limits && !is_partial);
            bool is_assigned = at->assigned || thing->whose == WHOSE_ASSIGNED;
            role->has_patients = role->has_patients || is_assigned || (limits && is_partial);
            if (is_assigned && said->mode != MODE_NEVER)
                note_assigned(composer, thing, role);
        }
        for (const struct act *act = said->acts; act; act = act->next)
            compose_note_published(composer, said, act, thing);
    }
}
