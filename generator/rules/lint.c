/* lint.c - see lint.h; and what is wrong with whole classes. */
#include "rules/lint.h"

#include <string.h>

bool lint_opens(const struct model_rule *rule, enum class_operation operation)
{
    return rule->kind == RULE_ACCESS && (rule->operations & 1U << operation) != 0;
}

static const struct model_rule *first_of_kind(const struct model_class *class, enum rule_kind kind)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == kind)
            return class->rules[i];
    return NULL;
}

static bool is_created(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (lint_opens(class->rules[i], OPERATION_CREATE))
            return true;
    return false;
}

/* Where an input first names the class. */
static struct span place_of(const struct model_class *class)
{
    return class->spec_span.source ? class->spec_span : class->schema_span;
}

/* Nobody is assigned to anybody where nobody may say so. */
static void check_assignments(struct diag *diag, const struct model *model,
                              const struct model_class *class)
{
    const struct model_rule *rule = NULL;
    for (size_t i = 0; i < model->rule_count && !rule; i++)
        if (model->rules[i]->scope == SCOPE_ASSIGNED)
            rule = model->rules[i];
    if (!rule)
        return;
    diag_report(diag, DIAG_NOBODY_ASSIGNS, rule->span);
    const struct model_rule *other = first_of_kind(class, RULE_ACCESS);
    if (other)
        diag_note(diag, other->span, "the first sentence about '" ASSIGNMENT_CLASS "'");
    diag_note(diag, (struct span){0},
              "somebody has to, as in 'Admins can create all " ASSIGNMENT_CLASS ".'");
}

/* The first sentence that opens something of the class, or by which its objects give access. */
static const struct model_rule *first_sentence(const struct model *model,
                                               const struct model_class *class)
{
    const struct model_rule *rule = first_of_kind(class, RULE_ACCESS);
    for (size_t i = 0; i < model->rule_count && !rule; i++)
        if (model->rules[i]->grant && model->rules[i]->grant->class == class)
            rule = model->rules[i];
    return rule;
}

/* A class with rules that lets nobody make a row. The server makes those of the trail and notices. */
static void check_creators(struct diag *diag, const struct model *model,
                           const struct model_class *class)
{
    if (class == model->audit_log || strcmp(class->name, NOTIFICATION_CLASS) == 0 ||
        first_of_kind(class, RULE_CLOSED) || is_created(class))
        return;
    if (strcmp(class->name, ASSIGNMENT_CLASS) == 0) {
        check_assignments(diag, model, class);
        return;
    }
    diag_report(diag, DIAG_NOBODY_CREATES, place_of(class), class->name);
    const struct model_rule *rule = first_sentence(model, class);
    if (rule)
        diag_note(diag, rule->span, "the first sentence about it");
    diag_note(diag, (struct span){0},
              "say who may create it, or, where it is filled with the master key, '%s is closed.'",
              class->name);
}

static void lint_classes(struct diag *diag, const struct model *model)
{
    bool has_rules = false;
    for (size_t i = 0; i < model->class_count; i++)
        has_rules = has_rules ||
                    (model->classes[i]->has_access_rules && model->classes[i] != model->audit_log);
    for (size_t i = 0; i < model->class_count && has_rules && !diag_is_full(diag); i++) {
        const struct model_class *class = model->classes[i];
        if (class->builtin || class->inputs == INPUT_NONE)
            continue;
        if (class->has_access_rules)
            check_creators(diag, model, class);
        else if (!class->has_permissions && !class->default_acl) {
            diag_report(diag, DIAG_NO_RULE, place_of(class), class->name);
            diag_note(diag, (struct span){0}, "'%s is closed.' keeps it to the master key",
                      class->name);
        }
    }
}

void lint(struct diag *diag, const struct model *model)
{
    lint_covered(diag, model);
    lint_sentences(diag, model);
    lint_giving(diag, model);
    lint_classes(diag, model);
}
