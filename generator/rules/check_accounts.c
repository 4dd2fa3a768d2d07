/* check_accounts.c - rules about accounts: who signs up, who waits for approval by whom, who may be
 * lent access in an emergency or by a patient's consent. See rule_roles.h.
 *
 * The classes behind them and their rules of access come along by the texts of additions.c; here is
 * checked what the sentences name. */
#include "rules/check_rules.h"
#include "rules/rule_roles.h"

#include "rules/additions.h"

/* The role of that name when its users are those of a Parse role; reports it when not. */
static const struct model_role *role_in_parse(struct rule_checker *checker,
                                              const struct ast_name *name, const char *otherwise)
{
    const struct model_role *role = rule_role(checker, name);
    if (role && role->members != MEMBERS_ROLE) {
        diag_report(checker->diag, DIAG_RULE_FIELD, name->span, name->text, otherwise);
        return NULL;
    }
    return role;
}

static bool is_approved(const struct rule_checker *checker, const struct ast_name *role)
{
    for (const struct ast_rule *rule = checker->draft->spec->rules; rule; rule = rule->next) {
        const struct ast_value *at = rule->kind == RULE_APPROVAL ? rule->slots[SLOT_ROLES] : NULL;
        for (; at; at = at->next)
            if (rule_role_is_called(at->name.text, role->text))
                return true;
    }
    return false;
}

static void check_sign_up(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
        const struct model_role *role = rule_role(checker, &at->name);
        if (role && role->members == MEMBERS_ROLE && !is_approved(checker, &at->name))
            diag_report(checker->diag, DIAG_NOBODY_APPROVES, at->name.span, at->name.text);
        rule_add(checker, written, NULL)->role = role;
    }
}

static void check_approval(struct rule_checker *checker, const struct ast_rule *written)
{
    (void)role_in_parse(checker, &written->slots[SLOT_GRANT]->name,
                        "only users in a role can approve");
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
        const struct model_role *role =
            role_in_parse(checker, &at->name, "only who is to be in a role waits for approval");
        rule_add(checker, written, NULL)->role = role;
    }
}

/* Whether this is the first sentence of its kind; reports another one. */
static bool is_said_once(struct rule_checker *checker, const struct ast_rule *written)
{
    const struct ast_rule *first = checker->draft->spec->rules;
    while (first->kind != written->kind)
        first = first->next;
    if (first->number != written->number) {
        diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                    "one sentence says this already");
        diag_note(checker->diag, first->sentence->span, "here");
    }
    return first->number == written->number;
}

static void check_break_glass(struct rule_checker *checker, const struct ast_rule *written)
{
    int64_t duration_ms = rule_duration(checker, written);
    if (!is_said_once(checker, written))
        return;
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
        const struct model_role *role =
            role_in_parse(checker, &at->name, "only users in a role can grant emergency reads");
        struct model_rule *rule = rule_add(checker, written, NULL);
        rule->role = role;
        rule->duration_ms = duration_ms;
    }
}

/* Each class must lead to the patient whose consent is asked for: the rule's path goes on to the
 * patient's user. */
static void check_disclosure(struct rule_checker *checker, const struct ast_rule *written)
{
    if (!is_said_once(checker, written))
        return;
    struct draft_class *consent = draft_class(checker->draft, CONSENT_CLASS);
    const struct draft_field *patient = map_get(&consent->field_of, "patient");
    struct model_path to_user;
    const struct model_class *user = &draft_class(checker->draft, "_User")->model;
    if (!patient->model.target ||
        !rule_path(checker, written->sentence->span, patient->model.target, user, &to_user))
        return;
    for (const struct ast_value *at = written->slots[SLOT_CLASSES]; at; at = at->next) {
        struct draft_class *class = rule_class(checker, &at->name);
        struct model_path path;
        if (class && rule_path(checker, at->name.span, &class->model, patient->model.target, &path))
            rule_add(checker, written, class)->path = rule_path_join(checker->arena, path, to_user);
    }
}

void check_account_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    switch (written->kind) {
    case RULE_SIGN_UP:
        check_sign_up(checker, written);
        return;
    case RULE_APPROVAL:
        check_approval(checker, written);
        return;
    case RULE_BREAK_GLASS:
        check_break_glass(checker, written);
        return;
    default:
        check_disclosure(checker, written);
    }
}
