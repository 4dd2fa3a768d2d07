/* check_history.c - the rules about what is kept of a class's rows; see rule_roles.h. */
#include "rule_roles.h"

/* The class of that name, unless it is one of Parse's own, whose rows come and go with accounts. */
static struct draft_class *kept_class(struct rule_checker *checker, const struct ast_name *name)
{
    struct draft_class *class = rule_class(checker, name);
    if (class != NULL && class->model.builtin) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, name->span,
                    arena_printf(checker->arena, "'%s' is Parse's own and has no history",
                                 class->model.name));
        return NULL;
    }
    return class;
}

void check_versions_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = kept_class(checker, &name->name);
        if (class != NULL) {
            class->model.keeps_versions = true;
            rule_add(checker, written, class);
        }
    }
}
