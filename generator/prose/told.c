/* told.c - clauses about who is told of what; see compose.h. */
#include "prose/told.h"

#include "prose/whose.h"

#include "prose/about.h"
#include "prose/access.h"
#include "prose/classes.h"
#include "prose/durations.h"
#include "prose/flags.h"
#include "prose/grants.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/states.h"

#include <string.h>

/* The pointers from a class to another, as rules write them: "claim.member"; NULL: none lead there. */
static const char *compose_way(const struct composer *composer, const struct draft_class *from,
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

/* 通知全體志工: all of them, also where a form has taken the word before them. */
static bool says_all(const struct composer *composer, const struct subject *who)
{
    enum { LONGEST = 3 };
    bool is_all = who->is_all;
    for (size_t i = 1; i <= LONGEST && i <= who->words.first; i++)
        is_all = is_all || text_has(composer->at->text, who->words.first - i, SENSE_ALL) == i;
    return is_all;
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
    /* Relatives without a class of theirs are nobody whom the class leads to. */
    if (role->kind == PERSON_USER && who->kind == PERSON_CLIENT)
        return NULL;
    if (role->kind == PERSON_USER)
        return compose_way(composer, class, "_User");
    const char *way =
        role->profile ? compose_way(composer, class, role->profile->model.name) : NULL;
    /* 全體志工, whoever the row leads to */
    bool is_everyone = (role->kind == PERSON_STAFF || !way) && says_all(composer, who);
    if (role->profile && (way || !is_everyone))
        return way;
    /* "the assigned nurse": not all of them, and no row says which */
    return who->assigned ? NULL : role->plural;
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

/* Of what a field comes to, and no other change. */
static void notify_becoming(struct composer *composer, const struct draft_class *class,
                            const struct becoming *becoming, const char *whom)
{
    compose_line(composer, arena_printf(composer->arena, "When %s.%s becomes %s, notify %s%s.",
                                        class->model.name, becoming->field, becoming->values,
                                        map_get(&class->field_of, whom) ? "the " : "", whom));
}

/* "Patients receive notifications": of messages to them, and of what is published for them. */
static void notify_in_general(struct composer *composer, const struct said *said)
{
    bool done = false;
    const char *sender = NULL;
    const char *recipient = NULL;
    /* "Doctors publish results, and patients are notified" speaks of these results. */
    bool is_of_this = false;
    for (size_t i = 0; i < composer->published.count; i++)
        is_of_this = is_of_this || publisher(composer, composer->published.items[i]);
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(composer->draft, i);
        if (class->model.builtin || is_of_this || !compose_is_message(class, &sender, &recipient))
            continue;
        notify(composer, class, "created", recipient);
        done = true;
    }
    for (size_t i = 0; i < composer->published.count; i++) {
        const struct draft_class *class = composer->published.items[i];
        if (is_of_this && !publisher(composer, class))
            continue;
        const char *way = composer->client
                              ? compose_way(composer, class, composer->client->profile->model.name)
                              : compose_way(composer, class, "_User");
        if (!way && said->who && !said->who->next && says_all(composer, said->who))
            way = told(composer, class, said->who);
        if (way)
            notify(composer, class, "published", way);
        done = done || way;
    }
    if (!done)
        compose_leave(composer, said->words);
    else if (!is_of_this)
        compose_assumption(composer, "notifications are about messages to oneself, and about what "
                                     "is published for one");
}

static const struct {
    enum sense sense;
    const char *event;
} events[] = {{SENSE_PUBLISH, "published"}, {SENSE_UPDATE, "updated"}, {SENSE_DELETE, "deleted"},
              {SENSE_CREATE, "created"},    {SENSE_BOOK, "created"},   {SENSE_SEND, "created"},
              {SENSE_SHARE, "created"}};

static const char *event_of_act(const struct act *act)
{
    for (size_t i = 0; act->meaning && i < sizeof events / sizeof events[0]; i++)
        if (act->meaning->senses[events[i].sense])
            return events[i].event;
    return NULL;
}

/* What happens, by the first verb that says it. */
static const char *event_of(const struct said *said)
{
    for (const struct act *act = said->acts; act; act = act->next)
        if (event_of_act(act))
            return event_of_act(act);
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

bool compose_is_step(const struct composer *composer, const struct said *said,
                     const struct draft_class *class, struct becoming *becoming)
{
    const struct text *text = composer->at->text;
    *becoming = (struct becoming){.field = NULL};
    for (const struct act *act = said->what ? said->acts : NULL; act; act = act->next) {
        struct draft_field *field = NULL;
        size_t taken = 0;
        const struct draft_field *flag = flag_of(composer, class, act);
        if (flag && !said->acts->next) {
            *becoming = (struct becoming){.field = flag->model.name, .values = "true"};
            return true;
        }
        bool publishes = act->meaning && act->meaning->senses[SENSE_PUBLISH] &&
                         compose_is_published(composer, class);
        bool is_here = act->words.end <= text->count && act->words.end > act->words.first;
        size_t length = act->words.end - act->words.first;
        const char *value = is_here && !publishes ? world_value(composer->world, class,
                                                                &text->units[act->words.first],
                                                                length, true, &taken, &field)
                                                  : NULL;
        if (!value || taken != length || strcmp(world_values(field)->name.text, value) == 0 ||
            (becoming->field && strcmp(becoming->field, field->model.name) != 0))
            return false;
        value = states_value(composer->arena, value);
        becoming->values = becoming->field
                               ? arena_printf(composer->arena, "%s or %s", becoming->values, value)
                               : value;
        becoming->field = field->model.name;
    }
    return becoming->field != NULL;
}

/* "notified about newly published plans": when somebody publishes one. */
static bool is_of_published(const struct composer *composer, const struct thing *what,
                            const struct condition_said *when, const struct draft_class *class)
{
    const struct condition_said *said = when ? when : what ? what->conditions : NULL;
    return said && !said->negated && said->value_count == 1 && !said->next &&
           strcmp(said->values[0], "published") == 0 && compose_is_published(composer, class);
}

/* "notified of verified reports": what is not so from the first becomes it by a change. */
static bool is_of_later(const struct composer *composer, const struct thing *what,
                        const struct condition_said *when, const struct draft_class *class,
                        struct becoming *becoming)
{
    const struct condition_said *of_what = what && !what->next ? what->conditions : NULL;
    const struct condition_said *said = when ? when : of_what;
    struct prose_condition condition;
    if (!said || said->negated || !compose_condition(composer, class, said, &condition))
        return false;
    const struct draft_field *field = map_get(&class->field_of, condition.field);
    const struct ast_value *values = field ? world_values(field) : NULL;
    bool is_flag = field && field->type.kind == FIELD_BOOLEAN;
    becoming->field = condition.field;
    becoming->values = states_value(composer->arena, condition.values[0]);
    for (size_t i = 1; i < condition.value_count; i++)
        becoming->values = arena_printf(composer->arena, "%s or %s", becoming->values,
                                        states_value(composer->arena, condition.values[i]));
    return is_flag || (values && strcmp(values->name.text, condition.values[0]) != 0);
}

/* "When an optometrist signs a prescription": that these take the step, where they may change it. */
static void note_step(struct composer *composer, const struct said *said,
                      const struct draft_class *class)
{
    const struct text *text = composer->at->text;
    const struct act *act = said->acts;
    struct draft_field *field = NULL;
    size_t taken = 0;
    const char *value = act ? world_value(composer->world, class, &text->units[act->words.first],
                                          act->words.end - act->words.first, true, &taken, &field)
                            : NULL;
    const struct ast_value *before = value ? world_values(field) : NULL;
    while (before && before->next && strcmp(before->next->name.text, value) != 0)
        before = before->next;
    for (const struct subject *who = said->to; who && before && before->next; who = who->next) {
        if (who->is_field)
            continue;
        const struct prose_role *role = compose_introduced(composer, who->kind, who->noun);
        (void)compose_line(composer,
                           arena_printf(composer->arena, "%s.%s goes %s -> %s, by %s.",
                                        class->model.name, field->model.name,
                                        states_value(composer->arena, before->name.text),
                                        states_value(composer->arena, value), role->plural));
    }
}

/* The last verb of a list: what was done when they are told. */
static const struct act *last_of(const struct act *acts)
{
    while (acts && acts->next)
        acts = acts->next;
    return acts;
}

void compose_notified(struct composer *composer, const struct said *given)
{
    struct said full = *given;
    const struct said *said = &full;
    /* "issue sick notes to students, who are notified" */
    const struct subject *to =
        given->flags[FLAG_RELATIVE] && !given->who ? composer->last_to : NULL;
    bool is_to = to && !to->next && !to->is_field && to->kind == PERSON_CLIENT &&
                 composer->client && strcmp(to->noun, composer->client->noun) == 0;
    if (is_to)
        full.who = composer->last_who = to;
    /* "nurses report complications and notify the doctors": of what they report. */
    const struct said before = {.acts = composer->last_acts};
    const char *done_before = composer->last_acts ? event_of(&before) : NULL;
    bool is_of_deed = !given->what && !given->acts && full.who && !composer->is_first &&
                      composer->last_what &&
                      (composer->last_what->class || composer->last_what->kind == THING_FIELD) &&
                      done_before && strcmp(done_before, "published") != 0;
    /* "requests are approved or rejected by doctors, and the patient is notified of the decision" */
    bool is_decided = given->form && strstr(given->form->pattern, " decision") != NULL;
    full.acts = is_of_deed || is_decided ? composer->last_acts : given->acts;
    /* "draft recommendations and issue them, upon which the requester is notified", 定稿後通知患者 */
    struct said of_deed = full;
    of_deed.what = composer->last_what;
    of_deed.acts = is_decided ? full.acts : last_of(full.acts);
    const char *event = event_of(said);
    struct vector classes = {0};
    if (said->form && strncmp(said->form->pattern, "whoever", 7) == 0) {
        notify_receiver(composer, said);
        return;
    }
    bool is_wrong = said->flags[FLAG_RELATIVE] && !is_to && !speaks_of_client(composer);
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
    bool is_of_value = given->when && composer->last_what && !composer->is_first;
    if (!said->what && !said->acts && !is_of_field && !is_of_value) {
        notify_in_general(composer, said);
        return;
    }
    const struct thing *what = compose_what(composer, said);
    for (const struct thing *thing = what; thing; thing = thing->next)
        compose_targets(composer, thing, &classes);
    bool done = false;
    for (size_t i = 0; i < classes.count; i++) {
        for (const struct subject *who = compose_who(composer); who; who = who->next) {
            const char *whom = told(composer, classes.items[i], who);
            struct becoming becoming;
            bool is_step = compose_is_step(composer, given->what ? said : &of_deed,
                                           classes.items[i], &becoming) ||
                           is_of_later(composer, what, given->when, classes.items[i], &becoming);
            bool is_published =
                !given->acts && is_of_published(composer, what, given->when, classes.items[i]);
            is_step = is_step && !is_published;
            whom = is_decided && !is_step ? NULL : whom;
            const char *of = is_published ? "published" : is_step ? "updated" : event;
            if (is_step && given->to)
                note_step(composer, given, classes.items[i]);
            if (whom && of && is_step)
                notify_becoming(composer, classes.items[i], &becoming, whom);
            else if (whom && of)
                notify(composer, classes.items[i], of, whom);
            /* "when one is added or changed" */
            for (const struct act *act = given->acts; act && whom && of; act = act->next) {
                const char *other = event_of_act(act);
                if (other && strcmp(other, of) != 0 && !is_step)
                    notify(composer, classes.items[i], other, whom);
            }
            done = done || (whom && of);
        }
    }
    if (!done)
        compose_leave(composer, said->words);
}
