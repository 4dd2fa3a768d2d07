/* check_rules.c - from sentences that have the form of a rule to the model's rules; see draft.h.
 *
 * Each kind of rule has a function, in check_access.c, check_lifecycles.c or here; the kinds that
 * nothing acts on yet have their names checked and are reported as such. */
#include "rules/check_rules.h"

#include "rules/check_access.h"
#include "rules/check_lifecycles.h"
#include "rules/check_publishing.h"
#include "rules/check_records.h"
#include "rules/check_sealing.h"
#include "rules/check_stamps.h"
#include "rules/close_grants.h"

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
void check_from_schema_rule(struct rule_checker *checker, const struct ast_rule *written)
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
void check_closed_rule(struct rule_checker *checker, const struct ast_rule *written)
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

void check_append_only_rule(struct rule_checker *checker, const struct ast_rule *written)
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
void check_scope_word_rule(struct rule_checker *checker, const struct ast_rule *written)
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

void check_other_rule(struct rule_checker *checker, const struct ast_rule *written)
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

void rule_is_read_apart(struct rule_checker *checker, const struct ast_rule *written)
{
    (void)checker;
    (void)written;
}

static void check_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    static void (*const readers[])(struct rule_checker *, const struct ast_rule *) = {
#define RULE_KIND(kind, name, reader, edited, carried, shown, asked, told, noted)                  \
    [RULE_##kind] = (reader),
#include "model/rule_kinds.def"
#undef RULE_KIND
    };
    readers[written->kind](checker, written);
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
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next)
        check_rule(&checker, at);
    for (const struct ast_rule *at = draft->spec->rules; at; at = at->next)
        if (at->kind == RULE_ACKNOWLEDGEMENT)
            check_acknowledgement_rule(&checker, at);
    close_encrypted_rules(&checker);
    close_grant_rules(&checker);
    close_giving_classes(&checker);
    for (size_t i = 0; i < draft->classes.count; i++) {
        close_readers_rules(&checker, draft_class_at(draft, i));
        close_signature_rules(&checker, draft_class_at(draft, i));
        close_stamps(draft_class_at(draft, i));
    }
}
