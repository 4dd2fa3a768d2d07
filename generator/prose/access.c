/* access.c - clauses about who may do what, see compose.h: with whom, and with what. */
#include "prose/access.h"

#include "prose/about.h"
#include "prose/access_forms.h"
#include "prose/accounts.h"
#include "prose/classes.h"
#include "prose/deeds.h"
#include "prose/details.h"
#include "prose/grants.h"
#include "prose/lifecycles.h"
#include "prose/only.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/spoken_fields.h"
#include "prose/vague.h"
#include "prose/verbs.h"
#include "prose/whose.h"

#include <string.h>

/* "feedback" where no class or field is called so: a field of what clients write. */
static bool give_feedback(const struct case_ *one)
{
    struct composer *composer = one->composer;
    bool found = false;
    size_t count = composer->openings.count; /* what is opened here is not to be looked at again */
    for (size_t i = 0; i < count; i++) {
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
static bool is_about_records(const struct composer *composer, const struct thing *thing)
{
    /* "mothers see their babies": these, and not all that is the mothers'. */
    bool is_other = thing->kind == THING_PEOPLE && thing->class && composer->client &&
                    thing->class != composer->client->profile;
    if (is_other)
        return false;
    return thing->kind == THING_RECORDS ||
           (thing->kind == THING_PEOPLE &&
            (thing->whose == WHOSE_ASSIGNED || thing->whose == WHOSE_OWN ||
             (thing->whose == WHOSE_UNSAID && !thing->class)));
}

void compose_targets(struct composer *composer, const struct thing *thing, struct vector *classes)
{
    if (is_about_records(composer, thing)) {
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

/* "upload ultrasound images": objects with files are made. */
static bool is_upload(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    return thing->class && !case_is_never(one) && case_operations(act->meaning) == DEED_CREATE;
}

/* "enter inspections and upload the protocol": a part of what is made anyway. */
static bool is_part_of_made(const struct case_ *one, const struct thing *thing,
                            const struct act *act)
{
    bool is_part = (thing->kind == THING_FIELD || thing->kind == THING_FILES) &&
                   !case_is_never(one) && case_operations(act->meaning) == DEED_CREATE;
    for (size_t i = 0; i < one->composer->draft->classes.count && is_part; i++) {
        const struct draft_class *class = draft_class_at(one->composer->draft, i);
        bool has_part = thing->kind == THING_FIELD
                            ? map_get(&class->field_of, thing->fields->name) != NULL
                            : world_has_files(class);
        if (!class->model.builtin && has_part && case_is_opened_here(one, class, DEED_CREATE))
            return true;
    }
    return false;
}

/* "the latest results" are not all of them; what clients read of their own is what is there, and current patients are
 * those of whom one takes care. */
static bool is_some(const struct case_ *one, const struct thing *thing, const struct act *act)
{
    bool is_clients = one->role && one->role->kind == PERSON_CLIENT && thing->whose != WHOSE_ALL;
    bool is_there = (is_clients && act->meaning && act->meaning->senses[SENSE_READ]) ||
                    thing->kind == THING_PEOPLE;
    return thing->is_some || (thing->is_latest && !is_there);
}

/* Whether some are meant, and nobody knows which; and the words that say so. */
static bool is_of_some(const struct case_ *one, const struct thing *thing, const struct act *act,
                       struct stretch *words)
{
    /* "recent visits", "visits with photos" are not all; "claims with receipts" are made so. */
    bool is_made = act->meaning && (case_operations(act->meaning) == DEED_CREATE ||
                                    act->meaning->senses[SENSE_SHARE]);
    /* "the assessments of those patients": a client's are his own, and of whom a nurse's are is not known. */
    bool is_of_these = thing->is_of_these && one->role && one->role->kind != PERSON_CLIENT;
    struct stretch colleagues = access_for_colleagues(one->composer->at->text, one->said);
    *words = colleagues.end > 0 ? colleagues : thing->words;
    return case_is_of_others(one, thing) || colleagues.end > 0 ||
           ((is_some(one, thing, act) || is_of_these) && !is_made);
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
    struct stretch unknown = {0, 0};
    if (is_of_some(one, thing, act, &unknown) && !case_is_never(one)) {
        compose_leave(composer, unknown);
        compose_only_of_some(one, thing, act);
        return;
    }
    if ((thing->kind == THING_RECORDS && !case_is_never(one) && access_asks_for(composer, act)) ||
        verb_changes_part(one, thing, act)) {
        compose_leave(composer, thing->words);
        return;
    }
    compose_targets(composer, thing, &classes);
    if (thing->kind == THING_PEOPLE && composer->client && !case_is_never(one) &&
        compose_names_records(composer, one->said->what)) {
        classes = (struct vector){0};
        vector_add(&classes, composer->arena,
                   thing->class ? thing->class : composer->client->profile);
    }
    if (thing->kind == THING_PROFILE && one->role && one->role->profile)
        vector_add(&classes, composer->arena, one->role->profile);
    if (thing->kind == THING_ALL && thing->whose == WHOSE_OTHER)
        classes = case_rest_of(one, act, &classes);
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
    /* "the records of all children" are none of their parents */
    const struct draft_class *people =
        thing->people ? world_profile(composer->world, thing->people) : NULL;
    bool is_of_others = people && composer->client && people != composer->client->profile;
    if (thing->kind == THING_RECORDS && is_staff && composer->client && !is_of_others)
        vector_add(&classes, composer->arena, composer->client->profile);
    /* "they see no other data": of what they are not let see here. */
    bool is_other_data = thing->kind == THING_RECORDS && thing->whose == WHOSE_OTHER &&
                         !thing->people && case_is_never(one);
    classes = is_other_data ? case_rest_of(one, act, &classes) : classes;
    bool is_rest = (thing->kind == THING_ALL && thing->whose == WHOSE_OTHER) || is_other_data;
    bool done = is_rest && case_is_never(one);
    done = done || is_part_of_made(one, thing, act);
    struct thing bare = *thing;
    bare.whose = is_rest ? WHOSE_UNSAID : thing->whose;
    /* 醫師負責回覆: the one text of that name */
    if (thing->kind == THING_FIELD && !thing->class && classes.count == 1 && act->meaning &&
        act->meaning->senses[SENSE_MANAGE])
        bare.class = classes.items[0];
    case_assume_classes(one, thing, &classes);
    for (size_t i = 0; i < classes.count; i++)
        done = case_act(one, &bare, classes.items[i], act) || done;
    if (!done)
        compose_leave(composer, thing->words);
}

const struct act *compose_implied_act(struct composer *composer, const char *word)
{
    struct act *act = arena_alloc(composer->arena, sizeof *act);
    struct units units = units_of_text(composer->arena, word);
    act->meaning = lexicon_find(composer->lexicon, units.items, 1);
    return act;
}

/* "manage their personal details": each operation with what is meant for it. */
static void act_on_details(struct case_ *one, const struct thing *thing, const struct act *act)
{
    static const struct {
        enum deed deed;
        const char *verb;
    } deeds[] = {{DEED_READ, "read"}, {DEED_CREATE, "create"}, {DEED_UPDATE, "update"}};
    unsigned operations = case_operations(act->meaning);
    bool is_one = operations == DEED_READ || operations == DEED_CREATE || operations == DEED_UPDATE;
    if (is_one || thing->details == DETAILS_CONTACT || case_is_never(one) || operations == 0) {
        const struct thing *meant = details_of(one, thing, operations);
        if (meant)
            act_on_thing(one, meant, act);
        else
            compose_leave(one->composer, thing->words);
        return;
    }
    /* what is changed as well says who people are, and is no record of something else */
    struct thing profile = *thing;
    profile.kind = thing->people || thing->class ? thing->kind : THING_PROFILE;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        const struct thing *meant = details_of(one, &profile, deeds[i].deed);
        if (meant && (operations & deeds[i].deed))
            act_on_thing(one, meant, compose_implied_act(one->composer, deeds[i].verb));
        else if (!meant)
            compose_leave(one->composer, thing->words);
    }
}

/* What was shared is read by the objects that say so; these let nobody do less. */
static void grant(const struct case_ *one, const struct thing *what, const struct act *acts,
                  struct stretch words)
{
    if (case_is_never(one))
        compose_leave(one->composer, words);
    else
        compose_grants(one->composer, one->who, what, acts);
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
        grant(&one, what, acts, one.who->words);
        return;
    }
    if (!one.who->is_field && !case_is_never(&one))
        compose_assume_people(composer, one.who, &roles);
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
            if (thing->whose == WHOSE_SHARED || thing->is_shared_too) {
                struct thing alone = *thing;
                alone.next = NULL;
                grant(&one, &alone, acts, thing->words);
                if (!thing->is_shared_too)
                    continue;
            }
            for (const struct act *act = acts; act; act = act->next)
                (thing->details == DETAILS_ALL ? act_on_thing : act_on_details)(&one, thing, act);
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

/* Whether people behind what is read, changed or deleted say which of it: what is made or sent may be
 * "for" and "to" somebody. */
static bool says_whose_by_others(const struct said *said, const struct said *full,
                                 const struct subject *who)
{
    bool is_behind = said->to && said->form && strstr(said->form->pattern, "for|from TO]");
    bool is_theirs = is_behind && !said->to->is_field && said->to->kind == PERSON_CLIENT &&
                     said->to->is_their && !said->to->consented;
    /* "members see their claims and the decisions on them": what is staff's own is not all of one person */
    bool is_own = is_behind && said->to->is_same && said->what && said->what->whose == WHOSE_OWN &&
                  who->kind != PERSON_STAFF;
    if (!is_behind || is_theirs || is_own || full->mode == MODE_NEVER)
        return false;
    unsigned operations = 0;
    bool sends = false;
    for (const struct act *act = full->acts; act; act = act->next) {
        operations |= case_operations(act->meaning);
        sends = sends || (act->meaning &&
                          (act->meaning->senses[SENSE_SEND] || act->meaning->senses[SENSE_SHARE]));
    }
    /* "sign visits together with a second doctor", "for doctors": not by themselves */
    bool is_with_staff = said->to->kind == PERSON_STAFF || said->to->kind == PERSON_ADMIN;
    return !sends && (operations != 0 || is_with_staff) && !(operations & DEED_CREATE);
}

/* "written to the audit log, and its entries cannot be modified" */
static bool is_of_trail(const struct composer *composer, const struct said *said,
                        const struct act *acts, enum mode mode)
{
    if (!composer->last_is_trail || mode != MODE_NEVER || !acts)
        return false;
    return said->what
               ? said->what->kind == THING_RECORDS && said->what->whose == WHOSE_OWN && !said->who
               : is_changing(acts);
}

/* "nobody but doctors": these, and nobody else. False where the clause says no such thing. */
static bool take_nobody_but(struct case_ *one, struct said *full)
{
    bool is_but =
        full->to && (full->who ? full->who->kind == PERSON_EVERYONE : full->flags[FLAG_NOBODY]);
    if (is_but) {
        one->mode = MODE_MAY;
        full->exclusive = true;
        one->composer->last_who = full->to;
    }
    return is_but;
}

static void open_access(struct composer *composer, const struct said *said)
{
    static const struct subject everyone = {.kind = PERSON_EVERYONE, .noun = "everyone"};
    bool is_alone = access_stands_alone(composer, said);
    composer->last_who = is_alone ? composer->before_who : composer->last_who;
    const struct thing *what = access_full(composer, said, access_what(composer, said));
    what = compose_spoken_fields(composer, said, what);
    compose_thereafter(composer, said, what);
    struct said full = *said;
    struct case_ one = {.composer = composer, .said = &full, .mode = said->mode};
    if (!full.acts)
        full.acts = access_act_of_form(composer, said);
    /* "even if it is a draft": whatever it is */
    if (said->form && strstr(said->form->pattern, "even WHEN"))
        full.when = NULL;
    if (access_is_unseen(said))
        one.mode = full.mode = MODE_NEVER;
    if ((said->flags[FLAG_RELATIVE] && !compose_follows(composer, said)) ||
        compose_hangs_loose(composer, said) || compose_disagrees(composer, said)) {
        compose_leave(composer, said->words);
        return;
    }
    if (one.mode == MODE_UNSAID && !said->who)
        one.mode = composer->last_mode;
    if (said->is_exception &&
        (composer->last_mode == MODE_NEVER || (composer->is_first && !is_alone))) {
        compose_leave(composer, said->words);
        return;
    }
    enum mode before = composer->last_mode;
    bool is_of_readers = access_goes_on_of_readers(composer, said);
    composer->last_mode = one.mode;
    composer->last_what = what;
    composer->last_acts = full.acts;
    bool is_but = take_nobody_but(&one, &full);
    what = is_but && !said->what ? access_of_anybody(composer, what) : what;
    bool goes_on = access_is_more_by(said->form);
    if (goes_on && !access_is_more_by(composer->last_form) &&
        (!composer->last_form || !strstr(composer->last_form->pattern, "be "))) {
        compose_leave(composer, said->words);
        return;
    }
    /* "shall not be deleted by nurses and by doctors": nor by these */
    if (goes_on && one.mode == MODE_UNSAID && before == MODE_NEVER)
        one.mode = full.mode = MODE_NEVER;
    one.who =
        said->flags[FLAG_NOBODY] && !is_but && !is_of_readers ? &everyone : compose_who(composer);
    const struct subject *parties = access_parties(composer, said, what);
    one.who = parties ? parties : one.who;
    /* "The can see visits": somebody is missing. */
    bool is_guess = one.who && !composer->last_who && one.who != &everyone &&
                    !case_is_never(&one) &&
                    (said->mode != MODE_UNSAID || is_for_staff(composer, what));
    bool is_trail = is_of_trail(composer, said, full.acts, one.mode);
    bool is_by_some = said->who && said->who->kind != PERSON_EVERYONE;
    if (is_trail && !said->what && !said->when && !is_by_some) {
        compose_append_only(composer, said);
        return;
    }
    if (!one.who || !what || !full.acts || is_guess) {
        access_of_nothing(composer, said, what, full.acts);
        return;
    }
    /* "Nurses can read visits from doctors": some, and nobody knows which. */
    if (says_whose_by_others(said, &full, one.who)) {
        compose_leave(composer, said->to->words);
        compose_leave(composer, said->words);
        return;
    }
    if (is_trail && !what->conditions) {
        compose_append_only(composer, said);
        return;
    }
    if (access_is_sharing(composer, what, full.acts)) {
        full.mode = one.mode;
        compose_shared(composer, &full);
        return;
    }
    bool is_readers = case_is_exclusive(&one) && what->kind == THING_FIELD;
    for (; one.who; one.who = is_readers ? NULL : one.who->next)
        act_as(&one, what, full.acts);
}

void compose_access(struct composer *composer, const struct said *said)
{
    if (access_gives_nothing(composer, said))
        compose_leave(composer, said->words);
    else if (!compose_approve_signed_up(composer, said) && !compose_move_steps(composer, said) &&
             !compose_take_back(composer, said))
        open_access(composer, said);
}
