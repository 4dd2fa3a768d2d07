/* own_status.c - see own_status.h. Where steps say who takes them, the field moves by these alone. */
#include "prose/own_status.h"

#include "prose/opening_rows.h"
#include "prose/reading.h"
#include "prose/steps.h"

#include <string.h>

static bool is_one_of(const struct vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

/* The fields of an update but for some: those that it names, or all that people may write. NULL: there are no others. */
static const struct field_said *fields_but(struct composer *composer, const struct opening *opening,
                                           const struct vector *names)
{
    static const char *const own[] = {"objectId", "createdAt", "updatedAt", "ACL"};
    struct vector fields = {0};
    for (const struct field_said *at = opening->fields; at; at = at->next)
        vector_add(&fields, composer->arena, (void *)(uintptr_t)at->name);
    for (size_t i = 0; i < opening->class->fields.count && !opening->fields; i++) {
        const struct draft_field *field = draft_field_at(opening->class, i);
        bool is_out = field->model.server_set;
        for (size_t j = 0; j < sizeof own / sizeof own[0]; j++)
            is_out = is_out || strcmp(field->model.name, own[j]) == 0;
        if (!is_out)
            vector_add(&fields, composer->arena, (void *)(uintptr_t)field->model.name);
    }
    const struct field_said *kept = NULL;
    for (size_t i = fields.count; i > 0; i--) {
        if (is_one_of(names, fields.items[i - 1]))
            continue;
        struct field_said *field = arena_alloc(composer->arena, sizeof *field);
        *field = (struct field_said){fields.items[i - 1], kept};
        kept = field;
    }
    return kept;
}

/* One operation of an opening as one of its own. */
static struct opening *part(struct composer *composer, struct opening *opening, unsigned operation)
{
    if (opening->operations == operation)
        return opening;
    struct opening *apart = arena_alloc(composer->arena, sizeof *apart);
    *apart = *opening;
    apart->operations = operation;
    opening->operations &= ~operation;
    vector_add(&composer->openings, composer->arena, apart);
    return apart;
}

/* Takes the update of some fields from an opening, which becomes one of all others. */
static void take_fields(struct composer *composer, struct opening *opening,
                        const struct vector *names)
{
    const struct field_said *others = fields_but(composer, opening, names);
    struct opening *update = part(composer, opening, DEED_UPDATE);
    update->fields = others;
    update->is_dropped = update->is_dropped || !others;
}

/* Whether something is opened to whoever the rows are about. */
static bool is_of_own(const struct opening *opening)
{
    const struct prose_role *role = opening->role;
    return !opening->is_never && !opening->is_dropped && !opening->written && !opening->fields &&
           role && opening->whose == WHOSE_OWN &&
           (role->kind == PERSON_CLIENT || role->kind == PERSON_USER);
}

/* Whether a sentence says that others set the field, and nothing else. */
static bool is_set_by_others(const struct composer *composer, const struct draft_class *class,
                             const char *field)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        const struct prose_role *role = opening->role ? opening->role : opening->as;
        bool is_of_staff = role && (role->kind == PERSON_STAFF || role->kind == PERSON_ADMIN);
        if (is_of_staff && !opening->is_never && opening->class == class && opening->fields &&
            !opening->fields->next && strcmp(opening->fields->name, field) == 0)
            return true;
    }
    return false;
}

/* Whether a value is what somebody else says of a row: "approved". */
static bool is_verdict(const struct composer *composer, const struct draft_field *field)
{
    for (const struct ast_value *at = world_values(field); at; at = at->next) {
        struct units units = units_of_text(composer->arena, at->name.text);
        const struct meaning *meaning = lexicon_find(composer->lexicon, units.items, units.count);
        if (meaning && meaning->senses[SENSE_APPROVE])
            return true;
    }
    return false;
}

/* Whether the condition of an opening goes by the field: "until it is approved". */
static bool goes_by(const struct opening *opening, const char *field)
{
    for (size_t i = 0; i < opening->condition_count; i++)
        if (strcmp(opening->conditions[i].field, field) == 0)
            return true;
    return false;
}

/* What is made has the first of the values, or none. */
static void begin_with_first(struct opening *opening, const struct draft_field *field)
{
    enum { MOST = sizeof opening->conditions[0].values / sizeof opening->conditions[0].values[0] };
    const struct ast_value *first = world_values(field);
    struct prose_condition condition = {.field = field->model.name, .negated = true};
    for (const struct ast_value *at = first->next; at; at = at->next) {
        if (condition.value_count == MOST) {
            condition = (struct prose_condition){
                .field = field->model.name, .values = {first->name.text}, .value_count = 1};
            break;
        }
        condition.values[condition.value_count++] = at->name.text;
    }
    if (condition.value_count > 0)
        rows_add_condition(opening, condition);
}

static void take_status(struct composer *composer, struct opening *opening)
{
    struct vector names = {0};
    struct opening *create = NULL;
    for (size_t i = 0; i < opening->class->fields.count; i++) {
        const struct draft_field *field = draft_field_at(opening->class, i);
        const char *name = field->model.name;
        if (!world_values(field) || compose_has_steps(composer, opening->class, name))
            continue;
        bool is_others = is_set_by_others(composer, opening->class, name);
        if (!is_others && !(goes_by(opening, name) && is_verdict(composer, field)))
            continue;
        if (opening->operations & DEED_CREATE)
            create = part(composer, opening, DEED_CREATE);
        if (create)
            begin_with_first(create, field);
        vector_add(&names, composer->arena, (void *)(uintptr_t)name);
    }
    if (names.count == 0 || !(opening->operations & DEED_UPDATE))
        return;
    take_fields(composer, opening, &names);
    composer->at = opening->sentence;
    compose_assumption(composer, "whose %s it is changes all of it but %s, which others decide",
                       opening->class->model.name, compose_list(composer->arena, &names));
}

void compose_own_status(struct composer *composer)
{
    size_t count = composer->openings.count;
    for (size_t i = 0; i < count; i++) {
        struct opening *opening = composer->openings.items[i];
        if (is_of_own(opening) && (opening->operations & (DEED_CREATE | DEED_UPDATE)))
            take_status(composer, opening);
    }
}

/* Whether those to whom something is opened have no access to fields that the ban names. */
static bool has_no_access(const struct opening *ban, const struct opening *opening)
{
    const struct prose_role *role = opening->role ? opening->role : opening->as;
    bool is_theirs = !ban->role || ban->role->kind == PERSON_EVERYONE || ban->role == role ||
                     (ban->role->kind == PERSON_USER && role && role->kind == PERSON_CLIENT);
    return ban->is_never && ban->is_of_access && ban->class == opening->class && is_theirs &&
           !ban->actor && ban->condition_count == 0;
}

void compose_keep_access(struct composer *composer)
{
    size_t count = composer->openings.count;
    for (size_t i = 0; i < count; i++) {
        struct opening *opening = composer->openings.items[i];
        struct vector names = {0};
        bool is_update = !opening->is_never && !opening->is_dropped && !opening->written &&
                         (opening->operations & DEED_UPDATE);
        for (size_t j = 0; j < count && is_update; j++) {
            const struct opening *ban = composer->openings.items[j];
            for (const struct field_said *at = ban->fields; at && has_no_access(ban, opening);
                 at = at->next)
                vector_add(&names, composer->arena, (void *)(uintptr_t)at->name);
        }
        if (names.count > 0)
            take_fields(composer, opening, &names);
    }
}
