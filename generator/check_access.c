/* check_access.c - rules about who may do what with which rows and fields; see rule_roles.h.
 *
 * A sentence becomes one rule for each class, role and way to the user, so that each rule is one
 * disjunct of a guard. */
#include "rule_match.h"
#include "rule_roles.h"

#include "names.h"

#include <string.h>

static unsigned operations_of(const struct ast_rule *written)
{
    unsigned operations = 0;
    for (const struct ast_value *at = written->slots[SLOT_OPERATIONS]; at != NULL; at = at->next) {
        operations |= rule_operations_of(at->name.text);
    }
    /* The form 'can update only FIELDS of' has no list of operations. */
    return operations == 0 ? 1U << OPERATION_UPDATE : operations;
}

/* The fields that an update is limited to. False when there are none left of those that are named,
 * since a rule without fields is about all of them. */
static bool read_fields(struct rule_checker *checker, const struct ast_rule *written,
                        const struct draft_class *class, struct model_rule *rule)
{
    struct vector fields = {0};
    for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at != NULL; at = at->next) {
        struct draft_field *field = rule_field(checker, class, &at->name);
        if (field != NULL) {
            vector_add(&fields, checker->arena, &field->model);
        }
    }
    rule->fields = (const struct model_field *const *)fields.items;
    rule->field_count = fields.count;
    return written->slots[SLOT_FIELDS] == NULL || fields.count > 0;
}

/* Adds the rule that a sentence means for one class, one role (NULL: the users at the end of the
 * path) and one path. */
static void add_rule(struct rule_checker *checker, const struct ast_rule *written,
                     struct draft_class *class, const struct model_role *role,
                     struct model_path path)
{
    struct model_rule checked = {0};
    class->model.has_access_rules = true;
    if (!read_fields(checker, written, class, &checked) ||
        !rule_conditions(checker, class, written->conditions, &checked)) {
        return;
    }
    struct model_rule *rule = rule_add(checker, written, class);
    rule->role = role;
    rule->operations = operations_of(written);
    rule->path = path;
    rule->fields = checked.fields;
    rule->field_count = checked.field_count;
    rule->conditions = checked.conditions;
    rule->condition_count = checked.condition_count;
}

/* "The sender and the recipient of a Message can ..." */
static void add_actors(struct rule_checker *checker, const struct ast_rule *written,
                       struct draft_class *class)
{
    class->model.has_access_rules = true;
    for (const struct ast_value *at = written->slots[SLOT_ACTORS]; at != NULL; at = at->next) {
        struct model_path path;
        if (rule_path_of_name(checker, class, &at->name, &path)) {
            add_rule(checker, written, class, NULL, path);
        }
    }
}

static void add_assigned(struct rule_checker *checker, const struct ast_rule *written,
                         struct draft_class *class, const struct model_role *role)
{
    struct draft *draft = checker->draft;
    const struct draft_class *assignment = draft_class(draft, ASSIGNMENT_CLASS);
    static const char *const ends[] = {"patient", "provider"};
    const struct draft_field *fields[2];
    for (size_t i = 0; i < 2; i++) {
        fields[i] = map_get(&assignment->field_of, ends[i]);
        if (fields[i] == NULL || fields[i]->type.kind != FIELD_POINTER ||
            fields[i]->model.target == NULL) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                        ASSIGNMENT_CLASS " needs the pointers patient and provider");
            return;
        }
    }
    struct model_path path;
    if (rule_path(checker, written->sentence->span, &class->model, fields[0]->model.target,
                  &path)) {
        add_rule(checker, written, class, role, path);
    }
}

static void add_for_role(struct rule_checker *checker, const struct ast_rule *written,
                         struct draft_class *class, const struct ast_name *role_name)
{
    const struct model_role *role = rule_role(checker, role_name);
    class->model.has_access_rules = true;
    if (role == NULL) {
        return;
    }
    if (written->scope == SCOPE_ALL) {
        add_rule(checker, written, class, role, (struct model_path){0});
    } else if (written->scope == SCOPE_ASSIGNED) {
        if (rule_role(checker, &written->slots[SLOT_PATIENTS]->name) != NULL) {
            add_assigned(checker, written, class, role);
        }
    } else {
        const struct vector *paths = rule_own_paths(checker, written->sentence->span, class, role);
        for (size_t i = 0; i < paths->count; i++) {
            add_rule(checker, written, class, role, *(const struct model_path *)paths->items[i]);
        }
    }
}

void check_access_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class == NULL) {
            continue;
        }
        if (class->model.builtin) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena,
                                     "who may reach '%s' is Parse's own affair, by ACLs",
                                     class->model.name));
            continue;
        }
        if (written->slots[SLOT_ACTORS] != NULL) {
            add_actors(checker, written, class);
        }
        for (const struct ast_value *at = written->slots[SLOT_ROLES]; at != NULL; at = at->next) {
            add_for_role(checker, written, class, &at->name);
        }
    }
}

void check_readers_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (class == NULL) {
            continue;
        }
        for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
            const struct model_role *role = rule_role(checker, &at->name);
            if (role != NULL && role->members != MEMBERS_ROLE) {
                diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, at->name.text,
                            "only users in a role can be told from others field by field");
                continue;
            }
            struct model_rule checked = {0};
            if (role != NULL && read_fields(checker, written, class, &checked)) {
                struct model_rule *rule = rule_add(checker, written, class);
                rule->role = role;
                rule->fields = checked.fields;
                rule->field_count = checked.field_count;
            }
        }
    }
}

void check_grant_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    (void)checker;
    (void)written;
}
