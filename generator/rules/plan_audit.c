/* plan_audit.c - whether an app has an audit trail, the class that shows it, and which reads it has.
 * See draft.h.
 *
 * A sentence that says "audit" brings the trail, and so does what must be told in any case: emergency
 * access, signatures, disclosures. The trail then has every change of every class and every sign-in; a
 * sentence "Audit every read of ..." adds reads. */
#include "rules/plan_audit.h"

#include "read/rule_slots.h"
#include "rules/check_rules.h"
#include "rules/rule_roles.h"

static struct draft_class *add_audit_class(struct draft *draft, const struct ast_rule *cause)
{
    static const struct {
        const char *name;
        enum field_type type;
        const char *target;
    } fields[] = {
        {"actor", FIELD_POINTER, "_User"},  {"action", FIELD_STRING, NULL},
        {"entityType", FIELD_STRING, NULL}, {"entityId", FIELD_STRING, NULL},
        {"payload", FIELD_OBJECT, NULL},
    };
    struct draft_class *class = draft_add_class(draft, AUDIT_CLASS);
    class->model.inputs = INPUT_SPEC;
    class->model.spec_span = cause->sentence->span;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct model_field *field =
            &draft_add_field(draft, class, fields[i].name, fields[i].type, fields[i].target)->model;
        field->inputs = INPUT_SPEC;
        field->spec_span = cause->sentence->span;
    }
    return class;
}

void plan_audit(struct draft *draft)
{
    const struct ast_rule *cause = !draft->spec ? NULL : draft->spec->rules;
    while (cause && !draft_asks_for_trail(cause))
        cause = cause->next;
    if (!cause)
        return;
    draft->audit_log = draft_class(draft, AUDIT_CLASS);
    if (!draft->audit_log)
        draft->audit_log = add_audit_class(draft, cause);
    draft->audit_log->model.append_only = true;
    /* Closed but for the spec's rules: the trail tells of everybody. */
    draft->audit_log->model.has_access_rules = true;
    struct draft_class *assignment = draft_class(draft, ASSIGNMENT_CLASS);
    if (assignment)
        assignment->model.is_grant = true;
}

void check_audit_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    unsigned reads = 1U << OPERATION_GET | 1U << OPERATION_FIND | 1U << OPERATION_COUNT;
    unsigned operations = 0;
    for (const struct ast_value *at = written->slots[SLOT_OPERATIONS]; at; at = at->next)
        operations |= rule_operations_of(at->name.text);
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class) {
            rule_add(checker, written, class)->operations = operations;
            class->model.audited_reads |= operations & reads;
        }
    }
}
