/* about.c - who and what a clause is about, where it says so itself and where another did; see
 * compose.h. */
#include "prose/about.h"

#include "prose/classes.h"
#include "prose/lists.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/whose.h"

#include <string.h>

bool compose_follows(const struct composer *composer, const struct said *said)
{
    const struct subject *last = composer->last_who;
    while (last && last->next)
        last = last->next;
    size_t end = last ? last->words.end : 0;
    while (last && end < said->words.first && text_is_mark(composer->at->text, end, ","))
        end++;
    return last && !composer->is_first && end == said->words.first;
}

const struct subject *compose_who(struct composer *composer)
{
    static const struct subject users = {.kind = PERSON_USER, .noun = "user"};
    /* Under a title the people are those of the title, also where these are not known. */
    bool is_of_users = !composer->client && !composer->at->is_titled;
    return composer->last_who ? composer->last_who : is_of_users ? &users : NULL;
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

/* The class that a pointer is said to be of: "the counselor of a referral"; NULL: it is not said. */
static const struct thing *thing_of_actor(struct composer *composer, const struct subject *who)
{
    struct draft_class *class =
        who && (who->is_field || who->made) && who->class ? draft_class(composer->draft, who->class)
                                                          : NULL;
    if (!class)
        return NULL;
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = (struct thing){.kind = THING_CLASS, .words = who->words};
    thing->class = class;
    return thing;
}

/* "While a plan is a draft, doctors can change it": a plan. NULL: no condition names what it is of. */
static const struct thing *thing_of_condition(struct composer *composer, const struct said *said)
{
    const struct condition_said *when = said->when    ? said->when
                                        : said->scope ? said->scope->conditions
                                                      : NULL;
    if (!said->what || said->what->kind != THING_SAME || !when || !when->class)
        return NULL;
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = (struct thing){.kind = THING_CLASS, .words = when->words};
    thing->class = (struct draft_class *)(uintptr_t)when->class;
    return thing;
}

/* "register clients and keep their details up to date": those of these people. */
static bool are_details_of_people(const struct composer *composer, const struct said *said)
{
    const struct thing *what = said->what;
    const struct thing *last = composer->last_what;
    return what && !what->next && what->kind == THING_RECORDS && what->whose == WHOSE_OWN &&
           !what->people && !composer->is_first && !said->who && last && !last->next &&
           last->kind == THING_PEOPLE && last->class &&
           (last->whose == WHOSE_UNSAID || last->whose == WHOSE_ASSIGNED);
}

static const struct thing *object_of_people(struct composer *composer, const struct thing *people)
{
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = *people;
    /* "nurses look after their assigned patients and see all their records" */
    thing->kind = people->whose == WHOSE_ASSIGNED ? THING_PEOPLE : THING_CLASS;
    return thing;
}

/* The audit log, where a clause before spoke of it and there is a class for it. */
static const struct thing *trail_thing(struct composer *composer, const struct said *said)
{
    struct draft_class *trail =
        said->saying == SAYS_ACCESS ? draft_class(composer->draft, AUDIT_CLASS) : NULL;
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = (struct thing){.kind = THING_CLASS, .words = said->words};
    thing->class = trail;
    return trail ? thing : NULL;
}

/* "Inmates cannot sign up; a nurse adds them": what says who they are. NULL: nobody was spoken of so. */
static const struct thing *made_people(struct composer *composer, const struct said *said)
{
    const struct subject *who = composer->before_who;
    bool makes = said->saying == SAYS_ACCESS && composer->last_saying == SAYS_SIGN_UP &&
                 !composer->is_first && said->who && !said->who->is_same && said->acts && who &&
                 !who->next && !who->is_field && who->kind == PERSON_CLIENT;
    for (const struct act *act = said->acts; act && makes; act = act->next)
        makes = act->meaning && act->meaning->senses[SENSE_CREATE];
    struct draft_class *profile = makes ? world_profile(composer->world, who->noun) : NULL;
    struct thing *thing = arena_alloc(composer->arena, sizeof *thing);
    *thing = (struct thing){.kind = THING_CLASS, .whose = WHOSE_ALL, .words = said->words};
    thing->class = profile;
    return profile ? thing : NULL;
}

/* "view supply items and adjust their quantity": that of these, not of the people. */
static const struct thing *field_of_last(struct composer *composer, const struct said *said)
{
    const struct thing *what = said->what;
    /* "and only physicians can change its status": nobody is an it. */
    bool is_its = what && strcmp(composer->at->text->units[what->words.first].text, "its") == 0;
    bool may_be = !composer->is_first && (!said->who || is_its) && said->saying == SAYS_ACCESS;
    const struct thing *last = may_be ? composer->last_what : NULL;
    bool is_theirs = what && !what->next && what->kind == THING_FIELD && !what->class &&
                     (what->whose == WHOSE_OWN || what->whose == WHOSE_UNSAID) && !what->people &&
                     !what->conditions && last && !last->next && last->kind == THING_CLASS &&
                     last->class && (composer->last_who || is_its);
    for (const struct field_said *at = is_theirs ? what->fields : NULL; at; at = at->next)
        is_theirs = is_theirs && map_get(&last->class->field_of, at->name);
    for (const struct subject *who = composer->last_who; who && is_theirs && !is_its;
         who = who->next) {
        const struct draft_class *profile =
            who->is_field || !who->noun ? NULL : world_profile(composer->world, who->noun);
        for (const struct field_said *at = what->fields; at && is_theirs && profile; at = at->next)
            is_theirs = !map_get(&profile->field_of, at->name);
    }
    if (!is_theirs)
        return NULL;
    struct thing *field = arena_alloc(composer->arena, sizeof *field);
    *field = *what;
    field->class = last->class;
    field->whose = last->whose;
    field->by = last->by;
    field->people = last->people;
    field->is_assigned = last->is_assigned;
    /* "mark a planned visit as done and enter the dose": which is planned no more */
    field->conditions = composer->last_saying == SAYS_SET_TO ? NULL : last->conditions;
    return field;
}

/* "Users edit their requests. Admins change the status": that of requests. */
static const struct thing *field_of_earlier(struct composer *composer, const struct said *said)
{
    const struct thing *what = said->what;
    const struct thing *last = composer->last_what ? composer->last_what : composer->earlier_what;
    bool is_bare = what && !what->next && what->kind == THING_FIELD && !what->class &&
                   what->whose == WHOSE_UNSAID && !what->people && !what->conditions;
    bool is_of_last = is_bare && said->saying == SAYS_ACCESS && said->mode != MODE_NEVER && last &&
                      !last->next && last->class;
    for (const struct act *act = said->acts; act; act = act->next)
        is_of_last = is_of_last && act->meaning && !act->meaning->senses[SENSE_READ];
    for (const struct field_said *at = is_of_last ? what->fields : NULL; at; at = at->next)
        is_of_last = is_of_last && map_get(&last->class->field_of, at->name);
    if (!is_of_last)
        return NULL;
    struct thing *field = arena_alloc(composer->arena, sizeof *field);
    *field = *what;
    field->class = last->class;
    return field;
}

/* What is meant where neither the clause nor the thing spoken of last says it. */
static const struct thing *understood(struct composer *composer, const struct said *said,
                                      const struct thing *what, bool is_same)
{
    /* "Log every read of visits in AuditLog, which only admins can read": not the visits. */
    bool is_entry = (composer->last_saying == SAYS_AUDIT ||
                     (composer->last_saying == SAYS_APPEND_ONLY && composer->last_is_trail)) &&
                    !said->what;
    /* ", log readable by admins only", ", and only admins get to look at that": of a trail that was spoken of */
    const char *pattern = said->form ? said->form->pattern : "";
    bool is_log =
        strstr(pattern, " log ") || strcmp(pattern, "[,] ONLY WHO MODE ACTS who END") == 0;
    if (is_log && said->saying == SAYS_ACCESS)
        return composer->last_is_trail ? trail_thing(composer, said) : NULL;
    what = is_same && is_entry && said->saying == SAYS_ACCESS ? NULL : what;
    what = is_same && !what ? made_people(composer, said) : what;
    what = is_same && !what && (is_entry || composer->last_is_trail) ? trail_thing(composer, said)
                                                                     : what;
    const struct thing *of_last = field_of_last(composer, said);
    const struct thing *of_earlier = of_last ? NULL : field_of_earlier(composer, said);
    what = of_last ? of_last : of_earlier ? of_earlier : what;
    return are_details_of_people(composer, said) ? object_of_people(composer, composer->last_what)
                                                 : what;
}

/* "Dietitians write orders for their assigned managers": in whose care some of them are, and nobody's rows. */
static bool is_for_assigned_staff(const struct composer *composer, const struct said *said)
{
    const struct subject *who = composer->last_who;
    bool is_for = said->saying == SAYS_ACCESS && said->form && strstr(said->form->pattern, "|for|");
    const struct subject *to = is_for ? said->to : NULL;
    bool is_staff = to && !to->is_field && (to->kind == PERSON_STAFF || to->kind == PERSON_ADMIN);
    bool shares = false;
    for (const struct act *act = said->acts; act; act = act->next)
        shares = shares || !act->meaning || act->meaning->senses[SENSE_SHARE];
    const char *sender = NULL;
    const char *recipient = NULL;
    bool is_sent = !said->what || !said->what->class ||
                   compose_is_message(said->what->class, &sender, &recipient);
    return is_staff && to->assigned && !is_sent && !shares && who && who->kind == PERSON_STAFF;
}

/* "Patients book visits with their doctor": with no other, which no rule can say. */
static bool is_with_own_staff(struct composer *composer, const struct said *said)
{
    const struct subject *who = composer->last_who;
    const struct subject *to = said->saying == SAYS_ACCESS ? said->to : NULL;
    bool is_own = to && (to->kind == PERSON_STAFF || to->is_field) && who &&
                  who->kind != PERSON_STAFF && who->kind != PERSON_ADMIN &&
                  (to->assigned || to->is_their);
    bool makes = false;
    for (const struct act *act = said->acts; act; act = act->next)
        makes = makes || (act->meaning && !act->meaning->senses[SENSE_SHARE] &&
                          (act->meaning->senses[SENSE_CREATE] || act->meaning->senses[SENSE_BOOK]));
    const char *sender = NULL;
    const char *recipient = NULL;
    const struct draft_class *class = said->what ? said->what->class : NULL;
    return is_own && makes && !(class && compose_is_message(class, &sender, &recipient));
}

/* What a clause says of its things apart from them: whose they are, and on which conditions. */
static void add_scope(struct composer *composer, const struct said *said, const struct thing *what)
{
    bool is_of_none = said->scope && what;
    /* 就自己的 Visit,僅可修改 status: fields of that class */
    bool is_about = said->scope && said->form && strstr(said->form->pattern, "ABOUT");
    bool has_fields = is_about && what;
    for (struct thing *at = (struct thing *)(uintptr_t)what; has_fields && at;
         at = (struct thing *)(uintptr_t)at->next) {
        has_fields = at->kind == THING_FIELD &&
                     map_get(&said->scope->class->field_of, at->fields->name) != NULL;
        at->class = has_fields ? said->scope->class : at->class;
    }
    if (is_about && !has_fields)
        compose_leave(composer, said->words);
    for (struct thing *at = (struct thing *)(uintptr_t)what; said->scope && at;
         at = (struct thing *)(uintptr_t)at->next) {
        if (said->scope->whose != WHOSE_UNSAID) {
            at->whose = said->scope->whose;
            at->is_shared_too = said->scope->is_shared_too;
            at->by = said->scope->by;
            at->is_assigned = said->scope->is_assigned;
            at->people = said->scope->people ? said->scope->people : at->people;
        }
        const struct draft_class *about =
            said->scope->conditions ? said->scope->conditions->class : NULL;
        if (!about || about == at->class)
            at->conditions = join_conditions(composer, said->scope->conditions, at->conditions);
        is_of_none = is_of_none && about && about != at->class;
    }
    /* "visits once an appointment is confirmed": a condition that nothing can say */
    if (is_of_none)
        compose_leave(composer, said->scope->words);
}

/* The people in somebody's care whom the clause before was about, where this one does something for them; or NULL. */
static const char *people_before(const struct composer *composer, const struct said *said)
{
    const struct thing *last = composer->is_first ? NULL : composer->last_what;
    bool is_for_them = last && said->what && said->what->kind != THING_SAME && said->to &&
                       said->to->is_same && !said->to->next;
    bool is_assigned = is_for_them && composer->client &&
                       (last->whose == WHOSE_ASSIGNED ||
                        (last->whose == WHOSE_OWN && (last->people || last->kind == THING_PEOPLE)));
    return is_assigned ? composer->client->noun : NULL;
}

/* "If a patient is assigned to a doctor, the doctor can read that patient's visits": those of assigned patients. */
static void say_assigned(struct composer *composer, const struct said *said,
                         const struct thing *what)
{
    if (!said->form || !strstr(said->form->pattern, "assigned to WHO"))
        return;
    bool is_care = said->who && said->who->kind == PERSON_STAFF && !said->who->is_field &&
                   said->to && !said->to->next && said->to->kind == PERSON_CLIENT;
    for (struct thing *at = (struct thing *)(uintptr_t)what; at;
         at = (struct thing *)(uintptr_t)at->next) {
        if (!is_care || at->whose == WHOSE_OTHER || at->whose == WHOSE_FIELD) {
            compose_leave(composer, said->words);
            continue;
        }
        at->whose = WHOSE_ASSIGNED;
        at->people = said->to->noun;
        at->is_of_these = false;
    }
}

/* "They only have access to assigned patients; they can read those patients' visits": of these. */
static void say_of_these(const struct composer *composer, const struct thing *what)
{
    const struct thing *last = composer->is_first ? NULL : composer->last_what;
    bool is_care = last && !last->next && last->whose == WHOSE_ASSIGNED && composer->client;
    for (struct thing *at = (struct thing *)(uintptr_t)what; at && is_care;
         at = (struct thing *)(uintptr_t)at->next) {
        bool is_theirs =
            at->is_of_these && at->people && strcmp(at->people, composer->client->noun) == 0;
        at->whose = is_theirs ? WHOSE_ASSIGNED : at->whose;
        at->is_of_these = at->is_of_these && !is_theirs;
    }
}

const struct thing *compose_what(struct composer *composer, const struct said *said)
{
    bool is_same = !said->what || said->what->kind == THING_SAME;
    /* "The counselor of a referral can read it" speaks of referrals. */
    const struct thing *of_actor = thing_of_actor(composer, said->who);
    of_actor = of_actor ? of_actor : thing_of_condition(composer, said);
    /* "they add entries" of the diary that was spoken of. */
    bool is_entry = said->what && said->what->kind == THING_RECORDS && !said->what->next &&
                    !said->what->people && said->what->whose != WHOSE_OTHER &&
                    composer->last_what && !composer->is_first &&
                    composer->last_what->kind == THING_CLASS;
    /* "published reviews ...; drafts ...": those that are drafts. */
    bool is_draft = said->what && said->what->kind == THING_DRAFTS && !said->what->next &&
                    !composer->is_first && said->mode != MODE_NEVER && said->acts &&
                    composer->last_what && composer->last_what->kind == THING_CLASS;
    const struct thing *what =
        is_same && of_actor
            ? of_actor
            : compose_spread(composer,
                             is_same || is_entry || is_draft ? composer->last_what : said->what,
                             said->mode != MODE_NEVER);
    /* "We want a trail of all changes, and only admins can read it" */
    what = understood(composer, said, what, is_same);
    for (struct thing *at = (struct thing *)(uintptr_t)what; is_same && at;
         at = (struct thing *)(uintptr_t)at->next)
        at->is_some = false; /* what was said of them before */
    /* "teachers submit their reports; head teachers review them": not theirs. */
    bool is_others = is_same && said->who && !said->who->is_same && !composer->is_first;
    for (struct thing *at = (struct thing *)(uintptr_t)what; is_others && at;
         at = (struct thing *)(uintptr_t)at->next)
        at->whose = (at->whose == WHOSE_OWN && !at->people) || at->whose == WHOSE_ASSIGNED ||
                            (at->whose == WHOSE_ALL && said->who->is_the_one)
                        ? WHOSE_UNSAID
                        : at->whose;
    static const struct condition_said drafts = {.values = {"draft"}, .value_count = 1};
    for (struct thing *at = (struct thing *)(uintptr_t)what; is_draft && at;
         at = (struct thing *)(uintptr_t)at->next) {
        at->conditions = &drafts;
        at->whose = said->what->whose;
    }
    /* "but only the records they created" of the class that was spoken of */
    for (struct thing *at = (struct thing *)(uintptr_t)what;
         is_entry && said->what->whose != WHOSE_UNSAID && at;
         at = (struct thing *)(uintptr_t)at->next) {
        at->whose = said->what->whose;
        at->by = said->what->by;
        at->conditions = said->what->conditions ? said->what->conditions : at->conditions;
    }
    bool is_for_clients = said->to && !said->to->is_field && said->to->kind == PERSON_CLIENT &&
                          (said->to->is_their || said->to->assigned);
    /* "read notes of their patients and add visits for them" */
    const char *them = is_for_clients ? said->to->noun : people_before(composer, said);
    is_for_clients = is_for_clients || them;
    /* "they cannot see anybody else's", "those of their assigned patients" */
    for (struct thing *at = (struct thing *)(uintptr_t)what;
         is_same && said->what && said->what->whose != WHOSE_UNSAID && at;
         at = (struct thing *)(uintptr_t)at->next) {
        at->whose = said->what->whose;
        at->by = said->what->by;
        at->people = said->what->people ? said->what->people : at->people;
    }
    for (struct thing *at = (struct thing *)(uintptr_t)what;
         is_same && said->what && said->what->conditions && at;
         at = (struct thing *)(uintptr_t)at->next)
        at->conditions = said->what->conditions;
    add_scope(composer, said, what);
    say_assigned(composer, said, what);
    say_of_these(composer, what);
    if (said->to && (is_for_assigned_staff(composer, said) || is_with_own_staff(composer, said)))
        compose_leave(composer, said->to->words);
    for (struct thing *at = (struct thing *)(uintptr_t)what; is_for_clients && at;
         at = (struct thing *)(uintptr_t)at->next) {
        at->whose = at->whose == WHOSE_UNSAID ? WHOSE_ASSIGNED : at->whose;
        at->people = at->people ? at->people : them;
    }
    return what;
}

/* Whether "afterwards" stands in a clause, or right before it, and where. */
static bool says_thereafter(const struct text *text, const struct said *said, size_t *place)
{
    enum { MOST_BEFORE = 5 }; /* "from that point on," */
    size_t first = said->words.first > MOST_BEFORE ? said->words.first - MOST_BEFORE : 0;
    size_t last = text_skip(text, said->words.end);
    for (size_t at = first; at < last; at++) {
        size_t end = at + text_has(text, at, SENSE_THEREAFTER);
        /* 改為 issued 後患者可以查看 */
        bool is_since = end == at && at <= said->words.first && at < text->count &&
                        text->units[at].kind == UNIT_CHARACTER;
        end += is_since ? text_has(text, at, SENSE_SINCE) : 0;
        bool is_near = at >= said->words.first || text_skip(text, at) >= said->words.first ||
                       end + text_is_mark(text, end, ",") >= said->words.first;
        *place = at;
        if (end > at && is_near)
            return true;
    }
    return false;
}

void compose_thereafter(struct composer *composer, const struct said *said,
                        const struct thing *what)
{
    const struct value_reached reached = composer->reached;
    composer->reached = (struct value_reached){0};
    size_t first = 0;
    if (!reached.class || said->mode == MODE_NEVER ||
        !says_thereafter(composer->at->text, said, &first))
        return;
    if (!reached.value) {
        compose_leave(composer, said->words);
        return;
    }
    struct condition_said *condition = arena_alloc(composer->arena, sizeof *condition);
    *condition = (struct condition_said){.field = reached.field->model.name,
                                         .class = reached.class,
                                         .values = {reached.value},
                                         .value_count = 1,
                                         .words = {first, said->words.end}};
    for (struct thing *at = (struct thing *)(uintptr_t)what; at;
         at = (struct thing *)(uintptr_t)at->next)
        if (at->class == reached.class && !at->conditions && !said->when)
            at->conditions = condition;
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

bool compose_has_word(const struct composer *composer, struct stretch words, const char *word)
{
    const struct text *text = composer->at->text;
    for (size_t i = words.first; i < words.end && i < text->count; i++)
        if (strcmp(text->units[i].text, word) == 0)
            return true;
    return false;
}

/* Whether an English word ends as plural nouns do, and verbs of one that does something. */
static bool has_s(const struct unit *unit)
{
    size_t length = strlen(unit->text);
    return unit->kind == UNIT_WORD && length > 3 && unit->text[length - 1] == 's' &&
           unit->text[length - 2] != 's';
}

bool compose_disagrees(const struct composer *composer, const struct said *said)
{
    const struct text *text = composer->at->text;
    const struct subject *who = composer->last_who;
    bool is_more = !said->who && said->acts && who && !who->is_same && !composer->is_first &&
                   who->words.end > who->words.first && who->words.end <= said->words.first &&
                   said->acts->words.end <= text->count;
    return is_more && has_s(&text->units[said->acts->words.first]) &&
           (who->next || has_s(&text->units[who->words.end - 1]));
}

bool compose_hangs_loose(const struct composer *composer, const struct said *said)
{
    const char *last = composer->last_form ? composer->last_form->pattern : "";
    /* 醫生建立 Visit,簽署之前患者可以取消: the condition may be of either. */
    bool is_of_either = composer->last_what && composer->last_what->conditions && said->form &&
                        strcmp(said->form->pattern, ", WHO MODE ACTS END") == 0;
    bool is_to = said->form && strncmp(said->form->pattern, "[,] to ACTS ", 12) == 0;
    return is_of_either || (is_to && !strstr(last, "allow") && !strstr(last, "to ACTS"));
}
