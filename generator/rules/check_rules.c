/* check_rules.c - from sentences that have the form of a rule to the model's rules; see draft.h.
 *
 * Each kind of rule has a function, in check_access.c, check_lifecycles.c or here; the kinds that
 * nothing acts on yet have their names checked and are reported as such. */
#include "rules/rule_roles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct model_rule *rule_add(struct rule_checker *checker, const struct ast_rule *written,
                            struct draft_class *class)
{
    struct model_rule *rule = arena_alloc(checker->arena, sizeof *rule);
    rule->kind = written->kind;
    rule->scope = written->scope;
    rule->sentence = written->number;
    rule->reading = written->reading;
    rule->span = written->sentence->span;
    vector_add(&checker->draft->rules, checker->arena, rule);
    if (class) {
        rule->class = &class->model;
        vector_add(&class->rules, checker->arena, rule);
    }
    return rule;
}

static void check_owner_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        struct vector *paths = arena_alloc(checker->arena, sizeof *paths);
        const struct ast_value *field = !class ? NULL : written->slots[SLOT_FIELDS];
        for (; field; field = field->next) {
            struct model_path *path = arena_alloc(checker->arena, sizeof *path);
            if (rule_path_of_name(checker, class, &field->name, path)) {
                vector_add(paths, checker->arena, path);
                rule_add(checker, written, class)->path = *path;
            }
        }
        if (class && map_add(&checker->owner_of, class->model.name, paths)) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena, "it is said already whose '%s' is",
                                     class->model.name));
        }
    }
}

/* "AdherenceLog and Message.thread come from the schema.": when it is read, it has them. */
static void check_from_schema_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft *draft = checker->draft;
    for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at; at = at->next) {
        size_t length = strcspn(at->name.text, ".");
        struct ast_name name = {.text = arena_copy(checker->arena, at->name.text, length),
                                .span = at->name.span};
        const struct draft_class *class =
            !draft->schema ? NULL : draft_find_class(draft, name.text);
        struct ast_name field = {.text = at->name.text + length, .span = at->name.span};
        if (draft->schema && (!class || !class->schema)) {
            draft_report_unknown_class(draft, &name);
        } else if (draft->schema && *field.text == '.') {
            field.text++;
            const struct draft_field *found =
                rule_find_field(draft, class, field.text, NAMES_SAME_BUT_NUMBER);
            if (!found || !found->schema)
                draft_report_unknown_field(draft, class, &field);
        }
    }
    draft_note_names(draft, written->sentence->span);
}

/* "Visit is closed.": but for what other sentences open, which is so of a class with such sentences
 * anyway. */
static void check_closed_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class && class->model.builtin) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena,
                                     "who may reach '%s' is Parse's own affair, by ACLs",
                                     class->model.name));
        } else if (class) {
            class->model.has_access_rules = true;
            rule_add(checker, written, class);
        }
    }
}

static void check_append_only_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class && class->model.builtin) {
            diag_report(
                checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                arena_printf(checker->arena, "'%s' is Parse's own and changes", class->model.name));
        } else if (class) {
            class->model.append_only = true;
            rule_add(checker, written, class);
        }
    }
}

/* "The scope labs of SharedAccess covers LabResult.": the grants look for it, here its names are
 * checked. */
static void check_scope_word_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    (void)rule_class(checker, &written->slots[SLOT_GRANT]->name);
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        for (const struct ast_value *at = written->slots[SLOT_VALUES]; class && at; at = at->next)
            rule_add(checker, written, class)->value = at->name.text;
    }
}

int64_t rule_duration(struct rule_checker *checker, const struct ast_rule *written)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"minute", 60000},
                 {"hour", 3600000},
                 {"day", 86400000},
                 {"month", 30 * 86400000LL},
                 {"year", 365 * 86400000LL}};
    enum { MOST_DIGITS = 6 };
    const struct ast_value *number = written->slots[SLOT_NUMBER];
    const struct ast_value *unit = written->slots[SLOT_UNIT];
    if (!number || !unit)
        return 0;
    size_t digits = strspn(number->name.text, "0123456789");
    int64_t count = strtoll(number->name.text, NULL, 10);
    if (number->name.text[digits] != '\0' || digits > MOST_DIGITS || count == 0) {
        diag_report(checker->diag, DIAG_RULE_FIELD, number->name.span, number->name.text,
                    "a duration is a whole number, from 1 to 999999");
        return 0;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strncasecmp(units[i].unit, unit->name.text, strlen(units[i].unit)) == 0)
            return units[i].ms * count;
    return 0;
}

/* A rule that is kept as it stands: its roles and classes are checked, and there is one rule for each
 * class. */
static void check_other_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    const struct model_role *role = NULL;
    int64_t duration_ms = rule_duration(checker, written);
    for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next)
        role = rule_role(checker, &at->name);
    const struct ast_value *name = written->slots[SLOT_CLASSES];
    if (!name) {
        struct model_rule *rule = rule_add(checker, written, NULL);
        rule->role = role;
        rule->duration_ms = duration_ms;
    }
    for (; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at; at = at->next)
            (void)rule_field(checker, class, &at->name);
        struct model_rule *rule = rule_add(checker, written, class);
        rule->role = role;
        rule->duration_ms = duration_ms;
    }
}

static void check_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    switch (written->kind) {
    case RULE_ROLE:
    case RULE_OWNER:
        return; /* read before all others, which need them */
    case RULE_FROM_SCHEMA:
        check_from_schema_rule(checker, written);
        return;
    case RULE_ACCESS:
        check_access_rule(checker, written);
        return;
    case RULE_READERS:
        check_readers_rule(checker, written);
        return;
    case RULE_GRANT:
        check_grant_rule(checker, written);
        return;
    case RULE_SCOPE_WORD:
        check_scope_word_rule(checker, written);
        return;
    case RULE_ONE_OF:
        return; /* read before the rules that name values */
    case RULE_LIFECYCLE:
        check_lifecycle_rule(checker, written);
        return;
    case RULE_REQUIREMENT:
        check_requirement_rule(checker, written);
        return;
    case RULE_AUDIT:
        check_audit_rule(checker, written);
        return;
    case RULE_CLOSED:
        check_closed_rule(checker, written);
        return;
    case RULE_APPEND_ONLY:
        check_append_only_rule(checker, written);
        return;
    case RULE_SIGN_UP:
    case RULE_APPROVAL:
    case RULE_BREAK_GLASS:
    case RULE_DISCLOSURE:
        check_account_rule(checker, written);
        return;
    case RULE_STAMP:
        check_stamp_rule(checker, written);
        return;
    case RULE_NO_OVERLAP:
        check_no_overlap_rule(checker, written);
        return;
    case RULE_LISTING:
        check_listing_rule(checker, written);
        return;
    case RULE_PUBLISH:
        check_publish_rule(checker, written);
        return;
    case RULE_NOTIFY:
        check_notify_rule(checker, written);
        return;
    case RULE_ACKNOWLEDGEMENT:
        return; /* read after the rules about who reads what */
    case RULE_SIGNED_URL:
        check_signed_url_rule(checker, written);
        return;
    case RULE_ENCRYPTED:
        check_encrypted_rule(checker, written);
        return;
    case RULE_VERSIONS:
        check_versions_rule(checker, written);
        return;
    case RULE_SIGNATURE:
        check_signature_rule(checker, written);
        return;
    case RULE_RETENTION:
        check_retention_rule(checker, written);
        return;
    case RULE_EXPORT:
        check_export_rule(checker, written);
        return;
    default:
        check_other_rule(checker, written);
    }
}

void check_rules(struct draft *draft)
{
    struct rule_checker checker = {.draft = draft, .diag = draft->diag, .arena = draft->arena};
    if (!draft->spec)
        return;
    map_init(&checker.owner_of, draft->arena);
    rule_roles_read(&checker);
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next)
        if (at->kind == RULE_OWNER)
            check_owner_rule(&checker, at);
        else if (at->kind == RULE_ONE_OF)
            check_one_of_rule(&checker, at);
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next) {
        check_rule(&checker, at);
        if (!rule_kind_is_enforced(at->kind)) {
            diag_report(draft->diag, DIAG_NOT_ENFORCED, at->sentence->span,
                        rule_kind_name(at->kind));
        }
    }
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next)
        if (at->kind == RULE_ACKNOWLEDGEMENT)
            check_acknowledgement_rule(&checker, at);
    close_encrypted_rules(&checker);
    close_grant_rules(&checker);
    for (size_t i = 0; i < draft->classes.count; i++) {
        close_readers_rules(&checker, draft_class_at(draft, i));
        close_signature_rules(&checker, draft_class_at(draft, i));
        close_stamps(draft_class_at(draft, i));
    }
}
