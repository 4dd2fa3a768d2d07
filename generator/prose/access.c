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
    {SENSE_UPDATE, DEED_UPDATE},
    {SENSE_CREATE, DEED_CREATE},
    {SENSE_BOOK, DEED_CREATE},
    {SENSE_READ, DEED_READ},
};

/* One clause with one of its subjects. */
struct case_ {
    struct composer *composer;
    const struct said *said;
    const struct subject *who;
    const struct prose_role *role; /* NULL: `who` is a field */
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
        if (one->role->kind == PERSON_ADMIN) {
            opening->whose = WHOSE_ALL;
            return true;
        }
        if ((one->role->is_limited || thing->kind == THING_RECORDS) && leads) {
            opening->whose = WHOSE_ASSIGNED;
            return true;
        }
        if (!field) {
            opening->whose = WHOSE_ALL;
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
    if (one->role->kind == PERSON_EVERYONE || thing->whose == WHOSE_ALL) {
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
    struct opening opening = {.class = class, .operations = operations, .is_never = is_never(one)};
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

/* "approve", "cancel": the step to a value of the class's status. */
static bool take_step(const struct case_ *one, const struct thing *thing, struct draft_class *class,
                      const struct act *act)
{
    struct composer *composer = one->composer;
    struct text *text = composer->at->text;
    size_t taken = 0;
    struct draft_field *field = NULL;
    size_t length = act->words.end - act->words.first;
    const char *value = world_value(composer->world, class, &text->units[act->words.first], length,
                                    true, &taken, &field);
    if (!value || taken != length)
        return false;
    const struct ast_value *values = world_values(field);
    const char *before = values->name.text;
    bool cancels = act->meaning && act->meaning->senses[SENSE_CANCEL];
    for (const struct ast_value *at = values; at->next && !cancels; at = at->next)
        before = strcmp(at->next->name.text, value) == 0 ? at->name.text : before;
    if (strcmp(before, value) == 0)
        return false;
    struct field_said *status = arena_alloc(composer->arena, sizeof *status);
    status->name = field->model.name;
    struct thing changed = *thing;
    changed.kind = THING_FIELD;
    changed.class = class;
    changed.fields = status;
    if (!open_class(one, &changed, class, DEED_UPDATE))
        return false;
    if (!is_never(one))
        compose_line(composer,
                     arena_printf(composer->arena, "%s.%s goes %s -> %s, by %s.", class->model.name,
                                  field->model.name, before, value, people_text(one)));
    return true;
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
    compose_line(composer, arena_printf(composer->arena, "%s publish %s.",
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
    if (meaning->senses[SENSE_PUBLISH])
        return publish(one, thing, class);
    if (meaning->senses[SENSE_CANCEL])
        return take_step(one, thing, class, act);
    if (meaning->senses[SENSE_ACKNOWLEDGE] && one->role && one->role->kind != PERSON_STAFF) {
        compose_line(composer, arena_printf(composer->arena, "%s acknowledge each %s.",
                                            compose_capital(composer->arena, one->role->plural),
                                            class->model.name));
        return true;
    }
    unsigned operations = operations_of(meaning);
    if (operations == 0 || meaning->senses[SENSE_APPROVE])
        return take_step(one, thing, class, act);
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
        compose_line(composer, arena_printf(composer->arena, "%s also has feedback, a String.",
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
    } else if (thing->class) {
        vector_add(classes, composer->arena, thing->class);
    }
}

static void act_on_thing(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    struct composer *composer = one->composer;
    struct vector classes = {0};
    if (thing->kind == THING_FEEDBACK) {
        if (!give_feedback(one))
            compose_leave(composer, thing->words);
        return;
    }
    compose_targets(composer, thing, &classes);
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

void compose_access(struct composer *composer, const struct said *said)
{
    const struct thing *what = said->what && said->what->kind == THING_SAME
                                   ? composer->last_what
                                   : spread(composer, said->what);
    struct case_ one = {.composer = composer, .said = said, .mode = said->mode};
    if (one.mode == MODE_UNSAID && !said->who)
        one.mode = composer->last_mode;
    composer->last_mode = one.mode;
    composer->last_what = what;
    static const char *const read[] = {"read"};
    struct act implied = {.meaning = NULL};
    if (!said->acts) {
        struct units units = units_of_text(composer->arena, read[0]);
        implied.meaning = lexicon_find(composer->lexicon, units.items, 1);
    }
    if (!compose_who(composer))
        compose_leave(composer, said->words);
    for (one.who = compose_who(composer); one.who; one.who = one.who->next) {
        one.role =
            one.who->is_field ? NULL : compose_introduced(composer, one.who->kind, one.who->noun);
        if (one.who->consented) {
            compose_grants(composer, one.who);
            continue;
        }
        for (const struct thing *thing = what; thing; thing = thing->next) {
            if (thing->says_version && thing->class)
                compose_line(composer, arena_printf(composer->arena, "%s keeps versions.",
                                                    thing->class->model.name));
            if (thing->whose == WHOSE_SHARED) {
                compose_grants(composer, one.who);
                continue;
            }
            for (const struct act *act = said->acts ? said->acts : &implied; act; act = act->next)
                act_on_thing(&one, thing, act);
        }
    }
}

void compose_look_ahead(struct composer *composer, const struct said *said)
{
    if (said->saying != SAYS_ACCESS)
        return;
    const struct subject *who = compose_who(composer);
    for (const struct thing *thing = said->what; thing; thing = thing->next) {
        bool limits = thing->kind == THING_PEOPLE &&
                      (thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN ||
                       thing->whose == WHOSE_UNSAID) &&
                      said->mode != MODE_NEVER;
        for (const struct subject *at = who; at && limits; at = at->next)
            if (!at->is_field && at->kind == PERSON_STAFF)
                compose_role(composer, at->kind, at->noun)->is_limited = true;
        for (const struct act *act = said->acts; act; act = act->next) {
            bool publishes =
                act->meaning && act->meaning->senses[SENSE_PUBLISH] && said->mode != MODE_NEVER;
            struct vector classes = {0};
            compose_targets(composer, thing, &classes);
            for (size_t i = 0; publishes && i < classes.count; i++)
                vector_add(&composer->published, composer->arena, classes.items[i]);
        }
    }
}
