/* access_judge.c - see access_judge.h: who somebody is, which rules open a row, then the operations. */
#include "emit/tests/access_judge.h"

#include "emit/permissions.h"
#include "emit/tests/access_accounts.h"
#include "emit/tests/access_binding.h"
#include "emit/tests/access_grants.h"
#include "emit/tests/access_stamps.h"

#include <stdlib.h>
#include <string.h>

static bool is_master(const struct access_world *world, size_t user)
{
    return user + 1 == world->principal_count;
}

static bool has_role(const struct access_world *world, size_t user, const char *name)
{
    const struct model_role *role = access_user_at(world, user)->role;
    return role && role->members == MEMBERS_ROLE && strcmp(role->role_name, name) == 0;
}

/* Whether the user is one of those whom a role means; no role means all who are signed in. */
static bool is_in(const struct access_world *world, const struct model_role *role, size_t user)
{
    if (role && role->members == MEMBERS_EVERYONE)
        return true;
    if (user == ACCESS_NOBODY)
        return false;
    if (!role || role->members == MEMBERS_SIGNED_IN)
        return true;
    if (role->members == MEMBERS_ROLE)
        return has_role(world, user, role->role_name);
    const struct vector *profiles = access_rows_of(world, role->profile);
    for (size_t i = 0; i < profiles->count; i++)
        if (access_is_user(access_follow(world, profiles->items[i], &role->profile_user), user))
            return true;
    return false;
}

static bool holds(const struct access_world *world, const struct model_condition *condition,
                  const struct access_row *row)
{
    const char *text = access_text_of(world, row, condition->field);
    bool is_number = condition->field->type == FIELD_NUMBER;
    for (size_t i = 0; text && i < condition->value_count; i++) {
        const char *value = condition->values[i];
        bool equal =
            is_number ? strtod(text, NULL) - strtod(value, NULL) == 0 : strcmp(text, value) == 0;
        if (equal)
            return !condition->negated;
    }
    return condition->negated;
}

bool access_meets(const struct access_world *world, const struct model_rule *rule,
                  const struct access_row *row)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (!holds(world, &rule->conditions[i], row))
            return false;
    return true;
}

/* Whether an assignment is one that counts now. */
static bool counts(const struct access_world *world, const struct access_row *row)
{
    const struct in_force_terms *terms = &world->assigned;
    for (size_t i = 0; i < terms->start_count; i++)
        if (access_value_of(row, terms->starts[i])->kind == VALUE_FUTURE)
            return false;
    for (size_t i = 0; i < terms->end_count; i++)
        if (access_value_of(row, terms->ends[i])->kind == VALUE_PAST)
            return false;
    for (size_t i = 0; i < terms->condition_count; i++)
        if (!holds(world, &terms->conditions[i], row))
            return false;
    return true;
}

/* Whether the user is assigned to whom the value means, now. */
static bool is_assigned(const struct access_world *world, struct access_value patient, size_t user)
{
    const struct model_class *class = model_find_class(world->model, ASSIGNMENT_CLASS);
    const struct vector *rows = access_rows_of(world, class);
    for (size_t i = 0; i < rows->count; i++) {
        const struct access_row *row = rows->items[i];
        if (access_same(*access_value_of(row, model_find_field(class, "patient")), patient) &&
            access_is_user(*access_value_of(row, model_find_field(class, "provider")), user) &&
            counts(world, row))
            return true;
    }
    return false;
}

bool access_opens(const struct access_world *world, const struct model_rule *rule,
                  const struct access_row *row, size_t user, bool whole)
{
    if (!is_in(world, rule->role, user))
        return false;
    if (rule->kind == RULE_ACCESS && whole && !access_meets(world, rule, row))
        return false;
    switch (rule->scope) {
    case SCOPE_ALL:
        return true;
    case SCOPE_OWN:
        return access_is_user(access_follow(world, row, &rule->path), user);
    case SCOPE_ASSIGNED:
        return is_assigned(world, access_follow(world, row, &rule->path), user);
    case SCOPE_GRANTED:
        return access_grants(world, rule, row, user, whole);
    }
    return false;
}

static bool is_in_acl(const struct access_row *row, size_t user)
{
    return user != ACCESS_NOBODY && (size_t)row->acl_user == user;
}

/* An ACL takes nothing from those whom a rule names by a role, or as whose row it is; nor in classes
 * by which the server itself gives access or tells people something; nor in an emergency. */
static bool yields_to_acl(const struct model_rule *rule)
{
    const char *name = rule->class->name;
    if (rule->class->is_grant || rule->class->builtin || strcmp(name, ASSIGNMENT_CLASS) == 0 ||
        strcmp(name, NOTIFICATION_CLASS) == 0 || strcmp(name, ROLE_REQUEST_CLASS) == 0)
        return false;
    switch (rule->scope) {
    case SCOPE_ALL:
        return !rule->role || rule->role->members == MEMBERS_EVERYONE ||
               rule->role->members == MEMBERS_SIGNED_IN;
    case SCOPE_GRANTED:
        return !rule->grant->is_emergency;
    case SCOPE_OWN:
    case SCOPE_ASSIGNED:
        return false;
    }
    return false;
}

bool access_opens_stored(const struct access_world *world, const struct model_rule *rule,
                         const struct access_row *row, size_t user)
{
    return access_opens(world, rule, row, user, true) &&
           (row->acl_user == ACL_NONE || !yields_to_acl(rule) || is_in_acl(row, user));
}

static bool is_about(const struct model_rule *rule, enum class_operation operation)
{
    return (rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT) &&
           (rule->operations & 1U << operation) != 0;
}

/* Whether some rule opens the row, or the class has none: one that is there, one that is to be made,
 * or, not `whole`, one that an update has made of it. */
static bool is_open(const struct access_world *world, enum class_operation operation,
                    const struct access_row *row, size_t user, bool whole)
{
    bool is_stored = whole && operation != OPERATION_CREATE;
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (is_about(rule, operation) && (is_stored ? access_opens_stored(world, rule, row, user)
                                                    : access_opens(world, rule, row, user, whole)))
            return true;
    }
    return !row->class->has_access_rules;
}

static bool is_permitted_by_name(const struct access_world *world,
                                 const struct model_permission *permission, size_t user)
{
    if (permission->everyone)
        return true;
    for (size_t i = 0; user != ACCESS_NOBODY && i < permission->principal_count; i++) {
        const char *name = permission->principals[i];
        if (strncmp(name, "role:", 5) == 0 && has_role(world, user, name + 5))
            return true;
    }
    return false;
}

/* Whether a row that others are kept from names the user; a new row has nobody to name. */
static bool is_pointed_at(const struct model_permission *permission, const struct access_row *row,
                          size_t user)
{
    for (size_t i = 0; user != ACCESS_NOBODY && i < permission->pointer_field_count; i++)
        if (access_is_user(*access_value_of(row, permission->pointer_fields[i]), user))
            return true;
    return false;
}

/* What class-level permissions say. A count is of rows that could be found. */
static bool is_permitted(const struct access_world *world, enum class_operation operation,
                         const struct access_row *row, size_t user)
{
    struct model_permission permission = permission_of(world->model, row->class, operation);
    struct model_permission find = permission_of(world->model, row->class, OPERATION_FIND);
    if (operation == OPERATION_COUNT && find.pointer_field_count > 0 &&
        !is_permitted_by_name(world, &find, user) && !is_pointed_at(&find, row, user))
        return false;
    if (is_permitted_by_name(world, &permission, user))
        return true;
    if (operation != OPERATION_CREATE && permission.pointer_field_count > 0)
        return is_pointed_at(&permission, row, user);
    return permission.requires_authentication && user != ACCESS_NOBODY;
}

/* What the ACL of a row in a class without rules says. */
static bool is_let_in(const struct access_world *world, const struct access_row *row, size_t user)
{
    if (row->class->has_access_rules)
        return true;
    if (row->acl_user == ACL_NONE)
        return world->model->access == ACCESS_PUBLIC;
    return is_in_acl(row, user);
}

/* What rows may be like, whoever writes them. */

/* Whether two ways of those that say whose a row is lead to two users. */
static bool has_two_owners(const struct access_world *world, const struct access_row *row)
{
    struct access_value owner = {.kind = VALUE_UNSET};
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind != RULE_OWNER ||
            access_value_of(row, rule->path.steps[0])->kind == VALUE_UNSET)
            continue;
        struct access_value end = access_follow(world, row, &rule->path);
        if (owner.kind != VALUE_UNSET && !access_same(owner, end))
            return true;
        owner = end;
    }
    return false;
}

/* Objects start where their lifecycles do. */
static bool starts_right(const struct access_world *world, const struct access_row *row)
{
    for (size_t i = 0; i < row->class->field_count; i++) {
        const char *first = model_first_state(row->class, row->class->fields[i]);
        const char *state = access_text_of(world, row, row->class->fields[i]);
        if (first && (!state || strcmp(state, first) != 0))
            return false;
    }
    return true;
}

/* What a client may not say of a new row: fields that the server sets, but as they are anyway. */
static bool says_reserved(const struct access_row *row)
{
    for (size_t i = 0; i < row->class->field_count; i++) {
        const struct model_field *field = row->class->fields[i];
        const struct access_value *value = &row->values[i];
        bool is_default = field->default_json && value->kind == VALUE_TEXT &&
                          strcmp(field->default_json, value->text) == 0;
        if (access_is_reserved(row->class, field) && value->kind != VALUE_UNSET && !is_default)
            return true;
    }
    return false;
}

static char verdict(bool refused, bool invalid)
{
    return refused && invalid ? VERDICT_EITHER
           : refused          ? VERDICT_DENY
           : invalid          ? VERDICT_INVALID
                              : VERDICT_ALLOW;
}

char access_judge(const struct access_world *world, enum class_operation operation,
                  const struct access_row *row, size_t user)
{
    if (operation == OPERATION_DELETE && access_is_kept(row->class))
        return VERDICT_DENY;
    bool creates = operation == OPERATION_CREATE;
    if (creates && row->class == world->model->audit_log)
        return VERDICT_DENY;
    bool barred = creates ? says_reserved(row) || access_is_own_affair(world, row, NULL, user)
                          : !is_let_in(world, row, user);
    bool refused =
        !is_master(world, user) && (barred || !is_permitted(world, operation, row, user) ||
                                    !is_open(world, operation, row, user, true));
    bool invalid = creates && (has_two_owners(world, row) ||
                               (!is_master(world, user) && !starts_right(world, row)));
    return verdict(refused, invalid);
}

/* Changes. */

/* A pointer that is the first step of a way by which rules find whose a row is. */
static bool says_whose(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if ((rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT || rule->kind == RULE_OWNER) &&
            rule->path.length > 0 && rule->path.steps[0] == field)
            return true;
    }
    return false;
}

/* Whether a rule that opens a row lets the field be changed; NULL stands for its ACL. */
static bool lets_change(const struct model_rule *rule, const struct model_field *field)
{
    if (!field) {
        bool is_owners = rule->scope == SCOPE_ALL || (rule->scope == SCOPE_OWN && rule->role);
        return rule->field_count == 0 && is_owners;
    }
    for (size_t i = 0; i < rule->field_count; i++)
        if (rule->fields[i] == field)
            return true;
    return rule->field_count == 0 && !access_is_reserved(rule->class, field) &&
           (rule->scope == SCOPE_ALL || !says_whose(rule->class, field));
}

static bool may_change(const struct access_world *world, const struct access_row *row,
                       const struct access_change *change, size_t user)
{
    const struct model_field *field = change->field;
    bool stays = field && says_whose(row->class, field) &&
                 access_same(*access_value_of(row, field), change->value);
    bool is_opened = false;
    bool is_let =
        !row->class->has_access_rules && (!field || !access_is_reserved(row->class, field));
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (is_about(rule, OPERATION_UPDATE) && access_opens_stored(world, rule, row, user)) {
            is_opened = true;
            is_let = is_let || lets_change(rule, field);
        }
    }
    return is_let || (is_opened && stays);
}

static bool is_step(const struct model_rule *rule, const char *from, const char *to)
{
    for (size_t i = 0; i < rule->step_count; i++)
        if (strcmp(rule->steps[i].from, from) == 0 && strcmp(rule->steps[i].to, to) == 0)
            return true;
    return false;
}

static bool may_step(const struct access_world *world, const struct model_rule *rule,
                     const struct access_row *row, size_t user)
{
    bool may = rule->actor_count == 0 || is_master(world, user);
    for (size_t i = 0; i < rule->actor_count; i++) {
        const struct model_actor *actor = &rule->actors[i];
        may = may || (actor->role ? is_in(world, actor->role, user)
                                  : access_is_user(access_follow(world, row, &actor->path), user));
    }
    return may;
}

/* Whether a lifecycle has the step that a change takes, and whether the user may take it. */
static void judge_step(const struct access_world *world, const struct access_row *row,
                       const struct access_change *change, size_t user, bool *refused,
                       bool *invalid)
{
    const char *first = model_first_state(row->class, change->field);
    const char *from = !first ? NULL : access_text_of(world, row, change->field);
    const char *to = change->value.text;
    if (!first || strcmp(!from ? first : from, to) == 0)
        return;
    bool is_known = false;
    bool is_taken = false;
    for (size_t i = 0; from && i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind == RULE_LIFECYCLE && rule->fields[0] == change->field &&
            is_step(rule, from, to)) {
            is_known = true;
            is_taken = is_taken || may_step(world, rule, row, user);
        }
    }
    *invalid = *invalid || !is_known;
    *refused = *refused || (is_known && !is_taken);
}

/* Whether a change to a value asks for another field of a row that the user is shown, but not that
 * field: its outcome would tell whether there is one. */
static bool asks_unseen(const struct access_world *world, const struct access_row *row,
                        const struct access_change *change, size_t user)
{
    if (!change->field || change->value.kind != VALUE_TEXT ||
        access_judge(world, OPERATION_GET, row, user) != VERDICT_ALLOW)
        return false;
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (rule->kind != RULE_REQUIREMENT || rule->fields[0] != change->field ||
            strcmp(rule->value, change->value.text) != 0)
            continue;
        for (size_t j = 1; j < rule->field_count; j++)
            if (!access_shows_field(world, row->class, rule->fields[j], user))
                return true;
    }
    return false;
}

char access_judge_change(const struct access_world *world, const struct access_row *row,
                         const struct access_change *change, size_t user, bool is_signed)
{
    bool invalid = false;
    if (row->class->append_only || (is_signed && is_master(world, user)))
        return VERDICT_DENY;
    bool unsigned_change = !is_signed && access_needs_signature(world, row, change);
    bool barred =
        !is_master(world, user) &&
        (!is_permitted(world, OPERATION_UPDATE, row, user) || !is_let_in(world, row, user) ||
         !may_change(world, row, change, user) || asks_unseen(world, row, change, user));
    bool refused = unsigned_change || barred;
    if (change->field) {
        struct access_row changed = *row;
        size_t count = row->class->field_count;
        changed.values = arena_alloc_array(world->arena, count + 1, sizeof *changed.values);
        memcpy(changed.values, row->values, count * sizeof *changed.values);
        *access_value_of(&changed, change->field) = change->value;
        judge_step(world, row, change, user, &refused, &invalid);
        refused = refused || access_is_own_affair(world, row, change, user);
        invalid = invalid || has_two_owners(world, &changed) ||
                  access_changes_kept(world, row, change) ||
                  (change->value.kind == VALUE_TEXT && !is_master(world, user) &&
                   access_takes_back(world, row, change->field, change->value.text));
        refused = refused || (!is_master(world, user) &&
                              !is_open(world, OPERATION_UPDATE, &changed, user, false));
    }
    return verdict(refused, invalid);
}

/* Fields. */

bool access_has_readers(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; rule->kind == RULE_READERS && j < rule->field_count; j++)
            if (rule->fields[j] == field)
                return true;
    }
    return false;
}

bool access_shows_field(const struct access_world *world, const struct model_class *class,
                        const struct model_field *field, size_t user)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; rule->kind == RULE_READERS && j < rule->field_count; j++)
            if (rule->fields[j] == field && is_in(world, rule->role, user))
                return true;
    }
    return is_master(world, user) || !access_has_readers(class, field);
}
