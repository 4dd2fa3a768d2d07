/* check_pointers.c - whether pointers and relations lead somewhere. See draft.h. */
#include "draft/check_pointers.h"

#include "base/nearest.h"
#include "draft/check_names.h"
#include "model/builtin.h"

/* The class that a field of the schema leads to and that is declared nowhere: parse-server takes such a
 * schema, so the class is made, without fields. What looks like a misspelling is a fault. */
static struct draft_class *undeclared_class(struct draft *draft, const struct draft_field *field,
                                            const struct ast_name *target)
{
    struct nearest nearest = nearest_to(target->text);
    for (size_t i = 0; i < draft->classes.count && !diag_is_full(draft->diag); i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        nearest_consider(&nearest, class->model.name, draft_class_span(class));
    }
    bool is_name = names_are_plain(target->text) || builtin_is_unserved_class(target->text);
    if (!field->schema || nearest.best || !is_name) {
        diag_report(draft->diag, DIAG_UNKNOWN_TARGET, target->span, target->text);
        nearest_note(&nearest, draft->diag);
        return NULL;
    }
    diag_report(draft->diag, DIAG_UNDECLARED_CLASS, target->span, target->text);
    struct draft_class *class = draft_add_class(draft, target->text);
    class->model.inputs = INPUT_SCHEMA;
    class->model.schema_span = target->span;
    return class;
}

static void check_field(struct draft *draft, struct draft_field *field)
{
    const struct ast_type *type = &field->type;
    if (type->kind == AST_TYPE_FAULTY)
        return;
    const char *type_name = field_type_name((enum field_type)type->kind);
    bool leads_on = type->kind == FIELD_POINTER || type->kind == FIELD_RELATION;
    if (leads_on && !type->target.text) {
        diag_report(draft->diag, DIAG_NO_TARGET, type->span, type_name);
    } else if (!leads_on && type->target.text) {
        diag_report(draft->diag, DIAG_NEEDLESS_TARGET, type->target.span, type_name);
    } else if (leads_on) {
        struct draft_class *target = draft_class(draft, type->target.text);
        if (!target)
            target = undeclared_class(draft, field, &type->target);
        field->model.target = !target ? NULL : &target->model;
    }
}

void check_pointers(struct draft *draft)
{
    for (size_t i = 0; i < draft->classes.count; i++) {
        const struct draft_class *class = draft_class_at(draft, i);
        for (size_t j = 0; j < class->fields.count; j++)
            check_field(draft, draft_field_at(class, j));
    }
}
