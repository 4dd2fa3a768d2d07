/* check_access.c - rules about who may do what with which rows and fields; see rule_roles.h.
 *
 * A sentence becomes one rule for each class, role and way to the user, so that each rule is one
 * disjunct of a guard. */
#include "rules/check_access.h"

#include "read/rule_slots.h"
#include "rules/additions.h"
#include "rules/check_rules.h"
#include "rules/rule_roles.h"

#include "base/names.h"

#include <string.h>

static unsigned operations_of(const struct ast_rule *written)
{
    unsigned operations = 0;
    for (const struct ast_value *at = written->slots[SLOT_OPERATIONS]; at; at = at->next)
        operations |= rule_operations_of(at->name.text);
    /* The form 'can update only FIELDS of' has no list of operations. */
    return operations == 0 ? 1U << OPERATION_UPDATE : operations;
}

/* The fields that an update is limited to. False when there are none left of those that are named,
 * since a rule without fields is about all of them. */
static bool read_fields(struct rule_checker *checker, const struct ast_rule *written,
                        const struct draft_class *class, struct model_rule *rule)
{
    struct vector fields = {0};
    for (const struct ast_value *at = written->slots[SLOT_FIELDS]; at; at = at->next) {
        struct draft_field *field = rule_field(checker, class, &at->name);
        if (field)
            vector_add(&fields, checker->arena, &field->model);
    }
    rule->fields = (const struct model_field *const *)fields.items;
    rule->field_count = fields.count;
    return !written->slots[SLOT_FIELDS] || fields.count > 0;
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
        !rule_conditions(checker, class, written->conditions, &checked))
        return;
    struct model_rule *rule = rule_add(checker, written, class);
    rule->role = role;
    rule->operations = operations_of(written);
    rule->path = path;
    rule->fields = checked.fields;
    rule->field_count = checked.field_count;
    rule->conditions = checked.conditions;
    rule->condition_count = checked.condition_count;
}

/* "The sender and the recipient of a Message can ..."; with a role, "doctors can ... visits in which
 * they are the doctor", it is those users as far as they are in the role. */
static void add_actors(struct rule_checker *checker, const struct ast_rule *written,
                       struct draft_class *class, const struct model_role *role)
{
    class->model.has_access_rules = true;
    for (const struct ast_value *at = written->slots[SLOT_ACTORS]; at; at = at->next) {
        struct model_path path;
        if (rule_path_of_name(checker, class, &at->name, &path))
            add_rule(checker, written, class, role, path);
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
        if (!fields[i] || fields[i]->type.kind != FIELD_POINTER || !fields[i]->model.target) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, written->sentence->span,
                        ASSIGNMENT_CLASS " needs the pointers patient and provider");
            return;
        }
    }
    struct model_path path;
    if (rule_path(checker, written->sentence->span, &class->model, fields[0]->model.target, &path))
        add_rule(checker, written, class, role, path);
}

static void add_for_role(struct rule_checker *checker, const struct ast_rule *written,
                         struct draft_class *class, const struct ast_name *role_name)
{
    const struct model_role *role = rule_role(checker, role_name);
    class->model.has_access_rules = true;
    if (!role)
        return;
    if (written->slots[SLOT_ACTORS]) {
        add_actors(checker, written, class, role);
    } else if (written->scope == SCOPE_ALL) {
        add_rule(checker, written, class, role, (struct model_path){0});
    } else if (written->scope == SCOPE_ASSIGNED) {
        if (rule_role(checker, &written->slots[SLOT_PATIENTS]->name))
            add_assigned(checker, written, class, role);
    } else {
        const struct vector *paths = rule_own_paths(checker, written->sentence->span, class, role);
        for (size_t i = 0; i < paths->count; i++)
            add_rule(checker, written, class, role, *(const struct model_path *)paths->items[i]);
    }
}

void check_access_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        if (class->model.builtin) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena,
                                     "who may reach '%s' is Parse's own affair, by ACLs",
                                     class->model.name));
            continue;
        }
        if (written->slots[SLOT_ACTORS] && !written->slots[SLOT_ROLES])
            add_actors(checker, written, class, NULL);
        for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next)
            add_for_role(checker, written, class, &at->name);
    }
}

void check_readers_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    for (const struct ast_value *name = written->slots[SLOT_CLASSES]; name; name = name->next) {
        struct draft_class *class = rule_class(checker, &name->name);
        if (!class)
            continue;
        if (class->model.builtin || class->model.protected_count > 0) {
            diag_report(checker->diag, DIAG_RULE_CONFLICT, name->name.span,
                        arena_printf(checker->arena, "'%s' has protectedFields already",
                                     class->model.name));
            continue;
        }
        for (const struct ast_value *at = written->slots[SLOT_ROLES]; at; at = at->next) {
            const struct model_role *role = rule_role(checker, &at->name);
            if (role && role->members != MEMBERS_ROLE) {
                diag_report(checker->diag, DIAG_RULE_FIELD, at->name.span, at->name.text,
                            "only users in a role can be told from others field by field");
                continue;
            }
            struct model_rule checked = {0};
            if (role && read_fields(checker, written, class, &checked)) {
                struct model_rule *rule = rule_add(checker, written, class);
                rule->role = role;
                rule->fields = checked.fields;
                rule->field_count = checked.field_count;
            }
        }
    }
}

static bool lists_field(const struct model_rule *rule, const char *field)
{
    for (size_t i = 0; i < rule->field_count; i++)
        if (strcmp(rule->fields[i]->name, field) == 0)
            return true;
    return false;
}

static bool is_readers_rule(const struct model_rule *rule)
{
    return rule->kind == RULE_READERS;
}

/* The fields that the class's sentences give to some readers only; those that the role may read are
 * left out. */
static struct model_protected protected_group(struct rule_checker *checker,
                                              const struct draft_class *class,
                                              const struct model_role *role)
{
    struct vector fields = {0};
    for (size_t i = 0; i < class->fields.count; i++) {
        const char *name = draft_field_at(class, i)->model.name;
        bool is_hidden = false;
        bool is_open = false;
        for (size_t j = 0; j < class->rules.count; j++) {
            const struct model_rule *rule = class->rules.items[j];
            if (is_readers_rule(rule) && lists_field(rule, name)) {
                is_hidden = true;
                is_open = is_open || rule->role == role;
            }
        }
        if (is_hidden && !is_open)
            vector_add(&fields, checker->arena, (void *)(uintptr_t)name);
    }
    return (struct model_protected){
        .principal = !role ? "*" : arena_printf(checker->arena, "role:%s", role->role_name),
        .fields = (const char *const *)fields.items,
        .field_count = fields.count,
    };
}

void close_readers_rules(struct rule_checker *checker, struct draft_class *class)
{
    struct model_protected *groups =
        arena_alloc_array(checker->arena, class->rules.count + 1, sizeof *groups);
    size_t count = 0;
    for (size_t i = 0; i < class->rules.count; i++) {
        const struct model_rule *rule = class->rules.items[i];
        if (!is_readers_rule(rule))
            continue;
        if (count == 0)
            groups[count++] = protected_group(checker, class, NULL);
        struct model_protected group = protected_group(checker, class, rule->role);
        bool is_new = true;
        for (size_t j = 0; j < count; j++)
            is_new = is_new && strcmp(groups[j].principal, group.principal) != 0;
        if (is_new)
            groups[count++] = group;
    }
    if (count > 0) {
        class->model.protected_fields = groups;
        class->model.protected_count = count;
    }
}

/* Grants. */

/* The next sentence, from one on, that says which word of a grant's scope covers a class, or NULL. */
static const struct ast_rule *scope_sentence(const struct draft *draft, const struct ast_rule *from,
                                             const struct model_class *grant,
                                             const struct draft_class *class)
{
    for (const struct ast_rule *at = from; at; at = at->next) {
        const struct draft_class *speaks_of =
            at->kind != RULE_SCOPE_WORD ? NULL
                                        : draft_find_class(draft, at->slots[SLOT_GRANT]->name.text);
        if (!speaks_of || &speaks_of->model != grant)
            continue;
        for (const struct ast_value *name = at->slots[SLOT_CLASSES]; name; name = name->next)
            if (draft_find_class(draft, name->name.text) == class)
                return at;
    }
    return NULL;
}

/* Whether the scope can hold the word. */
static bool can_hold(const struct model_field *scope, const char *word)
{
    bool is_listed = scope->one_of_count == 0;
    for (size_t i = 0; i < scope->one_of_count; i++)
        is_listed = is_listed || strcmp(scope->one_of[i], word) == 0;
    return is_listed;
}

/* Reports the item of a list that is one too many. */
static bool has_no_more(struct rule_checker *checker, const struct ast_value *last,
                        const char *reason)
{
    if (last && last->next) {
        diag_report(checker->diag, DIAG_RULE_FIELD, last->next->name.span, last->next->name.text,
                    reason);
    }
    return !last || !last->next;
}

/* Reads the fields of the grant's own class. False when one is missing or of the wrong type. */
static bool read_grant(struct rule_checker *checker, const struct ast_rule *written,
                       const struct draft_class *class, struct model_grant *grant)
{
    const struct ast_value *until = written->slots[SLOT_UNTIL];
    const struct ast_value *or_until = !until ? NULL : until->next;
    if (!has_no_more(checker, or_until, "a grant ends with the earlier of two dates at most") ||
        !has_no_more(checker, written->slots[SLOT_FIELDS], "a grant has one scope"))
        return false;
    const struct {
        const struct ast_value *name;
        enum field_type type;
        const char *wanted;
        const struct model_field **field;
    } parts[] = {
        {written->slots[SLOT_TARGET], FIELD_POINTER, "it is no Pointer", &grant->target},
        {written->slots[SLOT_FIELDS], FIELD_ARRAY, "a scope is an Array", &grant->scope},
        {written->slots[SLOT_FROM], FIELD_DATE, "it is no Date", &grant->from},
        {until, FIELD_DATE, "it is no Date", &grant->until},
        {or_until, FIELD_DATE, "it is no Date", &grant->or_until},
    };
    grant->class = &class->model;
    grant->is_emergency = class->is_brought && strcmp(class->model.name, EMERGENCY_CLASS) == 0;
    grant->is_consent = class->is_brought && strcmp(class->model.name, CONSENT_CLASS) == 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!parts[i].name)
            continue;
        const struct draft_field *field = rule_field(checker, class, &parts[i].name->name);
        if (!field)
            return false;
        if (field->type.kind != (int)parts[i].type) {
            diag_report(checker->diag, DIAG_RULE_FIELD, parts[i].name->name.span, field->model.name,
                        parts[i].wanted);
            return false;
        }
        *parts[i].field = &field->model;
    }
    return true;
}

/* Adds the rule for one class, one way to what is shared, and one word of the scope that covers the
 * class; NULL: there is no scope. */
static void add_grant(struct rule_checker *checker, const struct ast_rule *written,
                      struct draft_class *class, const struct model_grant *grant, const char *word,
                      const struct model_rule *conditions, struct model_path path)
{
    struct model_grant *own = arena_alloc(checker->arena, sizeof *own);
    *own = *grant;
    own->word = word;
    struct model_rule *rule = rule_add(checker, written, class);
    class->model.has_access_rules = true;
    rule->operations = operations_of(written);
    rule->grant = own;
    rule->path = path;
    rule->conditions = conditions->conditions;
    rule->condition_count = conditions->condition_count;
}

/* The words that cover the class are those that sentences give it, else its plural, "allergies" for
 * Allergy. A scope that cannot hold the plural covers nothing of the class. */
static void add_grants(struct rule_checker *checker, const struct ast_rule *written,
                       struct draft_class *class, const struct model_grant *grant,
                       const struct model_rule *conditions, struct model_path path)
{
    const struct draft *draft = checker->draft;
    const struct ast_rule *stated = scope_sentence(draft, draft->spec->rules, grant->class, class);
    if (!grant->scope) {
        add_grant(checker, written, class, grant, NULL, conditions, path);
        return;
    }
    const char *plural =
        names_plural(checker->arena, names_camel(checker->arena, class->model.name));
    if (!stated && can_hold(grant->scope, plural))
        add_grant(checker, written, class, grant, plural, conditions, path);
    for (; stated; stated = scope_sentence(draft, stated->next, grant->class, class)) {
        for (const struct ast_value *at = stated->slots[SLOT_VALUES]; at; at = at->next) {
            if (can_hold(grant->scope, at->name.text)) {
                add_grant(checker, written, class, grant, at->name.text, conditions, path);
            } else {
                diag_report(checker->diag, DIAG_RULE_VALUE, at->name.span, at->name.text,
                            grant->scope->name);
            }
        }
    }
}

/* Whether records of the class can be shared at all. */
static bool can_be_granted(const struct draft_class *class, const struct model_grant *grant)
{
    return !class->model.builtin && !class->is_brought && !class->model.append_only &&
           &class->model != grant->class && strcmp(class->model.name, ASSIGNMENT_CLASS) != 0;
}

/* Whether the sentence lets others have objects of the class: of those that it lists, or of all. */
static bool shares(const struct draft *draft, const struct ast_rule *written,
                   const struct draft_class *class)
{
    const struct ast_value *at = written->slots[SLOT_RECORDS];
    bool shares_all = !at;
    for (; at && !shares_all; at = at->next)
        if (draft_find_class(draft, at->name.text) == class)
            return true;
    return shares_all;
}

/* Adds the rules by which one of those whom the grant names reaches what leads to its target. */
static void add_for_grantee(struct rule_checker *checker, const struct ast_rule *written,
                            const struct model_grant *grant, const struct model_rule *conditions)
{
    struct draft *draft = checker->draft;
    const struct model_class *target = grant->target->target;
    for (size_t i = 0; i < draft->classes.count; i++) {
        struct draft_class *other = draft_class_at(draft, i);
        const struct vector *owners = map_get(&checker->owner_of, other->model.name);
        struct model_path path;
        struct model_path second;
        if (!can_be_granted(other, grant) || !shares(draft, written, other))
            continue;
        if (strcmp(target->name, "_User") == 0 && owners) {
            for (size_t j = 0; j < owners->count; j++) {
                add_grants(checker, written, other, grant, conditions,
                           *(const struct model_path *)owners->items[j]);
            }
        } else if (rule_paths(checker, &other->model, target, &path, &second) == 1) {
            add_grants(checker, written, other, grant, conditions, path);
        }
    }
}

/* Reports a class that the sentence lists and of which the grant opens nothing. */
static void check_records(struct rule_checker *checker, const struct ast_rule *written,
                          const struct model_grant *grant)
{
    for (const struct ast_value *at = written->slots[SLOT_RECORDS]; at; at = at->next) {
        const struct draft_class *class = rule_class(checker, &at->name);
        bool is_opened = false;
        for (size_t i = 0; class && i < class->rules.count; i++) {
            const struct model_rule *rule = class->rules.items[i];
            is_opened =
                is_opened || (rule->kind == RULE_GRANT && rule->sentence == written->number);
        }
        if (class && !is_opened)
            diag_report(checker->diag, DIAG_NOT_SHARED, at->name.span, at->name.text,
                        grant->class->name);
    }
}

void check_grant_rule(struct rule_checker *checker, const struct ast_rule *written)
{
    struct draft_class *class = rule_class(checker, &written->slots[SLOT_CLASSES]->name);
    struct model_grant grant = {0};
    struct model_rule conditions = {0};
    if (!class || !has_no_more(checker, written->slots[SLOT_CLASSES], "a grant is of one class") ||
        !read_grant(checker, written, class, &grant) || !grant.target || !grant.target->target ||
        !rule_conditions(checker, class, written->conditions, &conditions))
        return;
    class->model.is_grant = true;
    for (const struct ast_value *at = written->slots[SLOT_ACTORS]; at; at = at->next)
        if (rule_path_of_name(checker, class, &at->name, &grant.grantee))
            add_for_grantee(checker, written, &grant, &conditions);
    check_records(checker, written, &grant);
}
