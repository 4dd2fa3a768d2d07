/* lint_giving.c - what gives access is given by the wrong people, or for longer than it says itself. See
 * lint.h.
 *
 * An object of CareAssignment, or of a class that grants, lets somebody see a patient's rows. Who may make
 * one that names himself gives himself that right; and a sentence about a grant that does not ask for its
 * `status` or `expiresAt` takes one that was withdrawn or has expired for good. */
#include "rules/lint.h"

#include "base/names.h"
#include "model/in_force.h"

#include <string.h>

/* Whether what a rule lets somebody create does not count before somebody else has taken a step. */
static bool waits_for_others(const struct model_rule *creates, const struct model_class *class,
                             const struct model_condition *asked)
{
    const char *first = model_first_state(class, asked->field);
    bool is_among = false;
    for (size_t i = 0; first && i < asked->value_count; i++)
        is_among = is_among || strcmp(asked->values[i], first) == 0;
    if (first && is_among == asked->negated)
        return true;
    /* "can create all Consent whose status is requested" */
    for (size_t i = 0; i < creates->condition_count; i++) {
        const struct model_condition *own = &creates->conditions[i];
        bool meets = own->field != asked->field || own->negated;
        for (size_t j = 0; j < own->value_count && !meets; j++) {
            bool is_asked = false;
            for (size_t k = 0; k < asked->value_count; k++)
                is_asked = is_asked || strcmp(own->values[j], asked->values[k]) == 0;
            meets = is_asked != asked->negated;
        }
        if (!meets)
            return true;
    }
    return false;
}

/* Whether a rule lets somebody change whom an object names, what it is about, or how long it counts. */
static bool extends(struct arena *arena, const struct model_rule *rule)
{
    bool extends = rule->field_count == 0;
    for (size_t i = 0; i < rule->field_count; i++) {
        const struct model_field *field = rule->fields[i];
        extends = extends || field->type == FIELD_POINTER || field->type == FIELD_ARRAY ||
                  in_force_of(arena, field->name, field->type) != IN_FORCE_NOTHING;
    }
    return extends && lint_opens(rule, OPERATION_UPDATE);
}

/* Whether a rule lets people of a role make any object of the class, and not such as give what is their own. */
static bool gives(struct arena *arena, const struct model_rule *rule,
                  const struct model_class *class, const struct model_field *target)
{
    bool is_own =
        rule->scope == SCOPE_OWN && rule->path.length > 0 && rule->path.steps[0] == target;
    return (lint_opens(rule, OPERATION_CREATE) || extends(arena, rule)) && rule->class == class &&
           !is_own && rule->role && rule->role->members == MEMBERS_ROLE;
}

/* What is given, by a rule: of whose role it is, or NULL for whomever the object names. */
static void check_givers(struct diag *diag, struct arena *arena, const struct model_class *class,
                         const struct model_rule *given, const struct model_field *target,
                         const struct model_condition *asked, size_t asked_count)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        bool is_theirs = !given->role || given->role == rule->role;
        bool waits = false;
        for (size_t j = 0; j < asked_count && lint_opens(rule, OPERATION_CREATE); j++)
            waits = waits || waits_for_others(rule, class, &asked[j]);
        if (!gives(arena, rule, class, target) || !is_theirs || waits)
            continue;
        diag_report(diag, DIAG_GIVES_ITSELF, rule->span, rule->role->name, class->name);
        diag_note(diag, given->span, "this is what it opens");
        return;
    }
}

static bool is_named(const struct model_rule *rule, const struct model_field *field)
{
    const struct model_grant *grant = rule->grant;
    bool is_asked = field == grant->from || field == grant->until || field == grant->or_until;
    for (size_t i = 0; i < rule->condition_count; i++)
        is_asked = is_asked || rule->conditions[i].field == field;
    return is_asked;
}

/* Reports the first field of a grant that says whether it counts and is not asked for. */
static void check_force(struct diag *diag, const struct model_rule *rule,
                        const struct in_force_terms *terms)
{
    const struct model_field *missing = NULL;
    for (size_t i = 0; i < terms->condition_count && !missing; i++)
        missing = is_named(rule, terms->conditions[i].field) ? NULL : terms->conditions[i].field;
    for (size_t i = 0; i < terms->start_count && !missing; i++)
        missing = is_named(rule, terms->starts[i]) ? NULL : terms->starts[i];
    for (size_t i = 0; i < terms->end_count && !missing; i++)
        missing = is_named(rule, terms->ends[i]) ? NULL : terms->ends[i];
    if (missing)
        diag_report(diag, DIAG_NOT_IN_FORCE, rule->span, missing->name, rule->grant->class->name);
}

/* The status of a class of which no value says whether it counts, so that it counts with each; NULL: there is none, or the
 * rule, which may be NULL, asks for it. */
static const struct model_field *undecided(struct arena *arena, const struct model_class *class,
                                           const struct model_rule *rule)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        const char *words = names_snake(arena, field->name);
        const char *last = strrchr(words, '_') ? strrchr(words, '_') + 1 : words;
        bool is_status = strcmp(last, "status") == 0 || strcmp(last, "state") == 0;
        const char *const *asked = NULL;
        bool negated = false;
        if (is_status && field->type == FIELD_STRING && field->one_of_count > 1 &&
            in_force_values(arena, field->one_of, field->one_of_count, &asked, &negated) == 0 &&
            !(rule && is_named(rule, field)))
            return field;
    }
    return NULL;
}

void lint_giving(struct diag *diag, const struct model *model)
{
    const struct model_class *assignment = model_find_class(model, ASSIGNMENT_CLASS);
    const struct model_class *told = NULL; /* the grant whose rules come one after the other */
    const struct model_rule *assigned = NULL;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        struct in_force_terms terms;
        const struct model_field *status = rule->scope == SCOPE_ASSIGNED && assignment && !assigned
                                               ? undecided(&arena, assignment, NULL)
                                               : NULL;
        if (status)
            diag_report(diag, DIAG_UNDECIDED, rule->span, status->name, assignment->name);
        if (rule->scope == SCOPE_ASSIGNED && assignment && rule->role &&
            (!assigned || assigned->role != rule->role)) {
            assigned = rule;
            in_force_terms(&arena, assignment, &terms);
            check_givers(diag, &arena, assignment, rule, model_find_field(assignment, "patient"),
                         terms.conditions, terms.condition_count);
        }
        bool is_new = rule->kind == RULE_GRANT && rule->grant->class != told &&
                      !rule->grant->is_emergency && !rule->grant->is_consent;
        if (!is_new)
            continue;
        told = rule->grant->class;
        in_force_terms(&arena, told, &terms);
        check_force(diag, rule, &terms);
        status = undecided(&arena, told, rule);
        if (status)
            diag_report(diag, DIAG_UNDECIDED, rule->span, status->name, told->name);
        if (rule->grant->grantee.length == 1)
            check_givers(diag, &arena, told, rule, rule->grant->target, rule->conditions,
                         rule->condition_count);
    }
    arena_release(&arena);
}
