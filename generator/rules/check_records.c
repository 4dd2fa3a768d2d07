/* check_records.c - the rules about what is kept of a class's rows; see rule_roles.h. */
#include "rules/check_records.h"

#include "rules/check_rules.h"

#include <string.h>
#include <strings.h>

/* The class of that name, unless it is one of Parse's own, whose rows come and go with accounts. */
static struct draft_class *kept_class(struct rule_checker *checker, const struct ast_name *name)
{
    struct draft_class *class = rule_class(checker, name);
    if (class && class->model.builtin) {
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
        if (class) {
            class->model.keeps_versions = true;
            rule_add(checker, written, class);
        }
    }
}

/* Parse's own classes have no live queries in any case. */
void check_silent_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class) {
            class->model.is_silent = true;
            rule_add(checker, written, class);
        }
    }
}

/* What is signed: the first word of the sentence. */
static const char *signed_change(const char *text)
{
    static const char *const words[] = {"publishing", "creating", "updating", "correcting"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncasecmp(text, words[i], strlen(words[i])) == 0)
            return words[i];
    return "updating";
}

/* A signature is bound to a version, so versions are kept. */
void check_signature_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = kept_class(checker, &name->name);
        if (class) {
            class->model.keeps_versions = true;
            rule_add(checker, written, class)->value = signed_change(ast_rule_text(written));
        }
    }
}

/* Publishing can be signed where something is published. */
void close_signature_rules(struct rule_checker *checker, const struct draft_class *class)
{
    const struct model_rule *signature = NULL;
    bool is_published = false;
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *rule = class->rules.items[i];
        is_published = is_published || rule->kind == RULE_PUBLISH;
        if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, "publishing") == 0)
            signature = rule;
    }
    if (signature && !is_published) {
        diag_report(
            checker->diag, DIAG_RULE_CONFLICT, signature->span,
            arena_printf(checker->arena, "no sentence says who publishes '%s'", class->model.name));
    }
}

void check_retention_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    int64_t duration_ms = rule_duration(checker, written);
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = kept_class(checker, &name->name);
        if (class)
            rule_add(checker, written, class)->duration_ms = duration_ms;
    }
}

/* A rule for each of the roles whose users may take their record along. */
void check_export_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_ROLES]; name; name = name->next) {
        const struct model_role *role = rule_role(checker, &name->name);
        if (role)
            rule_add(checker, written, NULL)->role = role;
    }
}

/* The same of who may ask who looked at it; a rule without a role says that nobody may. */
void check_access_report_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    check_export_rule(checker, written);
    if (!written->slots[SLOT_ROLES])
        rule_add(checker, written, NULL);
}
