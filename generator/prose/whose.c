/* whose.c - whose rows a clause about access is about, and on which conditions; see access.h. */
#include "prose/whose.h"

#include "prose/about.h"
#include "prose/classes.h"
#include "prose/opening_rows.h"
#include "prose/reading.h"
#include "prose/roles.h"

#include <string.h>

bool case_is_never(const struct case_ *one)
{
    return one->mode == MODE_NEVER;
}

bool case_is_of_others(const struct case_ *one, const struct thing *thing)
{
    bool is_theirs =
        thing->assigned_to && one->role && strcmp(thing->assigned_to, one->role->noun) != 0;
    return is_theirs || (thing->whose == WHOSE_OTHER && thing->kind != THING_ALL);
}

/* The Boolean that a value is of: true or false of the one that the sentence names, or of what is published by it. */
static const struct draft_field *flag_said(const struct composer *composer,
                                           const struct draft_class *class,
                                           const struct condition_said *said, const char *value)
{
    const struct draft_field *named = said->field ? map_get(&class->field_of, said->field) : NULL;
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
        return named && named->type.kind == FIELD_BOOLEAN ? named : NULL;
    return strcmp(value, "published") == 0 && !said->field && !compose_is_published(composer, class)
               ? compose_flag_of_sense(composer, class, SENSE_PUBLISH)
               : NULL;
}

bool compose_condition(const struct composer *composer, const struct draft_class *class,
                       const struct condition_said *said, struct prose_condition *condition)
{
    const struct draft_field *status = NULL;
    *condition = (struct prose_condition){.negated = said->negated,
                                          .field = said->field,
                                          .is_new = said->is_new,
                                          .is_time = said->is_time};
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
        /* "only after release", where something is released and not published. */
        const char *released = strcmp(value, "published") == 0
                                   ? compose_value_of_sense(composer, class, SENSE_PUBLISH, &field)
                                   : NULL;
        if (released && (!condition->field || strcmp(condition->field, field->model.name) == 0)) {
            condition->field = field->model.name;
            condition->values[condition->value_count++] = released;
            continue;
        }
        const struct draft_field *flag = flag_said(composer, class, said, value);
        if (flag && said->value_count == 1) {
            condition->field = flag->model.name;
            condition->values[condition->value_count++] =
                strcmp(value, "false") == 0 ? value : "true";
            return true;
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
bool case_add_conditions(const struct case_ *one, const struct condition_said *said,
                         struct opening *opening)
{
    for (; said; said = said->next) {
        struct prose_condition condition;
        bool is_of_other = said->class && said->class != opening->class;
        if (is_of_other || !compose_condition(one->composer, opening->class, said, &condition))
            return false;
        bool is_there = false;
        for (size_t i = 0; i < opening->condition_count && !is_there; i++)
            is_there = rows_same_condition(&opening->conditions[i], &condition);
        if (is_there)
            continue;
        if (opening->condition_count == MOST_CONDITIONS)
            return false;
        opening->conditions[opening->condition_count++] = condition;
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

static const struct draft_field *agent_field(const struct case_ *one,
                                             const struct draft_class *class);

/* The pointer that says who made an object, where just one does: "author", "applicant". */
static const struct draft_field *maker_field(const struct draft_class *class)
{
    static const char *const names[] = {
        "author",    "applicant",  "requester",    "requestor",   "creator",    "reporter",
        "submitter", "uploader",   "writer",       "initiator",   "proposer",   "createdBy",
        "writtenBy", "reportedBy", "requestedBy",  "submittedBy", "uploadedBy", "recordedBy",
        "enteredBy", "prescriber", "prescribedBy", "orderedBy",   "takenBy",    "measuredBy",
        "issuer",    "issuedBy",   "loggedBy"};
    const struct draft_field *found = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct draft_field *field = map_get(&class->field_of, names[i]);
        const char *target = field ? world_target(field) : NULL;
        if (!target || strcmp(target, "_User") != 0)
            continue;
        if (found)
            return NULL;
        found = field;
    }
    return found;
}

/* Whether a class has a pointer to a user that is called so. */
static bool is_pointer_somewhere(const struct composer *composer, const char *noun)
{
    for (size_t i = 0; i < composer->draft->classes.count; i++) {
        const struct draft_field *field =
            map_get(&draft_class_at(composer->draft, i)->field_of, noun);
        const char *target = field ? world_target(field) : NULL;
        if (target && strcmp(target, "_User") == 0)
            return true;
    }
    return false;
}

/* "in their own name", 以自己的名義 */
static bool says_own_name(const struct text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        const char *word = text->units[i].text;
        const char *before = text->units[i - 1].text;
        if ((strcmp(word, "name") == 0 && strcmp(before, "own") == 0) ||
            (strcmp(word, "義") == 0 && strcmp(before, "名") == 0))
            return true;
    }
    return false;
}

/* The pointer by which the same people make objects of a class in this sentence: "clinicians submit cases
 * in their own name and can edit them"; NULL: they do not. */
static const char *made_here_by(const struct case_ *one, const struct draft_class *class)
{
    const struct composer *composer = one->composer;
    bool is_in_own_name = says_own_name(composer->at->text);
    for (size_t i = 0; is_in_own_name && i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        if (opening->sentence == composer->at && !opening->is_never && opening->class == class &&
            opening->as == one->role && opening->actor && (opening->operations & DEED_CREATE))
            return opening->actor;
    }
    return NULL;
}

/* Whose rows an opening is about: a way that is said or understood, or those of a pointer. */
enum decision { IS_DECIDED, MEANS_NOTHING, GOES_BY_FIELD };

static enum decision decided(struct opening *opening, enum whose whose)
{
    opening->whose = whose;
    return IS_DECIDED;
}

static void give_to_pointer(const struct case_ *one, const char *field, struct opening *opening)
{
    opening->role = NULL;
    opening->as = one->role;
    opening->actor = field;
}

/* Where nothing says whose: what the people, the class and the deed suggest. */
static enum decision decide_unsaid(const struct case_ *one, const struct thing *thing,
                                   const struct draft_field *field, bool leads,
                                   struct opening *opening)
{
    if (one->who->assigned) {
        (void)decided(opening, WHOSE_ASSIGNED);
        return leads ? IS_DECIDED : MEANS_NOTHING;
    }
    if (one->who->is_the_one && field)
        return GOES_BY_FIELD;
    /* "the requester" of the case that the row belongs to, who is not everybody of that name */
    if (one->who->is_the_one && !one->role->profile &&
        is_pointer_somewhere(one->composer, one->who->noun))
        return MEANS_NOTHING;
    if (leads && has(&one->role->assigned, opening->class))
        return decided(opening, WHOSE_ASSIGNED);
    if (one->who->made)
        return GOES_BY_FIELD;
    if (one->role->kind == PERSON_ADMIN)
        return decided(opening, WHOSE_ALL);
    if ((one->role->is_limited || thing->kind == THING_RECORDS) && leads)
        return decided(opening, WHOSE_ASSIGNED);
    /* "Visits can be read by doctors", who see all of them as another sentence says */
    if (opening->operations == DEED_READ && !one->who->made &&
        has(&one->role->all_read, opening->class))
        return decided(opening, WHOSE_ALL);
    if (field)
        return GOES_BY_FIELD;
    /* "researchers request exports", which have a requester */
    if (opening->operations == DEED_CREATE) {
        const struct draft_field *agent = agent_field(one, opening->class);
        agent = agent ? agent : maker_field(opening->class);
        if (agent) {
            give_to_pointer(one, agent->model.name, opening);
            return IS_DECIDED;
        }
        opening->as = NULL;
        opening->actor = NULL;
    }
    const char *own = made_here_by(one, opening->class);
    if (own) {
        give_to_pointer(one, own, opening);
        return IS_DECIDED;
    }
    return decided(opening, one->role->has_patients && leads ? WHOSE_ASSIGNED : WHOSE_ALL);
}

static enum decision decide_by_words(const struct case_ *one, const struct thing *thing,
                                     const struct draft_field *field, bool leads,
                                     struct opening *opening)
{
    /* "record every round": whose they are is not said by that. */
    bool is_each = compose_has_word(one->composer, thing->words, "every") ||
                   compose_has_word(one->composer, thing->words, "each");
    enum whose whose =
        thing->whose == WHOSE_ALL && is_each && opening->operations == DEED_CREATE && field
            ? WHOSE_UNSAID
            : thing->whose;
    switch (whose) {
    case WHOSE_ALL:
        /* "assigned nurses", "whoever made them": not all of theirs, whatever is said of the rows. */
        if (one->who->assigned && !leads)
            return MEANS_NOTHING;
        if (one->who->made)
            return GOES_BY_FIELD;
        return decided(opening, one->who->assigned ? WHOSE_ASSIGNED : WHOSE_ALL);
    case WHOSE_FIELD:
        give_to_pointer(one, thing->by, opening);
        return map_get(&opening->class->field_of, thing->by) ? IS_DECIDED : MEANS_NOTHING;
    case WHOSE_OWN:
        if (one->role->profile == opening->class)
            return decided(opening, WHOSE_OWN);
        return thing->people && leads ? decided(opening, WHOSE_ASSIGNED) : GOES_BY_FIELD;
    case WHOSE_ASSIGNED:
        /* "the visits assigned to them", which have a pointer that says to whom. */
        if (!leads || (thing->is_assigned && thing->kind == THING_CLASS && field) ||
            compose_points_at(one->composer, thing, opening->class, one->role))
            return GOES_BY_FIELD;
        return decided(opening, WHOSE_ASSIGNED);
    case WHOSE_UNSAID:
        return decide_unsaid(one, thing, field, leads, opening);
    default:
        return GOES_BY_FIELD;
    }
}

/* The pointer to a user that is called by a verb at a place: "reporter" of what one reports. */
static const struct draft_field *agent_of(const struct case_ *one, const struct draft_class *class,
                                          size_t at, const struct vector *terms)
{
    const struct text *text = one->composer->at->text;
    const char *forms[LEXICON_FORMS];
    size_t count = lexicon_forms(one->composer->arena, text->units[at].text, forms);
    for (size_t j = 0; terms && j < terms->count && count < LEXICON_FORMS; j++)
        forms[count++] = ((const struct term *)terms->items[j])->english;
    for (size_t i = 0; i < class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(class, i);
        const char *target = world_target(field);
        for (size_t j = 0; target && strcmp(target, "_User") == 0 && j < count; j++) {
            size_t length = strlen(forms[j]);
            const char *name = field->model.name;
            if (length > 3 && strncmp(name, forms[j], length) == 0 &&
                (strcmp(name + length, "er") == 0 || strcmp(name + length, "or") == 0 ||
                 strcmp(name + length, "r") == 0 || strcmp(name + length, "edBy") == 0 ||
                 strcmp(name + length, "dBy") == 0))
                return field;
        }
    }
    return NULL;
}

/* Whose rows a role's are. Returns false when nothing can be meant. */
static bool decide_staff(const struct case_ *one, const struct thing *thing,
                         struct opening *opening)
{
    const struct draft_field *field = compose_role_field(one->composer, opening->class, one->role);
    bool leads = leads_to_client(one->composer, opening->class);
    opening->people = clients(one->composer, NULL);
    size_t count = compose_count_role_fields(one->composer, opening->class, one->role);
    const struct draft_field *giver =
        compose_giving_field(one->composer, opening->class, one->role);
    bool is_made = thing->whose == WHOSE_MADE || one->who->made;
    bool makes = thing->whose == WHOSE_UNSAID && opening->operations == DEED_CREATE;
    if (count > 0 && (is_made || (makes && giver)))
        field = giver;
    /* "nurses edit their handovers", from one nurse to another: whose they are is not said. */
    if (count > 1 && thing->whose == WHOSE_OWN && !thing->people)
        return false;
    enum decision decision = decide_by_words(one, thing, field, leads, opening);
    if (decision != GOES_BY_FIELD)
        return decision == IS_DECIDED;
    /* "their reports", "those that they filed", which have an author */
    bool is_theirs = thing->whose == WHOSE_OWN || thing->whose == WHOSE_MADE;
    field = !field && is_theirs ? maker_field(opening->class) : field;
    /* "by the physician who prescribed it" */
    for (size_t at = one->who->words.first; one->who->made && !field && at < one->who->words.end;
         at++)
        field = agent_of(one, opening->class, at, NULL);
    if (!field)
        return false;
    give_to_pointer(one, field->model.name, opening);
    return true;
}

/* The same of what is done. */
static const struct draft_field *agent_field(const struct case_ *one,
                                             const struct draft_class *class)
{
    const struct text *text = one->composer->at->text;
    bool is_user = one->role && one->role->kind != PERSON_CLIENT && one->act &&
                   one->act->words.first < text->count && one->act->words.end > 0;
    if (!is_user)
        return NULL;
    bool is_chinese = text->units[one->act->words.first].kind == UNIT_CHARACTER;
    return agent_of(one, class, one->act->words.first,
                    is_chinese && one->act->meaning ? &one->act->meaning->terms : NULL);
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
    /* 學員記錄每一次發作: each of his own */
    bool makes_own = one->role->kind == PERSON_CLIENT && one->role->profile &&
                     opening->operations == DEED_CREATE && !case_is_never(one) &&
                     world_distance(composer->world, opening->class, to) >= 0;
    bool says_all = thing->whose == WHOSE_ALL && !makes_own;
    if (one->role->kind == PERSON_EVERYONE || says_all || is_all) {
        opening->whose = WHOSE_ALL;
        return true;
    }
    if (thing->whose == WHOSE_FIELD) {
        opening->role = NULL;
        opening->actor = thing->by;
        return true;
    }
    if (compose_is_message(opening->class, &sender, &recipient) && thing->whose != WHOSE_UNSAID &&
        !case_is_never(one)) {
        opening->role = NULL;
        opening->actor = sender;
        return true;
    }
    const struct draft_field *agent = agent_field(one, opening->class);
    for (size_t at = one->who->words.first; one->who->made && !agent && at < one->who->words.end;
         at++)
        agent = agent_of(one, opening->class, at, NULL); /* "the person who reported them" */
    /* "the ones they reported", where others report of them, too */
    bool is_made = thing->whose == WHOSE_MADE && one->role->profile && !agent;
    for (size_t at = thing->words.first; is_made && !agent && at < thing->words.end; at++)
        agent = agent_of(one, opening->class, at, NULL);
    agent = is_made && !agent ? maker_field(opening->class) : agent;
    if (agent && thing->whose != WHOSE_OWN && !case_is_never(one)) {
        opening->role = NULL;
        opening->actor = agent->model.name;
        return true;
    }
    /* "patients write reviews", which have an author and nothing else that leads to a patient */
    const struct draft_field *maker =
        opening->operations == DEED_CREATE && one->role->profile && !case_is_never(one) &&
                world_distance(composer->world, opening->class, to) < 0
            ? maker_field(opening->class)
            : NULL;
    if (maker) {
        opening->role = NULL;
        opening->actor = maker->model.name;
        return true;
    }
    opening->whose = leads ? WHOSE_OWN : WHOSE_ALL;
    return leads || (opening->operations == DEED_READ && thing->whose == WHOSE_UNSAID);
}

static bool decide(const struct case_ *one, const struct thing *thing, struct opening *opening)
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

/* The pointer that says which of the role made a row; NULL: none does. */
static const struct draft_field *author_field(const struct case_ *one,
                                              const struct draft_class *class)
{
    const struct draft_field *field = compose_giving_field(one->composer, class, one->role);
    field = field ? field : maker_field(class);
    return field ? field : agent_field(one, class);
}

/* "create all prescriptions in their own name": those who do are the prescriber. Of their assigned patients that cannot
 * be said besides. */
static bool decide_in_own_name(const struct case_ *one, const struct draft_field *author,
                               struct opening *opening)
{
    if (!author || opening->whose != WHOSE_ALL)
        return false;
    opening->whose = WHOSE_UNSAID;
    give_to_pointer(one, author->model.name, opening);
    return true;
}

bool case_decide_whose(const struct case_ *one, const struct thing *thing, struct opening *opening)
{
    bool is_written = opening->operations & (DEED_CREATE | DEED_UPDATE);
    if (!decide(one, thing, opening))
        return false;
    if (!is_written || opening->actor || !one->role || one->role->kind != PERSON_STAFF)
        return true;
    const struct draft_field *author = author_field(one, opening->class);
    if (says_own_name(one->composer->at->text))
        return decide_in_own_name(one, author, opening);
    if (author && opening->operations == DEED_CREATE)
        compose_assumption(one->composer, "who is the %s of a %s that %s create is not limited",
                           author->model.name, opening->class->model.name, one->role->plural);
    return true;
}
