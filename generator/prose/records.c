/* records.c - clauses about what is told, kept, exported and signed, and about values over time; see
 * compose.h. */
#include "prose/compose.h"

#include <string.h>

const char *compose_way(const struct composer *composer, const struct draft_class *from,
                        const char *to)
{
    int distance = world_distance(composer->world, from, to);
    const char *way = "";
    while (distance > 0) {
        const struct draft_class *next = NULL;
        for (size_t i = 0; i < from->fields.count && !next; i++) {
            const struct draft_field *field = draft_field_at(from, i);
            const char *target = world_target(field);
            const struct draft_class *class =
                target && !field->model.server_set ? draft_class(composer->draft, target) : NULL;
            if (!class || world_distance(composer->world, class, to) != distance - 1)
                continue;
            next = class;
            way = arena_printf(composer->arena, "%s%s%s", way, *way == '\0' ? "" : ".",
                               field->model.name);
        }
        if (!next)
            return NULL;
        from = next;
        distance--;
    }
    return distance == 0 && *way != '\0' ? way : NULL;
}

/* Whom of a row a subject means: a field of it, or the way to a client. */
static const char *told(struct composer *composer, const struct draft_class *class,
                        const struct subject *who)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    /* "Callers and counselors send each other messages and are notified": whom each is to. */
    bool is_to_one = compose_is_message(class, &sender, &recipient) && !who->is_field &&
                     who->kind != PERSON_ADMIN;
    if (is_to_one)
        return recipient;
    const struct draft_field *named = map_get(&class->field_of, who->noun);
    if (named && (who->is_field || (who->kind == PERSON_CLIENT && world_target(named))))
        return who->noun;
    const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
    const struct draft_field *field = compose_role_field(composer, class, role);
    if (field)
        return field->model.name;
    if (role->kind == PERSON_USER)
        return compose_way(composer, class, "_User");
    if (role->profile)
        return compose_way(composer, class, role->profile->model.name);
    return role->plural;
}

/* The role whose people this sentence says publish the class, or NULL. */
static const struct prose_role *publisher(const struct composer *composer,
                                          const struct draft_class *class)
{
    for (size_t i = 0; i < composer->roles.count; i++) {
        const struct prose_role *role = composer->roles.items[i];
        const char *said =
            arena_printf(composer->arena, "%s publish %s.",
                         compose_capital(composer->arena, role->plural), class->model.name);
        for (const struct ast_line *line = composer->at->sentence->lines; line; line = line->next)
            if (strcmp(line->text, said) == 0)
                return role;
    }
    return NULL;
}

/* Who publishes and who is told of it, in one sentence: the publication is entered in the trail. */
static bool notify_published(struct composer *composer, const struct draft_class *class,
                             const char *whom)
{
    const struct prose_role *role = publisher(composer, class);
    if (!role)
        return false;
    compose_line(composer, arena_printf(composer->arena,
                                        "When %s %s publishes %s %s, audit it and notify %s%s.",
                                        compose_article(role->name), role->name,
                                        compose_article(class->model.name), class->model.name,
                                        map_get(&class->field_of, whom) ? "the " : "", whom));
    return true;
}

static void notify(struct composer *composer, const struct draft_class *class, const char *event,
                   const char *whom)
{
    if (strcmp(event, "published") == 0 && notify_published(composer, class, whom))
        return;
    compose_line(composer,
                 arena_printf(composer->arena, "When %s %s is %s, notify %s%s.",
                              compose_article(class->model.name), class->model.name, event,
                              map_get(&class->field_of, whom) ? "the " : "", whom));
}

/* "Patients receive notifications": of messages to them, and of what is published for them. */
static void notify_in_general(struct composer *composer)
{
    const char *sender = NULL;
    const char *recipient = NULL;
    /* "Doctors publish results, and patients are notified" speaks of these results. */
    bool is_of_this = false;
    for (size_t i = 0; i < composer->published.count; i++)
        is_of_this = is_of_this || publisher(composer, composer->published.items[i]);
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(composer->draft, i);
        if (!class->model.builtin && !is_of_this && compose_is_message(class, &sender, &recipient))
            notify(composer, class, "created", recipient);
    }
    for (size_t i = 0; i < composer->published.count; i++) {
        const struct draft_class *class = composer->published.items[i];
        if (is_of_this && !publisher(composer, class))
            continue;
        const char *way = composer->client
                              ? compose_way(composer, class, composer->client->profile->model.name)
                              : compose_way(composer, class, "_User");
        if (way)
            notify(composer, class, "published", way);
    }
    if (!is_of_this)
        compose_assumption(composer, "notifications are about messages to oneself, and about what "
                                     "is published for one");
}

static const char *event_of(const struct said *said)
{
    static const struct {
        enum sense sense;
        const char *event;
    } events[] = {{SENSE_PUBLISH, "published"}, {SENSE_UPDATE, "updated"},
                  {SENSE_DELETE, "deleted"},    {SENSE_CREATE, "created"},
                  {SENSE_BOOK, "created"},      {SENSE_SEND, "created"},
                  {SENSE_SHARE, "created"}};
    for (const struct act *act = said->acts; act; act = act->next)
        for (size_t i = 0; act->meaning && i < sizeof events / sizeof events[0]; i++)
            if (act->meaning->senses[events[i].sense])
                return events[i].event;
    return said->acts ? NULL : "created";
}

/* Whether the patients whose things the clause before was about are those that it spoke of last. */
static bool speaks_of_client(const struct composer *composer)
{
    const struct thing *last = composer->is_first ? NULL : composer->last_what;
    while (last && last->next)
        last = last->next;
    return last && last->people && composer->client &&
           strcmp(last->people, composer->client->noun) == 0;
}

/* "Whoever gets a share is notified": the recipient of a message, whom a grant is for. */
static void notify_receiver(struct composer *composer, const struct said *said)
{
    const struct draft_class *class = said->what->next ? NULL : said->what->class;
    const char *sender = NULL;
    const char *receiver = NULL;
    bool is_message = class && compose_is_message(class, &sender, &receiver);
    if (class && !is_message && compose_is_grant(composer, class))
        receiver = compose_grantee(composer, class);
    if (receiver)
        notify(composer, class, "created", receiver);
    else
        compose_leave(composer, said->words);
}

/* "When an invoice is sent", where that is a value which is not the first: it was there before. */
static bool is_step_of(const struct composer *composer, const struct said *said,
                       const struct draft_class *class)
{
    const struct text *text = composer->at->text;
    const struct act *act = said->acts;
    struct draft_field *field = NULL;
    size_t taken = 0;
    bool is_one = act && !act->next && act->words.end <= text->count &&
                  act->words.end > act->words.first && said->what &&
                  !(act->meaning && act->meaning->senses[SENSE_PUBLISH]);
    size_t length = is_one ? act->words.end - act->words.first : 0;
    const char *value = is_one ? world_value(composer->world, class, &text->units[act->words.first],
                                             length, true, &taken, &field)
                               : NULL;
    return value && taken == length && strcmp(world_values(field)->name.text, value) != 0;
}

void compose_notified(struct composer *composer, const struct said *said)
{
    const char *event = event_of(said);
    struct vector classes = {0};
    if (said->form && strncmp(said->form->pattern, "whoever", 7) == 0) {
        notify_receiver(composer, said);
        return;
    }
    bool is_wrong = said->flags[FLAG_RELATIVE] && !speaks_of_client(composer);
    if (is_wrong) {
        compose_leave(composer, said->words);
        return;
    }
    if (!said->what && said->acts && !composer->last_what) {
        compose_leave(composer, said->words);
        return;
    }
    /* "and the grantee receives a notification": of what was just made. */
    bool is_of_field = said->who && said->who->is_field && composer->last_what &&
                       !composer->is_first && composer->last_what->class;
    if (!said->what && !said->acts && !is_of_field) {
        notify_in_general(composer);
        return;
    }
    const struct thing *what = compose_what(composer, said);
    for (const struct thing *thing = what; thing; thing = thing->next)
        compose_targets(composer, thing, &classes);
    bool done = false;
    for (size_t i = 0; event && i < classes.count; i++) {
        for (const struct subject *who = compose_who(composer); who; who = who->next) {
            const char *whom = told(composer, classes.items[i], who);
            const char *of = is_step_of(composer, said, classes.items[i]) ? "updated" : event;
            if (whom)
                notify(composer, classes.items[i], of, whom);
            done = done || whom;
        }
    }
    if (!done)
        compose_leave(composer, said->words);
}

void compose_kept(struct composer *composer, const struct said *said)
{
    bool is_same = !said->what || said->what->kind == THING_SAME;
    const struct thing *what = is_same ? composer->last_what : said->what;
    struct vector names = compose_class_names(composer, what);
    if (names.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    const char *unit = said->unit;
    if (strcmp(said->number, "1") == 0)
        unit = arena_printf(composer->arena, "%.*s", (int)strlen(unit) - 1, unit);
    compose_line(composer, arena_printf(composer->arena, "%s %s kept for %s %s.",
                                        compose_list(composer->arena, &names),
                                        names.count > 1 ? "are" : "is", said->number, unit));
}

void compose_versions(struct composer *composer, const struct said *said)
{
    const struct thing *what =
        said->what && said->what->kind != THING_SAME ? said->what : composer->last_what;
    struct vector names = {0};
    if (what)
        names = compose_class_names(composer, what);
    if (names.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    compose_line(composer, arena_printf(composer->arena, "%s %s versions.",
                                        compose_list(composer->arena, &names),
                                        names.count > 1 ? "keep" : "keeps"));
}

void compose_export(struct composer *composer, const struct said *said)
{
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        if (role->kind != PERSON_CLIENT && role->kind != PERSON_USER) {
            compose_leave(composer, said->words);
            continue;
        }
        compose_line(composer, arena_printf(composer->arena, "%s can export their own record.",
                                            compose_capital(composer->arena, role->plural)));
    }
}

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

void compose_lifecycle(struct composer *composer, const struct said *said)
{
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

void compose_disclosure(struct composer *composer, const struct said *said)
{
    struct vector names = compose_class_names(composer, said->what);
    if (names.count == 0) {
        compose_leave(composer, said->words);
        return;
    }
    (void)compose_line(composer,
                       arena_printf(composer->arena,
                                    "A disclosure of %s needs consent and carries a notice.",
                                    compose_list(composer->arena, &names)));
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

void compose_no_overlap(struct composer *composer, const struct said *said)
{
    static const struct {
        const char *from;
        const char *to;
    } times[] = {{"startAt", "endAt"},     {"startsAt", "endsAt"}, {"start", "end"},
                 {"startTime", "endTime"}, {"scheduledAt", NULL},  {"date", NULL}};
    const struct draft_class *class =
        said->what ? said->what->class : class_with_times(composer, said->states);
    const char *fields = NULL;
    for (size_t i = 0; class && i < sizeof times / sizeof times[0] && !fields; i++) {
        if (map_get(&class->field_of, times[i].from))
            fields =
                times[i].to && map_get(&class->field_of, times[i].to)
                    ? arena_printf(composer->arena, " from %s to %s", times[i].from, times[i].to)
                    : arena_printf(composer->arena, " from %s", times[i].from);
    }
    if (!fields || said->mode != MODE_NEVER || !map_get(&class->field_of, said->states)) {
        compose_leave(composer, said->words);
        return;
    }
    const char *when = "";
    const struct condition_said *condition = said->scope  ? said->scope->conditions
                                             : said->what ? said->what->conditions
                                                          : NULL;
    if (condition) {
        const char *field = field_with(composer, class, condition->values[0]);
        if (!field) {
            compose_leave(composer, condition->words);
            return;
        }
        when = arena_printf(composer->arena, " whose %s is %s%s", field,
                            condition->negated ? "not " : "", condition->values[0]);
    }
    compose_line(composer, arena_printf(composer->arena, "%s of the same %s%s do not overlap%s.",
                                        class->model.name, said->states, when, fields));
}

void compose_emergency(struct composer *composer, const struct said *said)
{
    for (const struct subject *who = compose_who(composer); who; who = who->next) {
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        if (role->kind != PERSON_ADMIN && role->kind != PERSON_STAFF) {
            compose_leave(composer, who->words);
            continue;
        }
        const char *unit = said->unit;
        if (strcmp(said->number, "1") == 0)
            unit = arena_printf(composer->arena, "%.*s", (int)strlen(unit) - 1, unit);
        compose_line(composer,
                     arena_printf(composer->arena, "%s can grant emergency reads for %s %s.",
                                  compose_capital(composer->arena, role->plural), said->number,
                                  unit));
    }
}

void compose_signature(struct composer *composer, const struct said *said)
{
    static const struct {
        enum sense sense;
        const char *word;
    } words[] = {
        {SENSE_PUBLISH, "Publishing"}, {SENSE_UPDATE, "Updating"}, {SENSE_CREATE, "Creating"}};
    struct vector names = compose_class_names(composer, said->what);
    for (const struct act *act = said->acts; act; act = act->next) {
        bool found = false;
        for (size_t i = 0; act->meaning && i < sizeof words / sizeof words[0] && !found; i++) {
            found = act->meaning->senses[words[i].sense];
            if (found)
                compose_line(composer,
                             arena_printf(composer->arena, "%s %s needs an electronic signature.",
                                          words[i].word, compose_list(composer->arena, &names)));
        }
        if (!found)
            compose_leave(composer, act->words);
    }
}
