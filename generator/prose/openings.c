/* openings.c - what is opened, once all is known: without drafts, without what must never be, and
 * without what stands in sentences with words left over. See compose.h. */
#include "prose/openings.h"

#include "prose/banned.h"
#include "prose/classes.h"
#include "prose/general.h"
#include "prose/kept_fields.h"
#include "prose/later.h"
#include "prose/only.h"
#include "prose/opening_rows.h"
#include "prose/opening_text.h"
#include "prose/own_status.h"
#include "prose/reading.h"
#include "prose/roles.h"
#include "prose/rules.h"
#include "prose/steps.h"
#include "prose/vague.h"
#include "prose/written.h"

#include <string.h>

void compose_open(struct composer *composer, const struct opening *opening)
{
    struct opening *kept = arena_alloc(composer->arena, sizeof *kept);
    *kept = *opening;
    kept->sentence = composer->at;
    kept->of = composer->now;
    vector_add(&composer->openings, composer->arena, kept);
}

/* Clients read what is published only. */
static void hide_drafts(const struct composer *composer, struct opening *opening)
{
    if (opening->is_never)
        return;
    const struct draft_field *status = NULL;
    bool is_client = opening->role &&
                     (opening->role->kind == PERSON_CLIENT || opening->role->kind == PERSON_USER);
    if (!is_client || !(opening->operations & DEED_READ))
        return;
    if (!compose_is_published(composer, opening->class)) {
        opening->has_drafts =
            opening->condition_count == 0 && compose_draft_values(opening->class, &status);
        return;
    }
    const struct ast_value *values = compose_draft_values(opening->class, &status);
    struct prose_condition condition = {.field = values ? status->model.name : "publicationStatus",
                                        .negated = values,
                                        .values = {values ? "draft" : "published"},
                                        .value_count = 1};
    for (size_t i = 0; i < opening->condition_count; i++) {
        const struct prose_condition *own = &opening->conditions[i];
        bool is_draft = strcmp(own->field, condition.field) == 0 && !own->negated &&
                        own->value_count == 1 && rows_have_value(own, "draft");
        /* "drafts are visible to their author" means these. */
        if (is_draft || rows_exclude(own, condition.field, "draft"))
            return;
    }
    rows_add_condition(opening, condition);
}

static bool same_fields(const struct field_said *a, const struct field_said *b)
{
    for (; a && b; a = a->next, b = b->next)
        if (strcmp(a->name, b->name) != 0)
            return false;
    return !a && !b;
}

static bool is_field_of(const struct composer *composer, const struct draft_class *class,
                        const struct prose_role *role, const char *actor)
{
    const struct draft_field *field = compose_role_field(composer, class, role);
    return field && strcmp(field->model.name, actor) == 0;
}

/* Whether the ban is about all to whom something is opened. */
static bool bans_all(const struct composer *composer, const struct opening *ban,
                     const struct opening *opening)
{
    if (ban->actor)
        return opening->actor && strcmp(ban->actor, opening->actor) == 0;
    if (ban->is_of_anonymous)
        return opening->role && opening->role->kind == PERSON_EVERYONE;
    if (!ban->role || ban->role->kind == PERSON_EVERYONE || ban->role == opening->role)
        return true;
    if (banned_as_user(ban, opening) || banned_by_other_word(composer, ban, opening))
        return true;
    if (opening->role)
        return false;
    if (opening->as && opening->as == ban->role)
        return true;
    return is_field_of(composer, opening->class, ban->role, opening->actor);
}

/* Whether the users that a field points at can be people of the role: not where it is another's. */
static bool can_be(const struct composer *composer, const struct draft_class *class,
                   const char *actor, const struct prose_role *role)
{
    for (size_t i = 0; i < composer->roles.count; i++) {
        const struct prose_role *other = composer->roles.items[i];
        bool is_group = other->kind == PERSON_STAFF || other->kind == PERSON_CLIENT;
        if (other != role && is_group && is_field_of(composer, class, other, actor))
            return false;
    }
    return true;
}

/* Whether the ban is about some of them. */
static bool bans_some(const struct composer *composer, const struct opening *ban,
                      const struct opening *opening)
{
    if (ban->is_of_anonymous)
        return false;
    bool is_of_users = opening->role && (opening->role->kind == PERSON_USER ||
                                         opening->role->kind == PERSON_EVERYONE);
    /* Who is of one role can be of another, too; a client is not of the staff by that. */
    bool is_other = opening->as && ban->role && ban->role->kind == PERSON_CLIENT;
    if (!ban->actor)
        return is_of_users || (opening->actor && !is_other &&
                               can_be(composer, opening->class, opening->actor, ban->role));
    /* A grant of one's own is one that one gave, not got. */
    bool is_given = opening->whose == WHOSE_OWN && compose_is_grant(composer, ban->class);
    return (is_of_users && !is_given) ||
           (opening->role && is_field_of(composer, ban->class, opening->role, ban->actor));
}

/* Whether all that is opened are the steps of the condition's field, and none of them leads on from
 * its values: these stay then as they are. */
static bool is_end(const struct composer *composer, const struct opening *opening,
                   const struct prose_condition *condition)
{
    bool is_step = opening->fields && !opening->fields->next && !condition->negated &&
                   strcmp(opening->fields->name, condition->field) == 0 &&
                   compose_has_steps(composer, opening->class, condition->field);
    for (size_t i = 0; i < condition->value_count && is_step; i++)
        is_step =
            !compose_leads_on(composer, opening->class, condition->field, condition->values[i]);
    return is_step;
}

/* Whether nobody is to change rows of some value any more, and what is opened is a step from it that
 * the opening's own sentence takes: "signed prescriptions are marked as dispensed". What else changes
 * the field is no step that a sentence takes. */
static bool is_step_of_all(const struct composer *composer, const struct opening *ban,
                           const struct opening *opening)
{
    const struct prose_condition *condition = &ban->conditions[0];
    bool is_step = ban->role && ban->role->kind == PERSON_EVERYONE && !ban->except &&
                   ban->sentence != opening->sentence && opening->fields &&
                   !opening->fields->next && !condition->negated &&
                   strcmp(opening->fields->name, condition->field) == 0 &&
                   (ban->is_fixed || rows_are_of_these(opening, condition));
    for (size_t i = 0; i < condition->value_count && is_step; i++)
        if (compose_takes_step_from(composer, opening->sentence, opening->class, condition->field,
                                    condition->values[i]))
            return true;
    return false;
}

/* Whether what is opened is for those whom the ban leaves out: "nobody else touches them". */
static bool is_excepted(struct composer *composer, const struct opening *ban,
                        const struct opening *opening)
{
    for (const struct subject *at = ban->except; at; at = at->next) {
        if (at->is_field) {
            if (opening->actor && strcmp(at->noun, opening->actor) == 0)
                return true;
            continue;
        }
        const struct prose_role *role = compose_role(composer, at->kind, at->noun);
        if (role == opening->role || role == opening->as)
            return true;
    }
    return false;
}

/* Leaves of some operations the rows that a condition does not fit. */
static void leave_rest(struct composer *composer, const struct prose_condition *condition,
                       unsigned operations, struct opening *opening)
{
    struct prose_condition others = *condition;
    others.negated = !others.negated;
    struct opening *apart = opening;
    if (operations != opening->operations) {
        apart = arena_alloc(composer->arena, sizeof *apart);
        *apart = *opening;
        opening->operations &= ~operations;
        apart->operations = operations;
        vector_add(&composer->openings, composer->arena, apart);
    }
    rows_add_condition(apart, others);
    apart->has_drafts = false;
}

/* Takes from an opening what a sentence says must never be. A ban on some rows becomes a condition;
 * one on all is a contradiction, unless it leaves other operations. */
static void apply_ban(struct composer *composer, const struct opening *ban, struct opening *opening)
{
    unsigned both = ban->operations & opening->operations;
    bool is_whole = bans_all(composer, ban, opening);
    if (opening->class != ban->class || both == 0 || opening->is_dropped ||
        (!is_whole && !bans_some(composer, ban, opening)) || !rows_meet(ban, opening))
        return;
    if (is_excepted(composer, ban, opening) ||
        (ban->whose == WHOSE_OTHER && opening->whose != WHOSE_ALL))
        return;
    bool is_exception = is_whole && (ban->sentence == opening->sentence || opening->is_general);
    if (ban->fields) {
        /* There is no rule for what somebody must not change of a row that he may. */
        bool is_other_field = opening->fields && !same_fields(opening->fields, ban->fields);
        if (is_other_field)
            return;
        composer->at = ban->sentence;
        compose_leave(composer, ban->words);
        opening->operations &= ~both;
        opening->is_dropped = opening->operations == 0;
        if (!is_exception)
            compose_contradiction(composer, opening->sentence, ban->sentence);
        return;
    }
    if (ban->condition_count == 1 &&
        (is_end(composer, opening, &ban->conditions[0]) || is_step_of_all(composer, ban, opening)))
        return;
    if (ban->condition_count == 1) {
        leave_rest(composer, &ban->conditions[0], both, opening);
        return;
    }
    opening->operations &= ~both;
    opening->is_dropped = opening->operations == 0;
    if (is_exception)
        return;
    compose_contradiction(composer, ban->sentence, opening->sentence);
}

static bool goes_with(const struct opening *a, const struct opening *b)
{
    if (a->sentence != b->sentence || a->role != b->role || a->operations != b->operations ||
        a->whose != b->whose || a->condition_count != b->condition_count ||
        !same_fields(a->fields, b->fields) || !a->role)
        return false;
    for (size_t i = 0; i < a->condition_count; i++)
        if (!rows_same_condition(&a->conditions[i], &b->conditions[i]))
            return false;
    return true;
}

static void write_openings(struct composer *composer)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        struct opening *opening = composer->openings.items[i];
        struct vector classes = {0};
        struct vector group = {0};
        if (opening->is_dropped || opening->is_never)
            continue;
        vector_add(&group, composer->arena, opening);
        vector_add(&classes, composer->arena, (void *)(uintptr_t)opening->class->model.name);
        for (size_t j = i + 1; j < composer->openings.count; j++) {
            struct opening *other = composer->openings.items[j];
            if (other->is_dropped || other->is_never || !goes_with(opening, other))
                continue;
            bool is_new = true;
            for (size_t k = 0; k < classes.count; k++)
                is_new = is_new && strcmp(classes.items[k], other->class->model.name) != 0;
            if (is_new)
                vector_add(&classes, composer->arena, (void *)(uintptr_t)other->class->model.name);
            if (is_new)
                vector_add(&group, composer->arena, other);
            other->is_dropped = other->is_written = true;
        }
        opening->is_written = true;
        composer->at = opening->sentence;
        if (opening->whose == WHOSE_ASSIGNED && !opening->sentence->is_partial) {
            compose_assignment(composer);
            if (!opening->written && composer->client)
                opening->people =
                    compose_introduced(composer, composer->client->kind, composer->client->noun)
                        ->plural;
        }
        (void)compose_line(composer, opening_sentence(composer->arena, opening, &classes));
        compose_assume_openings(composer, &group);
    }
}

/* Whether something else opens what only some may change, and no steps say by whom it is. */
static bool shares_fields(const struct composer *composer, const struct opening *only,
                          const struct opening *opening)
{
    for (const struct field_said *at = only->fields; at; at = at->next) {
        bool is_same = !opening->fields;
        for (const struct field_said *other = opening->fields; other; other = other->next)
            is_same = is_same || strcmp(other->name, at->name) == 0;
        if (is_same && !compose_has_steps(composer, only->class, at->name))
            return true;
    }
    return !only->fields;
}

/* Nobody else may what a sentence gives to some only. */
static void apply_exclusive(struct composer *composer, const struct opening *only,
                            struct opening *opening)
{
    unsigned changes = only->is_kept_for ? DEED_UPDATE | DEED_DELETE : 0;
    unsigned both = (only->operations | changes) & opening->operations;
    if (opening->class != only->class || both == 0 || opening->is_dropped ||
        opening->sentence == only->sentence || !shares_fields(composer, only, opening) ||
        !rows_meet(only, opening))
        return;
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *other = composer->openings.items[i];
        if (other->is_exclusive && other->sentence == only->sentence &&
            other->class == only->class && other->role == opening->role &&
            (other->role || (opening->actor && strcmp(other->actor, opening->actor) == 0)))
            return;
    }
    /* "Draft reports are only visible to the doctor who wrote them": the others to whom else may see them. */
    if (only->condition_count == 1) {
        leave_rest(composer, &only->conditions[0], both, opening);
        return;
    }
    opening->operations &= ~both;
    opening->is_dropped = opening->operations == 0;
    if (opening->is_general)
        return;
    compose_contradiction(composer, opening->sentence, only->sentence);
}

/* Rows of a class that is append-only neither change nor go. */
static void apply_append_only(struct composer *composer, struct opening *opening)
{
    unsigned both = opening->operations & (DEED_UPDATE | DEED_DELETE);
    const struct append_only *kept = NULL;
    for (size_t i = 0; i < composer->append_only.count && !kept; i++) {
        const struct append_only *one = composer->append_only.items[i];
        kept = one->class == opening->class ? one : NULL;
    }
    if (!kept || both == 0 || opening->is_dropped || opening->is_never)
        return;
    opening->operations &= ~both;
    opening->is_dropped = opening->operations == 0;
    if (opening->is_general)
        return;
    compose_contradiction(composer, opening->sentence, kept->sentence);
}

/* Runs over all openings that let somebody do something. */
static void for_each(struct composer *composer, const struct opening *cause,
                     void (*apply)(struct composer *, const struct opening *, struct opening *))
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        struct opening *opening = composer->openings.items[i];
        if (!opening->is_never)
            apply(composer, cause, opening);
    }
}

/* Whether something opens rows of a class in the end, so that it is closed but for that. */
static bool has_rules(const struct composer *composer, const struct draft_class *class)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        bool stays =
            opening->class == class && !opening->is_never && !opening->sentence->is_partial;
        if (stays && (!opening->is_dropped || opening->is_written))
            return true;
    }
    return false;
}

/* The classes that a sentence names which is not wholly read: who knows what it says of them. */
static void close_named(struct composer *composer, struct prose_sentence *sentence)
{
    for (size_t at = 0; sentence->is_partial && at < sentence->whole->count; at++) {
        size_t taken = 0;
        bool is_short = false;
        const struct draft_class *class =
            world_class(composer->world, &sentence->whole->units[at], sentence->whole->count - at,
                        &taken, &is_short);
        const char *line =
            class ? arena_printf(composer->arena, "%s is closed.", class->model.name) : "";
        if (!class || is_short || class->is_brought || has_rules(composer, class) ||
            map_add(&composer->closed, line, composer->arena))
            continue;
        composer->at = sentence;
        (void)compose_line(composer, line);
    }
}

/* A class that is private, and that no sentence opens. */
static void close_private(struct composer *composer, const struct append_only *said)
{
    const char *line = arena_printf(composer->arena, "%s is closed.", said->class->model.name);
    composer->at = (struct prose_sentence *)(uintptr_t)said->sentence;
    if (!has_rules(composer, said->class) && !map_add(&composer->closed, line, composer->arena))
        (void)compose_line(composer, line);
}

/* A class of which a sentence says who may or must not is closed, also where in the end nothing opens
 * it: a right that was taken back leaves no default behind. */
static void close_classes(struct composer *composer)
{
    for (size_t i = 0; i < composer->openings.count; i++) {
        const struct opening *opening = composer->openings.items[i];
        const char *line =
            arena_printf(composer->arena, "%s is closed.", opening->class->model.name);
        if (has_rules(composer, opening->class) ||
            map_add(&composer->closed, line, composer->arena))
            continue;
        composer->at = opening->sentence;
        (void)compose_line(composer, line);
    }
    for (size_t i = 0; i < composer->private_classes.count; i++)
        close_private(composer, composer->private_classes.items[i]);
    for (size_t i = 0; i < composer->sentences.count; i++)
        close_named(composer, composer->sentences.items[i]);
}

void compose_close(struct composer *composer)
{
    compose_later(composer);
    compose_own_status(composer);
    compose_keep_access(composer);
    for (size_t i = 0; i < composer->openings.count; i++) {
        hide_drafts(composer, composer->openings.items[i]);
        apply_append_only(composer, composer->openings.items[i]);
    }
    compose_keep_fields(composer);
    size_t count = composer->openings.count;
    for (size_t i = 0; i < count; i++) {
        const struct opening *particular = composer->openings.items[i];
        if (!particular->is_never)
            for_each(composer, particular, compose_yield);
    }
    compose_apply_only(composer);
    for (size_t i = 0; i < count; i++) {
        const struct opening *cause = composer->openings.items[i];
        if (cause->is_never)
            for_each(composer, cause, apply_ban);
        else if (cause->is_exclusive)
            for_each(composer, cause, apply_exclusive);
    }
    compose_rewrite(composer);
    compose_close_sign_up(composer);
    write_openings(composer);
    close_classes(composer);
}
