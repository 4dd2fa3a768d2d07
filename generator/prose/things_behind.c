/* things_behind.c - what stands behind a thing: "of their assigned patients", "that are final"; see
 * things.h. */
#include "prose/things_behind.h"

#include "prose/conditions.h"
#include "prose/people.h"
#include "prose/things.h"
#include "prose/things_consented.h"

#include <string.h>

static bool is_these(const struct text *text, size_t at)
{
    return at < text->count && (strcmp(text->units[at].text, "these") == 0 ||
                                strcmp(text->units[at].text, "those") == 0 ||
                                strcmp(text->units[at].text, "that") == 0);
}

/* "of their assigned patients", "for patients assigned to them" behind a head. */
static size_t of_people(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    size_t of = text_has(text, at, SENSE_OF);
    size_t for_ = text_has(text, at, SENSE_FOR);
    bool is_records = thing->kind == THING_ALL || thing->kind == THING_RECORDS;
    size_t about = is_records ? text_has(text, at, SENSE_ABOUT) : 0;
    /* "the doctor's patients", 醫生的病人 are patients, and no doctors. */
    const char *link = at < text->count ? text->units[at].text : "";
    bool is_possessive =
        (thing->kind == THING_CLASS ||
         (thing->kind == THING_SAME && thing->whose == WHOSE_UNSAID)) &&
        (strcmp(link, "'s") == 0 || strcmp(link, "的") == 0 || strcmp(link, "之") == 0);
    if (of + for_ + about == 0 || is_possessive)
        return 0;
    at = text_skip(text, at + (of > 0 ? of : for_ > 0 ? for_ : about));
    bool is_of_these = is_these(text, at); /* "of those patients" */
    at += is_of_these ? 1 : 0;
    enum whose whose = WHOSE_UNSAID;
    struct thing consented = {.whose = WHOSE_UNSAID};
    for (size_t taken = 1; taken > 0; at = text_skip(text, at + taken)) {
        consented.whose = whose;
        taken = thing_consented_before(text, at, &consented);
        whose = consented.whose;
        if (taken > 0)
            continue;
        size_t assigned = text_has(text, at, SENSE_ASSIGNED);
        size_t their = text_has(text, at, SENSE_THEIR);
        size_t other = text_has(text, at, SENSE_OTHER);
        size_t all = text_has(text, at, SENSE_ALL);
        taken = assigned > 0 ? assigned : their > 0 ? their : other > 0 ? other : all;
        whose = assigned > 0                                    ? WHOSE_ASSIGNED
                : their > 0 && whose != WHOSE_ASSIGNED          ? WHOSE_OWN
                : other > 0                                     ? WHOSE_OTHER
                : all > 0 && whose == WHOSE_UNSAID && taken > 0 ? WHOSE_ALL
                                                                : whose;
    }
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    size_t person = text_person(text, at, &kind, &noun);
    if (person > 0 && kind == PERSON_STAFF && whose == WHOSE_OTHER) {
        thing->whose = WHOSE_OTHER; /* "those of other doctors" */
        return at + person - start;
    }
    if (person == 0 || kind == PERSON_STAFF || kind == PERSON_ADMIN)
        return 0;
    at += person;
    /* "their own visits of all patients" are their own. */
    if (thing->whose_before && thing->whose == WHOSE_OWN && thing->kind == THING_CLASS &&
        whose == WHOSE_ALL)
        return at - start;
    thing->people = noun;
    thing->is_assigned = false;
    thing->is_of_these = thing->is_of_these || is_of_these;
    /* "everything about their patients" are the records of these. */
    thing->kind = thing->kind == THING_ALL ? THING_RECORDS : thing->kind;
    /* "their own visits of assigned patients" are some of either, which nothing can say. */
    thing->is_some = thing->is_some ||
                     (thing->whose_before && thing->whose == WHOSE_OWN && whose == WHOSE_ASSIGNED);
    thing->whose = whose != WHOSE_UNSAID ? whose : thing->whose;
    thing->is_shared_too = consented.is_shared_too;
    return at - start;
}

/* "of the whole practice": of everybody there. Where a class or a field is called so, it is no more than theirs. */
static size_t of_institution(struct text *text, size_t at, struct thing *thing)
{
    static const char *const nouns[] = {
        "practice",   "clinic",  "hospital",     "ward",         "team",    "house",   "unit",
        "department", "company", "organization", "organisation", "center",  "centre",  "service",
        "institute",  "station", "facility",     "home",         "surgery", "program", "office"};
    size_t start = at;
    size_t link = text_has(text, at, SENSE_OF);
    link = link > 0 ? link : text_has(text, at, SENSE_IN);
    at = text_skip(text, at + link);
    bool is_whole =
        link > 0 && at + 1 < text->count &&
        (strcmp(text->units[at].text, "whole") == 0 || strcmp(text->units[at].text, "entire") == 0);
    bool is_noun = false;
    for (size_t i = 0; is_whole && i < sizeof nouns / sizeof nouns[0]; i++)
        is_noun = is_noun || strcmp(text->units[at + 1].text, nouns[i]) == 0;
    size_t taken = 0;
    bool is_short = false;
    if (!is_noun || text_class(text, at + 1, &taken, &is_short))
        return 0;
    for (size_t i = 0; i < text->world->draft->classes.count; i++)
        if (thing_field_at(text, at + 1, draft_class_at(text->world->draft, i), &taken))
            return 0;
    thing->whose = thing->whose == WHOSE_UNSAID ? WHOSE_ALL : thing->whose;
    return at + 2 - start;
}

/* "(that are) assigned to them", "they are assigned to" */
static size_t assigned_behind(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    at = text_skip(text, at);
    /* "(whom) they look after", "in their care" */
    size_t caring = text_has(text, at, SENSE_ASSIGNED);
    if (caring > 1) {
        thing->whose = WHOSE_ASSIGNED;
        thing->is_assigned = !thing->people;
        return at + caring - start;
    }
    at += text_has(text, at, SENSE_WHO);
    caring = text_has(text, at, SENSE_ASSIGNED);
    if (caring > 1) {
        thing->whose = WHOSE_ASSIGNED;
        thing->is_assigned = !thing->people;
        return at + caring - start;
    }
    size_t them = text_has(text, at, SENSE_THEM);
    at += them;
    at += text_has(text, at, SENSE_HAVE);
    at += text_has(text, at, SENSE_BE);
    size_t assigned = text_has(text, at, SENSE_ASSIGNED);
    if (assigned == 0)
        return 0;
    at += assigned;
    size_t to = text_has(text, at, SENSE_TO);
    at += to;
    if (to > 0 && them == 0) {
        size_t whom = text_has(text, at, SENSE_THEM);
        enum person_kind kind = PERSON_USER;
        const char *noun = NULL;
        whom = whom > 0 ? whom : text_person(text, text_skip(text, at), &kind, &noun);
        if (whom == 0)
            return 0;
        thing->assigned_to = kind == PERSON_STAFF || kind == PERSON_ADMIN ? noun : NULL;
        at = noun ? text_skip(text, at) + whom : at + whom;
    }
    thing->whose = WHOSE_ASSIGNED;
    thing->is_assigned = !thing->people;
    return at - start;
}

static size_t consented_behind(struct text *text, size_t at, struct thing *thing)
{
    return thing_consented_behind(text, at, thing);
}

const struct draft_field *thing_pointer_at(const struct text *text, size_t at,
                                           const struct draft_class *class, size_t *taken)
{
    const struct draft *draft = text->world->draft;
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *candidate = draft_class_at(draft, i);
        if (candidate->model.builtin || (class && class != candidate))
            continue;
        const struct draft_field *field = thing_field_at(text, at, candidate, taken);
        if (!field) {
            enum person_kind kind = PERSON_USER;
            const char *noun = NULL;
            *taken = text_person(text, at, &kind, &noun);
            field = *taken > 0 ? map_get(&candidate->field_of, noun) : NULL;
        }
        if (field && world_target(field))
            return field;
    }
    *taken = 0;
    return NULL;
}

/* "in which they are the clinician", "they are the paramedic of" */
static size_t by_field_behind(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    at = text_skip(text, at);
    size_t in = text_has(text, at, SENSE_IN);
    in = in > 0 ? in : text_has(text, at, SENSE_OF);
    at = text_skip(text, at + in);
    at += text_has(text, at, SENSE_WHO);
    size_t them = text_has(text, at, SENSE_THEM);
    size_t be = them > 0 ? text_has(text, at + them, SENSE_BE) : 0;
    if (be == 0)
        return 0;
    at = text_skip(text, at + them + be);
    size_t taken = 0;
    const struct draft_field *field = thing_pointer_at(text, at, thing->class, &taken);
    if (!field)
        return 0;
    at += taken;
    at += text_has(text, at, SENSE_OF);
    thing->whose = WHOSE_FIELD;
    thing->by = field->model.name;
    return at - start;
}

/* "they created", "that belong to them", "shared with them", "about them" */
static size_t own_behind(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    at = text_skip(text, at);
    at += text_has(text, at, SENSE_WHO);
    size_t be = text_has(text, at, SENSE_BE);
    size_t shared = text_has(text, at + be, SENSE_SHARED);
    if (shared > 0) {
        at += be + shared;
        size_t them = text_has(text, at, SENSE_THEM);
        if (them == 0)
            return 0;
        thing->whose = WHOSE_SHARED;
        return at + them - start;
    }
    size_t belong = text_has(text, at, SENSE_BELONG);
    belong = belong > 0 ? belong : text_has(text, at, SENSE_ABOUT);
    if (belong > 0) {
        size_t them = text_has(text, text_skip(text, at + belong), SENSE_THEM);
        thing->whose = them > 0 ? WHOSE_OWN : thing->whose;
        thing->kind = them > 0 && thing->kind == THING_ALL ? THING_RECORDS : thing->kind;
        return them > 0 ? text_skip(text, at + belong) + them - start : 0;
    }
    /* "reviews of their own" */
    size_t of = text_has(text, at, SENSE_OF);
    size_t own = of > 0 ? text_has(text, at + of, SENSE_THEIR) : 0;
    if (own > 1 && strcmp(text->units[at + of + own - 1].text, "own") == 0) {
        thing->whose = WHOSE_OWN;
        return at + of + own - start;
    }
    size_t theirs = of == 1 ? text_has(text, at, SENSE_THEIR) : 0;
    if (theirs == 2) { /* "an appointment of theirs", "of mine" */
        thing->whose = WHOSE_OWN;
        return at + theirs - start;
    }
    size_t them = text_has(text, at, SENSE_THEM);
    at += them;
    at += them > 0 ? text_has(text, at, SENSE_HAVE) : 0;
    at += them > 0 ? text_has(text, at, SENSE_THEM) : 0;
    size_t got = them > 0 ? text_has(text, at, SENSE_RECEIVE) : 0;
    size_t sent = them > 0 ? text_has(text, at, SENSE_SEND) : 0;
    size_t joint = sent > 0 ? text_separator(text, at + sent) : 0;
    size_t or_got =
        joint > 0 ? text_has(text, text_skip(text, at + sent + joint), SENSE_RECEIVE) : 0;
    if (got > 0 || or_got > 0) { /* "messages they sent or received" */
        thing->whose = WHOSE_MADE;
        thing->is_sent = or_got > 0;
        thing->is_received = true;
        return (got > 0 ? at + got : text_skip(text, at + sent + joint) + or_got) - start;
    }
    static const enum sense making[] = {SENSE_CREATE, SENSE_OPERATING, SENSE_SEND, SENSE_BOOK};
    size_t made = 0;
    for (size_t i = 0; made == 0 && i < sizeof making / sizeof making[0]; i++)
        made = text_has(text, at, making[i]);
    /* "which they did not create" */
    if (them == 0 || made == 0 || text_has(text, text_skip(text, at + made), SENSE_NOT) > 0)
        return 0;
    thing->whose = WHOSE_MADE;
    at += made;
    return at + text_has(text, at, SENSE_SELF) - start;
}

/* Whether a clause without its own people goes on: ",在定稿前" belongs to 可以修改 behind it. */
static bool goes_on(const struct text *text, size_t at)
{
    static const enum sense modes[] = {SENSE_MAY, SENSE_CANNOT, SENSE_MUST, SENSE_SHOULD};
    bool is_chinese = at < text->count && text->units[at].kind == UNIT_CHARACTER;
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (is_chinese && text_has(text, at, modes[i]) > 0)
            return true;
    return false;
}

static size_t condition_behind(struct text *text, size_t at, struct thing *thing)
{
    const struct condition_said *condition = NULL;
    size_t start = at;
    at = text_skip(text, at);
    at += text_is_mark(text, at, ",") ? 1 : 0;
    at += text_has(text, at, SENSE_OTHERWISE);
    size_t taken = text_condition(text, text_skip(text, at), thing->class, &condition);
    if (taken == 0 ||
        (text_is_mark(text, start, ",") && goes_on(text, text_skip(text, at) + taken)))
        return 0;
    at = text_skip(text, at);
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = *condition;
    kept->next = thing->conditions;
    thing->conditions = kept;
    return at + taken - start;
}

/* "a decision for every claim", "the results of their orders": the objects that those of the class point
 * at. */
static size_t for_objects(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    size_t taken = 0;
    bool is_short = false;
    at = text_skip(text, at);
    size_t of = text_has(text, at, SENSE_OF);
    size_t link = of > 0 ? of : text_has(text, at, SENSE_FOR);
    if (link == 0 || !thing->class || text->units[at].kind != UNIT_WORD)
        return 0;
    at = text_skip(text, at + link);
    /* "of these animals" says whose as "of animals" does not. */
    size_t these = is_these(text, at) ? 1 : 0;
    if (of > 0 && these == 0)
        return 0;
    at += these;
    at += text_has(text, at, SENSE_ALL);
    size_t their = text_has(text, at, SENSE_THEIR);
    at = text_skip(text, at + their);
    if (at >= text->count)
        return 0;
    const struct draft_class *class = text_class(text, at, &taken, &is_short);
    /* "read visits for the doctor": on somebody else's behalf, and no more than that */
    enum person_kind kind = PERSON_USER;
    const char *noun = NULL;
    bool is_staffs = text_person(text, at, &kind, &noun) > 0 && kind == PERSON_STAFF;
    if (!class || !world_pointer(thing->class, class->model.name) ||
        (is_staffs && their + these == 0))
        return 0;
    thing->whose = their > 0 ? WHOSE_OWN : thing->whose;
    thing->is_of_these = these > 0;
    return at + taken - start;
}

/* "cases with photos": no more than that the class has such fields. */
static size_t with_fields(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    at = text_skip(text, at);
    size_t with = text_has(text, at, SENSE_WITH);
    struct thing fields = *thing;
    fields.fields = NULL;
    if (with == 0 || !thing->class || strcmp(text->units[at].text, "with") != 0)
        return 0;
    size_t taken = thing_fields_at(text, at + with, thing->class, &fields);
    /* "visits with their own doctor": with whom, and no part of them */
    size_t their = text_has(text, at + with, SENSE_THEIR);
    const struct draft_field *field =
        taken > 0 && their > 0 ? map_get(&thing->class->field_of, fields.fields->name) : NULL;
    if (field && world_target(field))
        return 0;
    thing->is_some = thing->is_some || taken > 0;
    return taken == 0 ? 0 : at + with + taken - start;
}

/* The class again, or any where the thing has none: "cancelled sessions don't count". */
static size_t class_head(const struct text *text, size_t at, const struct draft_class *class,
                         struct condition_said *said)
{
    size_t taken = 0;
    bool is_short = false;
    if (at >= text->count)
        return 0;
    const struct draft_class *found = text_class(text, at, &taken, &is_short);
    bool fits = found && (!class || class == found);
    said->class = fits ? found : NULL;
    return fits ? taken : 0;
}

/* "except drafts", "with the exception of drafts" */
static size_t except_behind(struct text *text, size_t at, struct thing *thing)
{
    size_t start = at;
    at = text_skip(text, at);
    at += text_is_mark(text, at, ",;") ? 1 : 0;
    at = text_skip(text, at);
    size_t except = text_has(text, at, SENSE_EXCEPT);
    struct condition_said said = {.negated = true};
    size_t values = text_values(text, at + except, thing->class, false, &said);
    size_t records = values > 0 ? text_has(text, at + except + values, SENSE_RECORDS) : 0;
    records += values > 0 && records == 0 ? text_has(text, at + except + values, SENSE_THEM) : 0;
    size_t head =
        except == 0 && values > 0 ? class_head(text, at + values, thing->class, &said) : 0;
    size_t behind = except == 0 && values > 0
                        ? text_has(text, text_skip(text, at + values + head), SENSE_EXCEPT)
                        : 0;
    if (values == 0 || except + behind == 0)
        return 0;
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = said;
    kept->next = thing->conditions;
    thing->conditions = kept;
    size_t end =
        behind > 0 ? text_skip(text, at + values + head) + behind : at + except + values + records;
    /* 除了草稿以外 */
    bool is_framed = except > 0 && end < text->count && text->units[end].kind == UNIT_CHARACTER;
    end += is_framed ? text_has(text, end, SENSE_EXCEPT) : 0;
    kept->words = (struct stretch){start, end};
    return end - start;
}

/* "record visits as drafts": what is made is one. */
static size_t as_drafts(struct text *text, size_t at, struct thing *thing)
{
    size_t place = at + 1;
    if (place >= text->count || strcmp(text->units[at].text, "as") != 0)
        return 0;
    place += strcmp(text->units[place].text, "a") == 0 ? 1 : 0;
    bool is_draft = place < text->count && strncmp(text->units[place].text, "draft", 5) == 0 &&
                    text_skip(text, at) > place;
    if (!is_draft || thing->kind != THING_CLASS)
        return 0;
    struct condition_said *kept = arena_alloc(text->arena, sizeof *kept);
    *kept = (struct condition_said){.values = {"draft"},
                                    .value_count = 1,
                                    .is_new = true,
                                    .words = {at, place + 1},
                                    .next = thing->conditions};
    thing->conditions = kept;
    return place + 1 - at;
}

/* One phrase behind a thing; 0: none. */
size_t thing_take_behind(struct text *text, size_t at, struct thing *thing)
{
    static size_t (*const phrases[])(struct text *, size_t, struct thing *) = {
        of_people,       of_institution, consented_behind, assigned_behind,
        by_field_behind, own_behind,     condition_behind, except_behind,
        for_objects,     with_fields,    as_drafts};
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        struct thing changed = *thing;
        size_t taken = phrases[i](text, at, &changed);
        if (taken > 0) {
            *thing = changed;
            return taken;
        }
    }
    return 0;
}

size_t text_scope(struct text *text, size_t start, const struct thing **scope)
{
    struct thing *found = arena_alloc(text->arena, sizeof *found);
    size_t at = start;
    *found = (struct thing){.kind = THING_SAME};
    for (size_t taken = 1; taken > 0; at += taken)
        taken = thing_take_behind(text, at, found);
    found->words = (struct stretch){start, at};
    *scope = found;
    return at - start;
}
