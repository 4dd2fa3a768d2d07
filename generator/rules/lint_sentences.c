/* lint_sentences.c - sentences that nothing can come of: what they let somebody do another sentence, or
 * the schema, lets nobody do, or nobody can be in the case that they speak of. See lint.h. */
#include "rules/lint.h"

#include <string.h>

enum { CHANGES = 1U << OPERATION_UPDATE | 1U << OPERATION_DELETE };

/* Contradictions. */

static void contradict(struct diag *diag, const struct model_rule *rule, struct span other,
                       const char *what)
{
    diag_report(diag, DIAG_PROSE_CONTRADICTION, rule->span);
    diag_note(diag, other, "%s", what);
}

/* The sentence by which objects of the class do not change; of the trail, that which brings it. */
static bool is_append_only(const struct model *model, const struct model_class *class,
                           struct span *place)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        if (class->rules[i]->kind == RULE_APPEND_ONLY) {
            *place = class->rules[i]->span;
            return true;
        }
    }
    for (size_t i = 0; class == model->audit_log && i < model->rule_count; i++) {
        if (model->rules[i]->kind == RULE_AUDIT) {
            *place = model->rules[i]->span;
            return true;
        }
    }
    *place = class->spec_span.source ? class->spec_span : class->schema_span;
    return class == model->audit_log;
}

/* Whether the rule is about a change of an object that is there. */
static bool is_about_change(const struct model_rule *rule)
{
    switch (rule->kind) {
    case RULE_ACCESS:
        return (rule->operations & CHANGES) != 0;
    case RULE_LIFECYCLE:
    case RULE_PUBLISH:
    case RULE_ACKNOWLEDGEMENT:
        return true;
    case RULE_SIGNATURE:
        return strcmp(rule->value, "creating") != 0;
    case RULE_NOTIFY:
        return strcmp(rule->value, "created") != 0;
    default:
        return false;
    }
}

static bool check_append_only(struct diag *diag, const struct model *model,
                              const struct model_rule *rule)
{
    struct span place;
    bool creates = rule->class == model->audit_log && lint_opens(rule, OPERATION_CREATE);
    if (!rule->class->append_only || !(creates || is_about_change(rule)) ||
        !is_append_only(model, rule->class, &place))
        return false;
    contradict(diag, rule, place,
               rule->class == model->audit_log
                   ? arena_printf(diag->arena,
                                  "'%s' shows the audit trail, which only the server "
                                  "writes, and nobody changes",
                                  rule->class->name)
                   : arena_printf(diag->arena, "no '%s' changes or goes", rule->class->name));
    return true;
}

static bool lets_nobody(const struct model_permission *permission)
{
    return !permission->everyone && !permission->requires_authentication &&
           permission->principal_count == 0 && permission->pointer_field_count == 0;
}

/* Class-level permissions gate what rules open. */
static bool check_permissions(struct diag *diag, const struct model_rule *rule)
{
    const struct model_class *class = rule->class;
    if (!class->has_permissions || rule->kind != RULE_ACCESS)
        return false;
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        if (!lint_opens(rule, (enum class_operation)i) || !lets_nobody(&class->permissions[i]))
            continue;
        contradict(diag, rule, class->schema_span,
                   arena_printf(diag->arena, "the permissions of '%s' let nobody %s", class->name,
                                operation_names[i]));
        return true;
    }
    return false;
}

/* What has no effect. */

static bool excludes(const struct model_condition *a, const struct model_condition *b)
{
    if (a->field != b->field || a->negated)
        return false;
    for (size_t i = 0; i < a->value_count; i++) {
        bool is_listed = false;
        for (size_t j = 0; j < b->value_count; j++)
            is_listed = is_listed || strcmp(a->values[i], b->values[j]) == 0;
        if (is_listed != b->negated)
            return false;
    }
    return true;
}

static const char *conditions_fault(struct arena *arena, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        for (size_t j = 0; j < rule->condition_count; j++)
            if (i != j && excludes(&rule->conditions[i], &rule->conditions[j]))
                return arena_printf(arena, "no '%s' meets both conditions on '%s'",
                                    rule->class->name, rule->conditions[i].field->name);
    return NULL;
}

/* Whether the rule is for those in the role. That somebody is in another one as well is not counted. */
static bool may_be_for(const struct model_rule *rule, const struct model_role *role)
{
    return !rule->role || rule->role == role || model_is_for_all(rule->role);
}

static bool is_read_by(const struct model_class *class, const struct model_role *role)
{
    unsigned reads = 1U << OPERATION_GET | 1U << OPERATION_FIND;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_GRANT ||
            (rule->kind == RULE_ACCESS && (rule->operations & reads) && may_be_for(rule, role)))
            return true;
    }
    return false;
}

/* "Only doctors can read notes of Visit.", where none of those whom such sentences name reads it. */
static const char *readers_fault(struct arena *arena, const struct model_rule *rule)
{
    const struct model_class *class = rule->class;
    if (!class->has_access_rules)
        return NULL;
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_READERS && class->rules[i]->sentence == rule->sentence &&
            is_read_by(class, class->rules[i]->role))
            return NULL;
    return arena_printf(arena, "no sentence lets the role '%s' read '%s'", rule->role->role_name,
                        class->name);
}

static bool lists(const struct model_rule *rule, const struct model_field *field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return rule->field_count == 0;
}

/* Whether somebody who takes a step may write the field, or the server does. */
static bool is_moved(const struct model_class *class, const struct model_field *field,
                     const struct model_actor *actor)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        bool is_set = rule->kind == RULE_STAMP && rule->fields[0] == field;
        bool is_his = !actor->role || may_be_for(rule, actor->role);
        if (is_set || (rule->kind == RULE_GRANT && (rule->operations & CHANGES)) ||
            (lint_opens(rule, OPERATION_UPDATE) && lists(rule, field) && is_his))
            return true;
    }
    return false;
}

/* "Message.status goes sent -> read, by the recipient.", who may not update it. */
static const char *lifecycle_fault(struct arena *arena, const struct model_rule *rule)
{
    if (!rule->class->has_access_rules || rule->actor_count == 0)
        return NULL;
    for (size_t i = 0; i < rule->actor_count; i++)
        if (is_moved(rule->class, rule->fields[0], &rule->actors[i]))
            return NULL;
    return arena_printf(arena, "no sentence lets those who are to take the step update '%s.%s'",
                        rule->class->name, rule->fields[0]->name);
}

/* "Order.state becomes sent only with drug.", which is required. */
static const char *requirement_fault(struct arena *arena, const struct model_rule *rule)
{
    for (size_t i = 1; i < rule->field_count; i++)
        if (!rule->fields[i]->required)
            return NULL;
    return arena_printf(arena, "'%s' is always there", rule->fields[1]->name);
}

/* "The scope labs of Share covers Lab.", where a Share opens nothing of a Lab. */
static const char *scope_fault(struct arena *arena, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->class->rule_count; i++)
        if (rule->class->rules[i]->kind == RULE_GRANT)
            return NULL;
    return arena_printf(arena, "no sentence shares '%s'", rule->class->name);
}

/* "When a Scan is published, notify the patient.", where its lifecycle begins with a draft, and no sentence
 * says who publishes: the step out of it alone is no publication. */
static const char *notice_fault(struct arena *arena, const struct model_rule *rule)
{
    if (strcmp(rule->value, "published") != 0)
        return NULL;
    for (size_t i = 0; i < rule->class->rule_count; i++)
        if (rule->class->rules[i]->kind == RULE_PUBLISH)
            return NULL;
    return arena_printf(arena, "no sentence says who publishes '%s'", rule->class->name);
}

static const char *fault_of(struct arena *arena, const struct model_rule *rule)
{
    const char *fault = conditions_fault(arena, rule);
    if (fault)
        return fault;
    switch (rule->kind) {
    case RULE_READERS:
        return readers_fault(arena, rule);
    case RULE_LIFECYCLE:
        return lifecycle_fault(arena, rule);
    case RULE_REQUIREMENT:
        return requirement_fault(arena, rule);
    case RULE_SCOPE_WORD:
        return scope_fault(arena, rule);
    case RULE_NOTIFY:
        return notice_fault(arena, rule);
    default:
        return NULL;
    }
}

void lint_sentences(struct diag *diag, const struct model *model)
{
    for (size_t i = 0; i < model->rule_count && !diag_is_full(diag); i++) {
        const struct model_rule *rule = model->rules[i];
        if (!rule->class || check_append_only(diag, model, rule) || check_permissions(diag, rule))
            continue;
        const char *fault =
            rule->class->rule_count > LINT_MOST_RULES ? NULL : fault_of(diag->arena, rule);
        if (fault)
            diag_report(diag, DIAG_WITHOUT_EFFECT, rule->span, fault);
    }
}
