/* plan_assignment.c - the class CareAssignment, which says which provider is assigned to which
 * patient and when. See draft.h.
 *
 * It is there when a rule says 'of their assigned patients'. Its patient is whatever stands for a
 * patient in the app: the profile that the sentence about patients names, else the user. */
#include "rules/plan_assignment.h"

#include "rules/rule_roles.h"

static const struct ast_rule *assigned_rule(const struct ast *spec)
{
    const struct ast_rule *rule = !spec ? NULL : spec->rules;
    while (rule && rule->scope != SCOPE_ASSIGNED)
        rule = rule->next;
    return rule;
}

const char *draft_profile_of(const struct draft *draft, const char *role)
{
    for (const struct ast_rule *rule = draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *profile = rule->slots[SLOT_CLASSES];
        const struct draft_class *class = rule->kind != RULE_ROLE || !profile
                                              ? NULL
                                              : draft_find_class(draft, profile->name.text);
        if (!class)
            continue;
        for (const struct ast_value *at = rule->slots[SLOT_ROLES]; at; at = at->next)
            if (rule_role_is_called(at->name.text, role))
                return class->model.name;
    }
    return NULL;
}

void plan_assignment(struct draft *draft)
{
    const struct ast_rule *rule = assigned_rule(draft->spec);
    if (!rule || draft_class(draft, ASSIGNMENT_CLASS))
        return;
    struct draft_class *class = draft_add_class(draft, ASSIGNMENT_CLASS);
    class->model.inputs = INPUT_SPEC;
    class->model.spec_span = rule->sentence->span;
    const char *patients = draft_profile_of(draft, rule->slots[SLOT_PATIENTS]->name.text);
    draft_add_field(draft, class, "patient", FIELD_POINTER, !patients ? "_User" : patients)
        ->model.required = true;
    draft_add_field(draft, class, "provider", FIELD_POINTER, "_User")->model.required = true;
    draft_add_field(draft, class, "startsAt", FIELD_DATE, NULL);
    draft_add_field(draft, class, "endsAt", FIELD_DATE, NULL);
    for (size_t i = 0; i < class->fields.count; i++) {
        struct model_field *field = &draft_field_at(class, i)->model;
        field->inputs = INPUT_SPEC;
        field->spec_span = rule->sentence->span;
    }
}
