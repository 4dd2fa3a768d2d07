/* access.c - clauses about who may do what, see compose.h: which operations a verb means for a class,
 * and whose rows. */
#include "prose/compose.h"

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
    {SENSE_READ, DEED_READ},
};

/* One clause with one of its subjects. */
struct case_ {
    struct composer *composer;
    const struct said *said;
    const struct subject *who;
    const struct prose_role *role; /* NULL: `who` is a field */
    const struct act *act;         /* NULL: none of the sentence's */
    enum mode mode;
};

static bool is_never(const struct case_ *one)
{
    return one->mode == MODE_NEVER;
}

/* Turns a condition as said into one of the class; false when it cannot be one of it. */
static bool resolve_condition(const struct composer *composer, const struct draft_class *class,
                              const struct condition_said *said, struct prose_condition *condition)
{
    const struct draft_field *status = NULL;
    *condition = (struct prose_condition){.negated = said->negated, .field = said->field};
    for (size_t i = 0; i < said->value_count; i++) {
        const char *value = said->values[i];
        struct units units = units_of_text(composer->arena, value);
        size_t taken = 0;
        struct draft_field *field = NULL;
        const char *own =
            world_value(composer->world, class, units.items, units.count, false, &taken, &field);
        if (own && (!condition->field || strcmp(condition->field, field->model.name) == 0)) {
            condition->field = field->model.name;
            condition->values[condition->value_count++] = own;
            continue;
        }
        bool is_draft = strcmp(value, "draft") == 0;
        if (!compose_is_published(composer, class) ||
            (!is_draft && strcmp(value, "published") != 0))
            return false;
        bool has_draft = compose_draft_values(class, &status);
        condition->field = has_draft ? status->model.name : "publicationStatus";
        condition->negated = said->negated != (has_draft && !is_draft);
        condition->values[condition->value_count++] = has_draft ? "draft" : value;
    }
    return condition->value_count > 0;
}

/* Gives an opening the conditions of its thing; false when one does not fit the class. */
static bool add_conditions(const struct case_ *one, const struct condition_said *said,
                           struct opening *opening)
{
    for (; said; said = said->next) {
        if (opening->condition_count == MOST_CONDITIONS ||
            !resolve_condition(one->composer, opening->class, said,
                               &opening->conditions[opening->condition_count]))
            return false;
        opening->condition_count++;
    }
    return true;
}

static const char *clients(const struct composer *composer, const char *noun)
{
    if (composer->client && (!noun || strcmp(noun, "user") == 0))
        return composer->client->plural;
    return noun ? compose_role((struct composer *)(uintptr_t)composer, PERSON_CLIENT, noun)->plural
                : "users";
}

static bool leads_to_client(const struct composer *composer, const struct draft_class *class)
{
    return composer->client &&
           world_distance(composer->world, class, composer->client->profile->model.name) >= 0;
}

static bool has(const struct vector *classes, const struct draft_class *class)
{
    for (size_t i = 0; i < classes->count; i++)
        if (classes->items[i] == class)
            return true;
    return false;
}

/* Whose rows a role's are. Returns false when nothing can be meant. */
static bool decide_staff(const struct case_ *one, const struct thing *thing,
                         struct opening *opening)
{
    struct composer *composer = one->composer;
    const struct draft_field *field = compose_role_field(composer, opening->class, one->role);
    bool leads = leads_to_client(composer, opening->class);
    bool is_own_profile = one->role->profile == opening->class;
    opening->people = clients(composer, NULL);
    switch (thing->whose) {
    case WHOSE_ALL:
        opening->whose = WHOSE_ALL;
        return true;
    case WHOSE_FIELD:
        opening->role = NULL;
        opening->actor = thing->by;
        return true;
    case WHOSE_OWN:
        if (is_own_profile) {
            opening->whose = WHOSE_OWN;
            return true;
        }
        if (thing->people && leads) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        break;
    case WHOSE_ASSIGNED:
        if (leads) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        break;
    case WHOSE_UNSAID:
        if (one->who->assigned && leads) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        if (leads && has(&one->role->assigned, opening->class)) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        if (one->who->made)
            break;
        if (one->role->kind == PERSON_ADMIN) {
            opening->whose = WHOSE_ALL;
            return true;
        }
        if ((one->role->is_limited || thing->kind == THING_RECORDS) && leads) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        if (!field) {
            opening->whose = one->role->has_patients && leads ? WHOSE_ASSIGNED : WHOSE_ALL;
            return true;
        }
        break;
    default:
        break;
    }
    if (!field)
        return false;
    opening->role = NULL;
    opening->actor = field->model.name;
    return true;
}

/* The pointer that is called by what is done: "reporter" of what one reports. */
static const struct draft_field *agent_field(const struct case_ *one,
                                             const struct draft_class *class)
{
    const struct text *text = one->composer->at->text;
    bool is_user = one->role && one->role->kind == PERSON_USER && one->act &&
                   one->act->words.first < text->count && one->act->words.end > 0;
    for (size_t i = 0; is_user && i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        const char *forms[LEXICON_FORMS];
        const char *target = world_target(field);
        size_t count =
            lexicon_forms(one->composer->arena, text->units[one->act->words.first].text, forms);
        for (size_t j = 0; target && strcmp(target, "_User") == 0 && j < count; j++) {
            size_t length = strlen(forms[j]);
            const char *name = field->model.name;
            if (length > 3 && strncmp(name, forms[j], length) == 0 &&
                (strcmp(name + length, "er") == 0 || strcmp(name + length, "or") == 0 ||
                 strcmp(name + length, "r") == 0))
                return field;
        }
    }
    return NULL;
}

/* Whose rows a client's are. */
static bool decide_client(const struct case_ *one, const struct thing *thing,
                          struct opening *opening)
{
    struct composer *composer = one->composer;
    const char *to = one->role->profile ? one->role->profile->model.name : "_User";
    bool leads = world_distance(composer->world, opening->class, to) >= 0 ||
                 world_distance(composer->world, opening->class, "_User") >= 0;
    const char *sender = NULL;
    const char *recipient = NULL;
    /* "All users" may read what is everybody's; what any user writes is his own. */
    bool is_all = one->who->is_all && one->role->kind != PERSON_CLIENT &&
                  thing->whose == WHOSE_UNSAID && opening->operations == DEED_READ;
    if (one->role->kind == PERSON_EVERYONE || thing->whose == WHOSE_ALL || is_all) {
        opening->whose = WHOSE_ALL;
        return true;
    }
    if (thing->whose == WHOSE_FIELD) {
        opening->role = NULL;
        opening->actor = thing->by;
        return true;
    }
    if (compose_is_message(opening->class, &sender, &recipient) && thing->whose != WHOSE_UNSAID &&
        !is_never(one)) {
        opening->role = NULL;
        opening->actor = sender;
        return true;
    }
    const struct draft_field *agent = agent_field(one, opening->class);
    if (agent && thing->whose != WHOSE_OWN && !is_never(one)) {
        opening->role = NULL;
        opening->actor = agent->model.name;
        return true;
    }
    opening->whose = leads ? WHOSE_OWN : WHOSE_ALL;
    return leads || (opening->operations == DEED_READ && thing->whose == WHOSE_UNSAID);
}

static bool decide_whose(const struct case_ *one, const struct thing *thing,
                         struct opening *opening)
{
    opening->role = one->role;
    if (one->who->is_field) {
        opening->role = NULL;
        opening->actor = one->who->noun;
        return map_get(&opening->class->field_of, one->who->noun) != NULL;
    }
    if (one->role->kind == PERSON_STAFF || one->role->kind == PERSON_ADMIN)
        return decide_staff(one, thing, opening);
    return decide_client(one, thing, opening);
}

/* Opens a class; leaves the thing's words over when it cannot be. */
static bool open_class(const struct case_ *one, const struct thing *thing,
                       struct draft_class *class, unsigned operations)
{
    struct opening opening = {.class = class,
                              .operations = operations,
                              .is_never = is_never(one),
                              .is_exclusive = one->said->exclusive && !is_never(one),
                              .is_general =
                                  thing->kind != THING_CLASS && thing->kind != THING_FIELD,
                              .words = thing->words};
    if (thing->kind == THING_FIELD && operations == DEED_UPDATE)
        opening.fields = thing->fields;
    if (opening.is_never && thing->whose == WHOSE_OTHER)
        opening.whose = WHOSE_OTHER;
    bool fits = opening.is_never ? true : decide_whose(one, thing, &opening);
    if (opening.is_never) {
        opening.role = one->role;
        opening.actor = one->who->is_field ? one->who->noun : NULL;
        opening.fields = thing->kind == THING_FIELD ? thing->fields : NULL;
    }
    if (!fits || !add_conditions(one, thing->conditions, &opening) ||
        !add_conditions(one, one->said->when, &opening))
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
                              .is_never = is_never(one)};
    compose_open(one->composer, &opening);
    if (is_never(one))
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

static const char *people_text(const struct case_ *one)
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
static bool open_field(const struct case_ *one, const struct thing *thing,
                       struct draft_class *class, const char *name)
{
    struct field_said *field = arena_alloc(one->composer->arena, sizeof *field);
    struct thing changed = *thing;
    field->name = name;
    changed.kind = THING_FIELD;
    changed.class = class;
    changed.fields = field;
    return open_class(one, &changed, class, DEED_UPDATE);
}

/* The step from one value to another. */
static bool take_step_to(const struct case_ *one, const struct thing *thing,
                         struct draft_class *class, const struct draft_field *field,
                         const char *before, const char *value)
{
    struct composer *composer = one->composer;
    if (strcmp(before, value) == 0 || !open_field(one, thing, class, field->model.name))
        return false;
    if (!is_never(one))
        (void)compose_line(composer, arena_printf(composer->arena, "%s.%s goes %s -> %s, by %s.",
                                                  class->model.name, field->model.name, before,
                                                  value, people_text(one)));
    return true;
}

/* Where a verb of a list leads from: "approve or reject" both lead from what is before the first. */
static const char *step_start(const struct case_ *one, const struct draft_class *class,
                              const struct act *first, const struct draft_field *field,
                              const char *value)
{
    struct composer *composer = one->composer;
    const struct text *text = composer->at->text;
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

/* "approve", "cancel": the step to a value of the class's status. */
static bool take_step(const struct case_ *one, const struct thing *thing, struct draft_class *class,
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
    if (!value || taken != length)
        return false;
    bool cancels = act->meaning && act->meaning->senses[SENSE_CANCEL];
    bool withdraws = act->meaning && act->meaning->senses[SENSE_REVOKE];
    const struct condition_said *unless = thing->conditions;
    if (!cancels && !withdraws)
        return take_step_to(one, thing, class, field,
                            step_start(one, class, one->said->acts, field, value), value);
    if (cancels && !unless)
        return take_step_to(one, thing, class, field, value_before(field, value, true), value);
    bool done = false;
    for (const struct ast_value *at = world_values(field); at; at = at->next) {
        bool is_out = strcmp(at->name.text, value) == 0;
        for (size_t i = 0; unless && unless->negated && i < unless->value_count; i++)
            is_out = is_out || strcmp(at->name.text, unless->values[i]) == 0;
        done = (!is_out && take_step_to(one, thing, class, field, at->name.text, value)) || done;
    }
    return done;
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
        buffer_printf(&steps, "%s%s", at == values ? "" : " -> ", at->name.text);
    if (values)
        compose_line(composer,
                     arena_printf(composer->arena, "%s.%s goes %s, by %s.", class->model.name,
                                  field->model.name, steps.bytes, people_text(one)));
}

static bool publish(const struct case_ *one, const struct thing *thing, struct draft_class *class)
{
    struct composer *composer = one->composer;
    if (!one->role || one->role->kind != PERSON_STAFF || is_never(one))
        return false;
    if (!open_class(one, thing, class, DEED_CREATE | DEED_UPDATE))
        return false;
    publish_lifecycle(one, class);
    (void)compose_line(composer, arena_printf(composer->arena, "%s publish %s.",
                                              compose_capital(composer->arena, one->role->plural),
                                              class->model.name));
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
    return class;
}

static bool says_lifecycle(const struct composer *composer)
{
    for (const struct said *at = composer->at->clauses.first; at; at = at->next)
        if (at->saying == SAYS_LIFECYCLE)
            return true;
    return false;
}

/* Whether a verb for publishing is one for a value that is not called published: "release" where
 * something is released. */
static bool reaches_value(const struct composer *composer, const struct draft_class *class,
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

static bool act_on(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                   const struct act *act)
{
    struct composer *composer = one->composer;
    const struct meaning *meaning = act->meaning;
    const char *sender = NULL;
    const char *recipient = NULL;
    bool is_message = compose_is_message(class, &sender, &recipient);
    if (!meaning)
        return take_step(one, thing, class, act);
    if (meaning->senses[SENSE_SEND] && is_message)
        return send(one, class);
    if (meaning->senses[SENSE_PUBLISH] && says_lifecycle(composer))
        return true; /* a clause of its own says which step that is */
    if (meaning->senses[SENSE_PUBLISH] && !reaches_value(composer, class, act))
        return publish(one, thing, class);
    if (meaning->senses[SENSE_PUBLISH])
        return take_step(one, thing, class, act);
    if (meaning->senses[SENSE_CANCEL])
        return take_step(one, thing, class, act);
    if (meaning->senses[SENSE_ACKNOWLEDGE] && one->role && one->role->kind != PERSON_STAFF) {
        compose_line(composer, arena_printf(composer->arena, "%s acknowledge each %s.",
                                            compose_capital(composer->arena, one->role->plural),
                                            class->model.name));
        return true;
    }
    if (meaning->senses[SENSE_BOOK])
        class = booking_of(composer, class);
    unsigned operations = operations_of(meaning);
    bool is_giving = meaning->senses[SENSE_SHARE] || meaning->senses[SENSE_REVOKE];
    if (operations == 0 || meaning->senses[SENSE_APPROVE] ||
        (is_giving && !compose_is_grant(composer, class)))
        return take_step(one, thing, class, act);
    if (thing->kind == THING_FIELD && operations == DEED_READ && is_exclusive(one))
        return open_readers(one, thing, class);
    if (thing->kind == THING_FIELD && operations != DEED_UPDATE && !is_never(one))
        return false;
    return open_class(one, thing, class, operations);
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
        found = open_class(one, &thing, opening->class, DEED_UPDATE) || found;
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
    return is_never(one) && updates && deletes && thing->class && !thing->fields &&
           !thing->conditions && !one->said->when && one->role &&
           one->role->kind == PERSON_EVERYONE;
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
    if (thing->kind == THING_DRAFTS) {
        /* What is a draft of some class that the people may otherwise reach. */
        static const struct condition_said is_draft = {.values = {"draft"}, .value_count = 1};
        struct thing *drafts = arena_alloc(composer->arena, sizeof *drafts);
        *drafts = *thing;
        drafts->conditions = &is_draft;
        thing = drafts;
        if (!is_never(one))
            classes.count = 0;
    }
    bool is_writing = act->meaning && !act->meaning->senses[SENSE_READ];
    if (thing->kind == THING_RECORDS && is_writing && !is_never(one) && one->role &&
        one->role->kind == PERSON_CLIENT) {
        /* "their data" to be written are what says who one is. */
        classes = (struct vector){0};
        vector_add(&classes, composer->arena, one->role->profile);
    }
    bool is_staff =
        one->role && (one->role->kind == PERSON_STAFF || one->role->kind == PERSON_ADMIN);
    if (thing->kind == THING_RECORDS && is_staff && composer->client)
        vector_add(&classes, composer->arena, composer->client->profile);
    bool done = false;
    for (size_t i = 0; i < classes.count; i++)
        done = act_on(one, thing, classes.items[i], act) || done;
    if (!done)
        compose_leave(composer, thing->words);
}

/* What the list says of all its things: "their A and B", "A and B of their assigned patients". */
static const struct thing *spread(struct composer *composer, const struct thing *list)
{
    struct thing *first = NULL;
    struct thing **end = &first;
    for (const struct thing *at = list; at; at = at->next) {
        *end = arena_alloc(composer->arena, sizeof **end);
        **end = *at;
        (*end)->next = NULL;
        end = (struct thing **)(uintptr_t) & (*end)->next;
    }
    const struct thing *before = NULL;
    for (struct thing *at = first; at; at = (struct thing *)(uintptr_t)at->next) {
        if (at->whose == WHOSE_UNSAID && before && before->whose_before) {
            at->whose = before->whose;
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
    return first;
}

const struct subject *compose_who(struct composer *composer)
{
    static const struct subject users = {.kind = PERSON_USER, .noun = "user"};
    return composer->last_who ? composer->last_who : composer->client ? NULL : &users;
}

/* Adds the conditions of one list to another. */
static const struct condition_said *join_conditions(struct composer *composer,
                                                    const struct condition_said *some,
                                                    const struct condition_said *others)
{
    for (; some; some = some->next) {
        struct condition_said *copy = arena_alloc(composer->arena, sizeof *copy);
        *copy = *some;
        copy->next = others;
        others = copy;
    }
    return others;
}

const struct thing *compose_what(struct composer *composer, const struct said *said)
{
    bool is_same = !said->what || said->what->kind == THING_SAME;
    /* "they add entries" of the diary that was spoken of. */
    bool is_entry = said->what && said->what->kind == THING_RECORDS && !said->what->next &&
                    !said->what->people && composer->last_what && !composer->is_first &&
                    composer->last_what->kind == THING_CLASS;
    const struct thing *what =
        spread(composer, is_same || is_entry ? composer->last_what : said->what);
    bool is_for_clients =
        said->to && !said->to->is_field && said->to->kind == PERSON_CLIENT && said->to->is_their;
    if (is_same && what && said->what && said->what->conditions)
        ((struct thing *)(uintptr_t)what)->conditions = said->what->conditions;
    for (struct thing *at = (struct thing *)(uintptr_t)what; said->scope && at;
         at = (struct thing *)(uintptr_t)at->next) {
        if (said->scope->whose != WHOSE_UNSAID) {
            at->whose = said->scope->whose;
            at->by = said->scope->by;
            at->people = said->scope->people ? said->scope->people : at->people;
        }
        at->conditions = join_conditions(composer, said->scope->conditions, at->conditions);
    }
    for (struct thing *at = (struct thing *)(uintptr_t)what; is_for_clients && at;
         at = (struct thing *)(uintptr_t)at->next) {
        at->whose = at->whose == WHOSE_UNSAID ? WHOSE_ASSIGNED : at->whose;
        at->people = at->people ? at->people : said->to->noun;
    }
    return what;
}

void compose_roles(struct composer *composer, const struct subject *who, struct vector *roles)
{
    bool is_all = who->is_rest || (who->kind == PERSON_STAFF && strcmp(who->noun, "staff") == 0);
    for (size_t i = 0; is_all && i < composer->roles.count; i++) {
        struct prose_role *role = composer->roles.items[i];
        if (role->kind == PERSON_STAFF && strcmp(role->noun, "staff") != 0)
            vector_add(roles, composer->arena, role);
    }
    for (size_t i = 0; i < roles->count; i++) {
        const struct prose_role *role = roles->items[i];
        (void)compose_introduced(composer, role->kind, role->noun);
    }
    if (roles->count == 0)
        vector_add(roles, composer->arena, compose_introduced(composer, who->kind, who->noun));
}

/* A verb that the form implies. */
static const struct act *implied_act(struct composer *composer, const char *word)
{
    struct act *act = arena_alloc(composer->arena, sizeof *act);
    struct units units = units_of_text(composer->arena, word);
    act->meaning = lexicon_find(composer->lexicon, units.items, 1);
    return act;
}

static void act_as(const struct case_ *given, const struct thing *what, const struct act *acts)
{
    struct case_ one = *given;
    struct composer *composer = one.composer;
    struct vector roles = {0};
    if (one.who->is_field)
        vector_add(&roles, composer->arena, NULL);
    else
        compose_roles(composer, one.who, &roles);
    if (one.who->consented) {
        compose_grants(composer, one.who);
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
                compose_grants(composer, one.who);
                continue;
            }
            for (const struct act *act = acts; act; act = act->next)
                act_on_thing(&one, thing, act);
        }
    }
}

void compose_access(struct composer *composer, const struct said *said)
{
    static const struct subject everyone = {.kind = PERSON_EVERYONE, .noun = "everyone"};
    const struct thing *what = compose_what(composer, said);
    struct said full = *said;
    struct case_ one = {.composer = composer, .said = &full, .mode = said->mode};
    bool is_noun = said->form && strstr(said->form->pattern, "access");
    if (!full.acts)
        full.acts = is_noun ? implied_act(composer, "read") : composer->last_acts;
    if (one.mode == MODE_UNSAID && !said->who)
        one.mode = composer->last_mode;
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
    if (!one.who || !what || !full.acts) {
        compose_leave(composer, said->words);
        return;
    }
    bool is_readers = is_exclusive(&one) && what->kind == THING_FIELD;
    for (; one.who; one.who = is_readers ? NULL : one.who->next)
        act_as(&one, what, full.acts);
}

void compose_step(struct composer *composer, const struct said *said, const struct thing *what,
                  const char *field, const char *states)
{
    /* What it is set to is no condition. */
    struct said plain = *said;
    plain.when = NULL;
    struct case_ one = {.composer = composer, .said = &plain, .mode = MODE_MAY};
    for (one.who = compose_who(composer); one.who; one.who = one.who->next) {
        struct vector roles = {0};
        if (one.who->is_field)
            vector_add(&roles, composer->arena, NULL);
        else
            compose_roles(composer, one.who, &roles);
        for (size_t i = 0; i < roles.count; i++) {
            one.role = roles.items[i];
            struct thing bare = *what;
            bare.conditions = NULL;
            if (!open_field(&one, &bare, what->class, field))
                compose_leave(composer, said->words);
            else if (states)
                (void)compose_line(composer, arena_printf(composer->arena, "%s.%s goes %s, by %s.",
                                                          what->class->model.name, field, states,
                                                          people_text(&one)));
        }
    }
}

/* The step to one value, or a Boolean that becomes true. */
static bool set_to(struct composer *composer, const struct said *said, const struct thing *thing,
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
        return has_field;
    }
    struct units units = units_of_text(composer->arena, word);
    const char *value =
        world_value(composer->world, thing->class, units.items, units.count, false, &taken, &field);
    if (!value)
        return false;
    const char *before = value_before(field, value, false);
    const char *steps = arena_printf(composer->arena, "%s -> %s", before, value);
    /* A message is read by whoever it goes to, on all the way there. */
    while (compose_is_message(thing->class, &sender, &recipient) &&
           strcmp(value_before(field, before, false), before) != 0) {
        before = value_before(field, before, false);
        steps = arena_printf(composer->arena, "%s -> %s", before, steps);
    }
    compose_step(composer, said, thing, field->model.name, steps);
    return true;
}

/* "mark them as paid" */
void compose_set_to(struct composer *composer, const struct said *said)
{
    const struct thing *what = compose_what(composer, said);
    const char *boolean = said->when->field;
    composer->last_what = what;
    bool done = false;
    for (size_t i = 0; i < said->when->value_count; i++)
        for (const struct thing *thing = what; thing; thing = thing->next)
            done = set_to(composer, said, thing, said->when->values[i], boolean) || done;
    if (!done)
        compose_leave(composer, said->words);
}
static void note_published(struct composer *composer, const struct said *said,
                           const struct act *act, const struct thing *thing)
{
    bool publishes = act->meaning && act->meaning->senses[SENSE_PUBLISH] &&
                     said->mode != MODE_NEVER && !says_lifecycle(composer);
    struct vector classes = {0};
    if (publishes)
        compose_targets(composer, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        if (!reaches_value(composer, classes.items[i], act))
            vector_add(&composer->published, composer->arena, classes.items[i]);
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
            role->is_limited = role->is_limited || limits;
            bool is_assigned = at->assigned || thing->whose == WHOSE_ASSIGNED;
            role->has_patients = role->has_patients || is_assigned;
            if (is_assigned && said->mode != MODE_NEVER)
                compose_targets(composer, thing, &role->assigned);
        }
        for (const struct act *act = said->acts; act; act = act->next)
            note_published(composer, said, act, thing);
    }
}
