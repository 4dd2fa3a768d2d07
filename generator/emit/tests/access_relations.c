/* access_relations.c - the rows of the world; see access_world.h.
 *
 * A row that is to be in a relation to a user leads to them by the one way that the relation is
 * about, and by all others to an outsider, so that each rule has rows that it alone opens. */
#include "emit/tests/access_relations.h"

#include "emit/tests/access_accounts.h"
#include "emit/tests/access_judge.h"
#include "emit/tests/access_rows.h"
#include "emit/tests/access_stamps.h"

#include <string.h>

/* How a row relates to a user. */
struct relation {
    const char *label;
    struct model_path path; /* from the class to the user, or to what is assigned or granted */
    const char *link;       /* NULL: the path leads to the user; else what is between them */
    const char *assignment; /* "current", "ended", ...: of an assignment */
    const struct model_rule *granted; /* of a grant */
    size_t variant;                   /* of what rules ask about the assignment or the grant */
    bool in_scope;
    enum access_value_kind until; /* VALUE_UNSET, VALUE_PAST, VALUE_FUTURE */
    bool is_ended;                /* before that */
    bool is_to_come;              /* has not begun */
};

/* Assignments and grants. */

static void set_dates(struct access_row *row, const struct model_field *const *fields, size_t count,
                      enum access_value_kind kind)
{
    for (size_t i = 0; i < count; i++)
        access_value_of(row, fields[i])->kind = kind;
}

static void assign(struct access_world *world, const struct relation *relation, size_t user,
                   struct access_value target)
{
    const struct model_class *class = model_find_class(world->model, ASSIGNMENT_CLASS);
    const struct in_force_terms *terms = &world->assigned;
    struct access_row *row = access_new_row(world, class);
    access_set_variant(row, access_class_in(world, class), relation->variant);
    (void)access_stamp(world, row);
    *access_value_of(row, model_find_field(class, "patient")) = target;
    *access_value_of(row, model_find_field(class, "provider")) = access_user_value(user);
    if (strcmp(relation->assignment, "ended") == 0) {
        set_dates(row, terms->ends, terms->end_count, VALUE_PAST);
    } else if (strcmp(relation->assignment, "not begun") == 0) {
        set_dates(row, terms->starts, terms->start_count, VALUE_FUTURE);
    } else if (strcmp(relation->assignment, "begun, not ended") == 0) {
        set_dates(row, terms->starts, terms->start_count, VALUE_PAST);
        set_dates(row, terms->ends, terms->end_count, VALUE_FUTURE);
    }
    access_fill(world, row, world->outsider, 0);
    access_add_row(world, row);
    if (target.kind == VALUE_ROW)
        vector_add(&access_row_at(world, target.index)->links, world->arena, row);
}

/* A word that does not cover the class. */
static const char *other_word(const struct model_grant *grant)
{
    for (size_t i = 0; i < grant->scope->one_of_count; i++)
        if (strcmp(grant->scope->one_of[i], grant->word) != 0)
            return grant->scope->one_of[i];
    return grant->scope->one_of_count > 0 ? NULL : "something else";
}

static void grant_to(struct access_world *world, const struct relation *relation, size_t user,
                     struct access_value target)
{
    const struct model_grant *grant = relation->granted->grant;
    struct access_row *row = access_new_row(world, grant->class);
    access_set_variant(row, access_class_in(world, grant->class), relation->variant);
    (void)access_stamp(world, row);
    *access_value_of(row, grant->target) = target;
    access_point(world, row, grant->grantee, access_user_value(user));
    if (grant->scope) {
        const char *word = relation->in_scope ? grant->word : other_word(grant);
        *access_value_of(row, grant->scope) =
            (struct access_value){.kind = VALUE_WORDS, .text = word};
    }
    if (grant->from)
        access_value_of(row, grant->from)->kind = relation->is_to_come ? VALUE_FUTURE : VALUE_PAST;
    if (grant->until)
        access_value_of(row, grant->until)->kind = relation->until;
    if (relation->is_ended)
        access_value_of(row, grant->or_until)->kind = VALUE_PAST;
    access_add_row(world, row);
    if (target.kind == VALUE_ROW)
        vector_add(&access_row_at(world, target.index)->links, world->arena, row);
}

static void link_to(struct access_world *world, const struct relation *relation, size_t user,
                    struct access_value target)
{
    if (relation->granted)
        grant_to(world, relation, user, target);
    else
        assign(world, relation, user, target);
}

/* Whom or what the relation's path leads to: the user, or what they are linked to. */
static struct access_value end_of(struct access_world *world, const struct relation *relation,
                                  size_t user)
{
    if (!relation->link)
        return access_user_value(user);
    const struct model_class *end = relation->path.steps[relation->path.length - 1]->target;
    const char *key =
        access_key_of(world, relation->label, end, relation->link, access_user_value(user));
    struct access_value *known = map_get(&world->made, key);
    if (known)
        return *known;
    struct access_value *target = arena_alloc(world->arena, sizeof *target);
    if (strcmp(end->name, "_User") == 0) {
        *target = access_new_user(world, relation->label);
    } else {
        struct access_row *row = access_new_row(world, end);
        access_fill(world, row, world->outsider, 0);
        *target = access_add_row(world, row);
    }
    map_add(&world->made, key, target);
    link_to(world, relation, user, *target);
    return *target;
}

/* Adds the row of a class that is in the relation to a user, in one of its variants; NULL when
 * there can be no more such row. */
static struct access_row *relate(struct access_world *world, struct access_class *class,
                                 const struct relation *relation, size_t user, size_t variant)
{
    struct access_row *row = access_new_row(world, class->model);
    access_set_variant(row, class, variant);
    if (access_stamp(world, row))
        return NULL; /* the server makes another variant of it */
    if (relation->path.length == 0) {
        access_fill(world, row, world->outsider, 0);
        struct access_value itself = access_add_row(world, row);
        if (relation->link)
            link_to(world, relation, user, itself);
    } else {
        struct access_value end = end_of(world, relation, user);
        access_point(world, row, relation->path, end);
        const struct model_field *first = relation->path.steps[0];
        if (access_is_single(world->model, class->model) &&
            access_is_taken(world, class->model, first, *access_value_of(row, first))) {
            if (user != world->outsider)
                return NULL;
            *access_value_of(row, first) = access_new_user(world, "one more outsider");
        }
        if (first->unique &&
            access_is_taken(world, class->model, first, *access_value_of(row, first)))
            return NULL;
        access_add_row(world, row);
    }
    row->of = user;
    row->relation = relation->label;
    if (class->asked.count > 0) {
        row->relation = arena_printf(world->arena, "%s; %s", relation->label,
                                     access_variant_text(world->arena, class, variant));
    }
    return row;
}

/* The relations that the rules of a class know. */

static void add_relation(struct access_world *world, struct vector *relations,
                         struct relation relation)
{
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(((const struct relation *)relations->items[i])->label, relation.label) == 0)
            return;
    struct relation *kept = arena_alloc(world->arena, sizeof *kept);
    *kept = relation;
    vector_add(relations, world->arena, kept);
}

/* A row of the user's own, or one that only leads to them: whoever may take a step of its lifecycle. */
static void add_leading(struct access_world *world, struct vector *relations,
                        struct model_path path, const char *how)
{
    if (path.length > 0) {
        const char *way = access_path_text(world->arena, &path);
        add_relation(world, relations,
                     (struct relation){.label = arena_printf(world->arena, "%s by %s", how, way),
                                       .path = path});
    }
}

static void add_assigned(struct access_world *world, struct vector *relations,
                         const struct model_rule *rule)
{
    static const char *const states[] = {"current", "begun, not ended", "ended", "not begun"};
    const char *way = access_path_text(world->arena, &rule->path);
    const char *by = rule->path.length == 0 ? "" : arena_printf(world->arena, " %s", way);
    const struct access_class *class =
        access_class_in(world, model_find_class(world->model, ASSIGNMENT_CLASS));
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        for (size_t j = 0; j < access_variant_count(class); j++) {
            const char *variant = access_variant_text(world->arena, class, j);
            const char *link = arena_printf(world->arena, "%s%s%s", states[i],
                                            *variant == '\0' ? "" : ", ", variant);
            add_relation(world, relations,
                         (struct relation){
                             .label = arena_printf(world->arena, "assigned%s, %s", by, link),
                             .path = rule->path,
                             .link = link,
                             .assignment = states[i],
                             .variant = j,
                         });
        }
    }
}

/* The states of grants, of which each kind of grant has some. */
static const struct grant_state {
    const char *name;
    enum access_value_kind until;
    bool in_scope;
    bool is_ended;
    bool is_to_come;
} grant_states[] = {{"", VALUE_FUTURE, true, false, false},
                    {", for ever", VALUE_UNSET, true, false, false},
                    {", out of scope", VALUE_FUTURE, false, false, false},
                    {", expired", VALUE_PAST, true, false, false},
                    {", ended", VALUE_FUTURE, true, true, false},
                    {", not begun", VALUE_FUTURE, true, false, true}};

/* A scope may be empty, but not that of a consent: it must have another word then. */
static bool can_miss_scope(const struct model_grant *grant)
{
    return !grant->is_consent || other_word(grant);
}

static bool can_be(const struct access_world *world, const struct model_grant *grant,
                   const struct grant_state *state)
{
    const struct model *model = world->model;
    switch (state->until) {
    case VALUE_UNSET:
        return grant->until && !grant->until->required && access_can_last(model, grant->class);
    case VALUE_PAST:
        return grant->until && access_can_expire(model, grant->class);
    default:
        return (state->in_scope || (grant->scope && can_miss_scope(grant))) &&
               (!state->is_ended || grant->or_until) && (!state->is_to_come || grant->from);
    }
}

static void add_granted(struct access_world *world, struct vector *relations,
                        const struct model_rule *rule)
{
    const struct model_grant *grant = rule->grant;
    struct access_class *class = access_class_in(world, grant->class);
    for (size_t i = 0; i < sizeof grant_states / sizeof grant_states[0]; i++) {
        const struct grant_state *state = &grant_states[i];
        for (size_t j = 0; can_be(world, grant, state) && j < access_variant_count(class); j++) {
            const char *variant = access_variant_text(world->arena, class, j);
            const char *way = access_path_text(world->arena, &rule->path);
            const char *label = arena_printf(world->arena, "granted%s%s by %s%s%s%s",
                                             *way == '\0' ? "" : " ", way, grant->class->name,
                                             state->name, *variant == '\0' ? "" : ", ", variant);
            add_relation(world, relations,
                         (struct relation){.label = label,
                                           .path = rule->path,
                                           .link = !grant->word ? "" : grant->word,
                                           .granted = rule,
                                           .variant = j,
                                           .in_scope = state->in_scope,
                                           .until = state->until,
                                           .is_ended = state->is_ended,
                                           .is_to_come = state->is_to_come});
        }
    }
}

/* Whether rows that lead to the user by the path are their own in any case. */
static bool is_among_own(const struct access_world *world, const struct vector *relations,
                         const struct model_path *path)
{
    const char *label =
        arena_printf(world->arena, "own by %s", access_path_text(world->arena, path));
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(((const struct relation *)relations->items[i])->label, label) == 0)
            return true;
    return false;
}

static struct vector relations_of(struct access_world *world, const struct model_class *class)
{
    struct vector relations = {0};
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_GRANT)
            add_granted(world, &relations, rule);
        else if (rule->scope == SCOPE_ASSIGNED && rule->kind == RULE_ACCESS)
            add_assigned(world, &relations, rule);
        else if (rule->kind == RULE_OWNER ||
                 (rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN))
            add_leading(world, &relations, rule->path, "own");
    }
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; rule->kind == RULE_LIFECYCLE && j < rule->actor_count; j++)
            if (!is_among_own(world, &relations, &rule->actors[j].path))
                add_leading(world, &relations, rule->actors[j].path, "found");
    }
    return relations;
}

/* Rows of a relation with an ACL that names the outsider alone. */
static void close_some(struct access_world *world, struct access_class *class,
                       struct relation relation, size_t user)
{
    for (size_t i = 0; i < access_variant_count(class); i++) {
        struct access_row *row = relate(world, class, &relation, user, i);
        if (row)
            row->acl_user = (int)world->outsider;
    }
}

/* Whether a rule opens all rows to everybody. */
static bool is_everybodys(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_ACCESS && rule->scope == SCOPE_ALL &&
            (!rule->role || model_is_for_all(rule->role)))
            return true;
    }
    return false;
}

/* The class's rows that nobody who asks has anything to do with. */
static void add_unrelated(struct access_world *world, struct access_class *class,
                          const struct vector *relations)
{
    struct relation none = {.label = "no relation"};
    for (size_t i = 0; i < relations->count && none.path.length == 0; i++) {
        const struct relation *relation = relations->items[i];
        none.path = !relation->link ? relation->path : none.path;
    }
    for (size_t i = 0; i < access_variant_count(class); i++) {
        struct access_row *row = relate(world, class, &none, world->outsider, i);
        if (row && !class->model->has_access_rules)
            row->acl_user = (int)world->outsider;
    }
    none.label = "no relation, closed by its ACL";
    if (is_everybodys(class->model))
        close_some(world, class, none, world->outsider);
}

/* Without rules it is the ACL that lets users in. */
static void add_unruled(struct access_world *world, struct access_class *class)
{
    for (size_t user = ACCESS_FIRST_ROLE; user + 1 < world->principal_count; user++) {
        struct relation own = {.label = "own by ACL"};
        struct access_row *row = relate(world, class, &own, user, 0);
        if (row)
            row->acl_user = (int)user;
        own.label = "without an ACL";
        (void)relate(world, class, &own, user, 0);
    }
}

/* An ACL may take something from grants, and nothing from others to whom a row is related: such rows are
 * tried of the first relation, and of each kind of grant. */
static void add_closed(struct access_world *world, struct access_class *class,
                       const struct vector *relations, size_t user)
{
    const struct model_class *last_grant = NULL;
    for (size_t i = 0; i < relations->count; i++) {
        struct relation relation = *(const struct relation *)relations->items[i];
        const struct model_class *grant = relation.granted ? relation.granted->grant->class : NULL;
        if (i > 0 && (!grant || grant == last_grant))
            continue;
        last_grant = grant;
        relation.label = arena_printf(world->arena, "%s, closed by its ACL", relation.label);
        close_some(world, class, relation, user);
    }
}

void access_add_relations(struct access_world *world, struct access_class *class)
{
    for (size_t i = 0; i < class->model->rule_count; i++) {
        const struct model_rule *rule = class->model->rules[i];
        if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, "creating") == 0) {
            class->is_unjudged = true; /* the master key, which makes the rows, signs for nobody */
            return;
        }
    }
    if (class->is_kept_by_server) {
        struct access_row *row = access_new_row(world, class->model);
        row->of = world->outsider;
        row->relation = "an entry of the server's";
        access_add_row(world, row);
        return;
    }
    struct vector relations = relations_of(world, class->model);
    add_unrelated(world, class, &relations);
    if (!class->model->has_access_rules) {
        add_unruled(world, class);
        return;
    }
    for (size_t user = ACCESS_FIRST_ROLE; user + 1 < world->principal_count; user++) {
        for (size_t i = 0; i < relations.count; i++) {
            const struct relation *relation = relations.items[i];
            for (size_t j = 0; j < access_variant_count(class); j++)
                (void)relate(world, class, relation, user, j);
        }
        add_closed(world, class, &relations, user);
    }
}
