/* close_grants.c - a grant opens no more than its grantor may reach.
 *
 * Whoever shares a record shares what is theirs: not the drafts that are kept from them, nor a class
 * that they never see. So a rule of a grant becomes one for each rule by which the grantor reaches
 * such rows as their own, for what both allow, under that rule's conditions and limits. Emergency
 * access is nobody's to share: it opens what leads to the patient, but for drafts (emit/rule_sql.c).
 *
 * And what gives access, nobody gives himself: a class whose objects do, and of which neither a
 * sentence nor a class-level permission says who makes them, is closed whatever the default is. */
#include "rules/close_grants.h"

#include <string.h>

/* Whether a sentence says that the path is one of the ways to whose the class's rows are. */
static bool is_owner_path(const struct rule_checker *checker, const struct model_class *class,
                          const struct model_path *path)
{
    const struct vector *owners = map_get(&checker->owner_of, class->name);
    for (size_t i = 0; owners && i < owners->count; i++)
        if (model_same_path(owners->items[i], path))
            return true;
    return false;
}

/* The way from a row to the grantor: on from what is granted to its user. */
static struct model_path grantor_path(struct rule_checker *checker, const struct model_rule *rule)
{
    const struct model_class *target = rule->grant->target->target;
    const struct vector *owners = map_get(&checker->owner_of, target->name);
    struct model_path rest = {0};
    struct model_path second;
    if (strcmp(target->name, "_User") == 0)
        return rule->path;
    if (owners && owners->count > 0)
        rest = *(const struct model_path *)owners->items[0];
    else
        (void)rule_paths(checker, target, &draft_class(checker->draft, "_User")->model, &rest,
                         &second);
    return rule_path_join(checker->arena, rule->path, rest);
}

/* Whether a rule lets the grantor reach rows of the class as their own. */
static bool is_grantors(const struct rule_checker *checker, const struct model_rule *rule,
                        const struct model_path *grantor)
{
    return rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN &&
           (model_same_path(&rule->path, grantor) ||
            (is_owner_path(checker, rule->class, &rule->path) &&
             is_owner_path(checker, rule->class, grantor)));
}

/* Whether the grant has been narrowed to a rule that says the same: by another way to the owner. */
static bool is_repeated(const struct vector *narrowed, const struct model_rule *own)
{
    for (size_t i = 0; i < narrowed->count; i++) {
        const struct model_rule *within = ((const struct model_rule *)narrowed->items[i])->within;
        if (within->sentence == own->sentence && within->role == own->role &&
            within->operations == own->operations)
            return true;
    }
    return false;
}

/* What is left of a grant's rule: a rule for each of the grantor's own. */
static void narrow(struct rule_checker *checker, const struct draft_class *class,
                   const struct model_rule *rule, struct vector *narrowed)
{
    struct model_path grantor = grantor_path(checker, rule);
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *own = class->rules.items[i];
        unsigned operations = rule->operations & own->operations;
        if (operations == 0 || !is_grantors(checker, own, &grantor) || is_repeated(narrowed, own))
            continue;
        struct model_rule *copy = arena_alloc(checker->arena, sizeof *copy);
        *copy = *rule;
        copy->operations = operations;
        copy->within = own;
        if (operations & 1U << OPERATION_UPDATE) {
            copy->fields = own->fields;
            copy->field_count = own->field_count;
        }
        vector_add(narrowed, checker->arena, copy);
    }
}

/* Puts others in a rule's place. */
static void replace(struct rule_checker *checker, struct vector *rules,
                    const struct model_rule *rule, const struct vector *others)
{
    struct vector replaced = {0};
    for (size_t i = 0; i < rules->count; i++) {
        for (size_t j = 0; rules->items[i] == rule && j < others->count; j++)
            vector_add(&replaced, checker->arena, others->items[j]);
        if (rules->items[i] != rule)
            vector_add(&replaced, checker->arena, rules->items[i]);
    }
    *rules = replaced;
}

/* Whether a rule of the grant's sentence is left. */
static bool is_left(const struct rule_checker *checker, const struct model_rule *rule)
{
    for (size_t i = 0; i < checker->draft->rules.count; i++) {
        const struct model_rule *other = checker->draft->rules.items[i];
        if (other->kind == RULE_GRANT && other->sentence == rule->sentence)
            return true;
    }
    return false;
}

void close_grant_rules(struct rule_checker *checker)
{
    const struct vector all = checker->draft->rules;
    for (size_t i = 0; i < all.count; i++) {
        const struct model_rule *rule = all.items[i];
        if (rule->kind != RULE_GRANT || rule->grant->is_emergency)
            continue;
        struct draft_class *class = draft_class(checker->draft, rule->class->name);
        struct vector narrowed = {0};
        narrow(checker, class, rule, &narrowed);
        replace(checker, &class->rules, rule, &narrowed);
        replace(checker, &checker->draft->rules, rule, &narrowed);
        if (!is_left(checker, rule))
            diag_report(checker->diag, DIAG_GRANT_OPENS_NOTHING, rule->span,
                        rule->grant->class->name);
    }
}

/* Whether having an object of the class makes one a member of whom a sentence opens all rows to. */
static bool makes_members(const struct rule_checker *checker, const struct model_class *class)
{
    for (size_t i = 0; i < checker->draft->rules.count; i++) {
        const struct model_rule *rule = checker->draft->rules.items[i];
        if (rule->operations != 0 && rule->scope == SCOPE_ALL && rule->role &&
            rule->role->members == MEMBERS_PROFILE && rule->role->profile == class)
            return true;
    }
    return false;
}

/* Whether the rule keeps a step for those who have an object of the class, and from others who may update
 * such a row. */
static bool keeps_step(const struct rule_checker *checker, const struct model_rule *rule,
                       const struct model_class *profile)
{
    const struct model_role *keeper = NULL;
    for (size_t i = 0; rule->kind == RULE_LIFECYCLE && i < rule->actor_count; i++)
        if (rule->actors[i].role && rule->actors[i].role->profile == profile)
            keeper = rule->actors[i].role;
    if (!keeper)
        return false;
    const struct draft_class *class = draft_class(checker->draft, rule->class->name);
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *other = class->rules.items[i];
        if ((other->operations & 1U << OPERATION_UPDATE) != 0 && other->role != keeper)
            return true;
    }
    return !class->model.has_access_rules;
}

/* Whether having an object of the class lets one take a step that is kept from others. */
static bool lets_step(const struct rule_checker *checker, const struct model_class *class)
{
    for (size_t i = 0; i < checker->draft->rules.count; i++)
        if (keeps_step(checker, checker->draft->rules.items[i], class))
            return true;
    return false;
}

static bool assigns(const struct rule_checker *checker, const struct model_class *class)
{
    if (strcmp(class->name, ASSIGNMENT_CLASS) != 0)
        return false;
    for (size_t i = 0; i < checker->draft->rules.count; i++)
        if (((const struct model_rule *)checker->draft->rules.items[i])->scope == SCOPE_ASSIGNED)
            return true;
    return false;
}

void close_giving_classes(struct rule_checker *checker)
{
    for (size_t i = 0; i < checker->draft->classes.count; i++) {
        struct model_class *class = &draft_class_at(checker->draft, i)->model;
        bool is_said = class->builtin || class->has_access_rules || class->has_permissions;
        if (!is_said && (class->is_grant || assigns(checker, class) ||
                         makes_members(checker, class) || lets_step(checker, class)))
            class->has_access_rules = true;
    }
}
