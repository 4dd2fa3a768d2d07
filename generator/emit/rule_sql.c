/* rule_sql.c - see rule_sql.h. */
#include "emit/rule_sql.h"

#include "base/vector.h"
#include "model/in_force.h"

#include <string.h>

static void add_column(struct buffer *sql, const struct model_class *class, const char *column)
{
    buffer_quote_sql_name(sql, class->table);
    buffer_add_string(sql, ".");
    buffer_quote_sql_name(sql, column);
}

/* A text; a colon in it stands apart, so that no ":user" can be found within a text. */
static void add_text(struct buffer *sql, const char *text)
{
    size_t length = strcspn(text, ":");
    buffer_quote_sql_text(sql, arena_copy(sql->arena, text, length));
    if (text[length] == ':') {
        buffer_add_string(sql, " || ':' || ");
        add_text(sql, text + length + 1);
    }
}

/* The predicate that a path's steps lead to a row for which `last` holds: it is given the column
 * that the last step is kept in, and is "= :user" or "IN (...)". */
static void add_steps(struct buffer *sql, const struct model_class *class,
                      const struct model_field *const *steps, size_t length, const char *last)
{
    if (length == 0) {
        add_column(sql, class, "objectId");
        buffer_printf(sql, " %s", last);
        return;
    }
    add_column(sql, class, steps[0]->column);
    if (length == 1) {
        buffer_printf(sql, " %s", last);
        return;
    }
    const struct model_class *target = steps[0]->target;
    buffer_add_string(sql, " IN (SELECT ");
    add_column(sql, target, "objectId");
    buffer_add_string(sql, " FROM ");
    buffer_quote_sql_name(sql, target->table);
    buffer_add_string(sql, " WHERE ");
    add_steps(sql, target, steps + 1, length - 1, last);
    buffer_add_string(sql, ")");
}

const char *rule_path_sql(struct arena *arena, const struct model_class *class,
                          const struct model_path *path)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    add_steps(&sql, class, path->steps, path->length, "= :user");
    return sql.bytes;
}

const char *rule_membership_sql(struct arena *arena, const struct model_role *role)
{
    if (!role || role->members != MEMBERS_PROFILE)
        return "";
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "EXISTS (SELECT 1 FROM ");
    buffer_quote_sql_name(&sql, role->profile->table);
    buffer_add_string(&sql, " WHERE ");
    buffer_add_string(&sql, rule_path_sql(arena, role->profile, &role->profile_user));
    buffer_add_string(&sql, ")");
    return sql.bytes;
}

/* Whether a path to the user goes through the role's profile, so that who is at its end has one. */
static bool leads_through_profile(const struct model_path *path, const struct model_role *role)
{
    size_t length = role->profile_user.length;
    if (path->length < length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (path->steps[path->length - length + i] != role->profile_user.steps[i])
            return false;
    return true;
}

static void add_condition(struct buffer *sql, const struct model_class *class,
                          const struct model_condition *condition);

/* A date that is not set bounds nothing. */
static void add_bound(struct buffer *sql, const struct model_class *class,
                      const struct model_field *field, const char *comparison)
{
    buffer_add_string(sql, " AND (");
    add_column(sql, class, field->column);
    buffer_add_string(sql, " IS NULL OR ");
    add_column(sql, class, field->column);
    buffer_printf(sql, " %s :now)", comparison);
}

/* "IN (SELECT patient FROM CareAssignment WHERE ...)": the patients that the user is assigned to
 * now. */
static const char *assigned_sql(struct arena *arena, const struct model *model)
{
    const struct model_class *class = model_find_class(model, ASSIGNMENT_CLASS);
    const struct model_field *provider = model_find_field(class, "provider");
    const struct model_path to_provider = {.steps = &provider, .length = 1};
    struct in_force_terms terms;
    in_force_terms(arena, class, &terms);
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "IN (SELECT ");
    add_column(&sql, class, model_find_field(class, "patient")->column);
    buffer_add_string(&sql, " FROM ");
    buffer_quote_sql_name(&sql, class->table);
    buffer_printf(&sql, " WHERE %s", rule_path_sql(arena, class, &to_provider));
    for (size_t i = 0; i < terms.start_count; i++)
        add_bound(&sql, class, terms.starts[i], "<=");
    for (size_t i = 0; i < terms.end_count; i++)
        add_bound(&sql, class, terms.ends[i], ">");
    for (size_t i = 0; i < terms.condition_count; i++) {
        buffer_add_string(&sql, " AND ");
        add_condition(&sql, class, &terms.conditions[i]);
    }
    buffer_add_string(&sql, ")");
    return sql.bytes;
}

const char *rule_grant_sql(struct arena *arena, const struct model_rule *rule)
{
    const struct model_grant *grant = rule->grant;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, rule_path_sql(arena, grant->class, &grant->grantee));
    const struct model_field *const ends[] = {grant->until, grant->or_until};
    if (grant->from)
        add_bound(&sql, grant->class, grant->from, "<=");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && ends[i]; i++)
        add_bound(&sql, grant->class, ends[i], ">");
    if (grant->scope) {
        buffer_add_string(&sql, " AND EXISTS (SELECT 1 FROM json_each(");
        add_column(&sql, grant->class, grant->scope->column);
        buffer_add_string(&sql, ") AS word WHERE word.value = ");
        add_text(&sql, grant->word);
        buffer_add_string(&sql, ")");
    }
    for (size_t i = 0; i < rule->condition_count; i++) {
        buffer_add_string(&sql, " AND ");
        add_condition(&sql, grant->class, &rule->conditions[i]);
    }
    return sql.bytes;
}

/* "IN (SELECT target FROM SharedAccess WHERE ...)": what is shared with the user now. */
static const char *granted_sql(struct arena *arena, const struct model_rule *rule)
{
    const struct model_grant *grant = rule->grant;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "IN (SELECT ");
    add_column(&sql, grant->class, grant->target->column);
    buffer_add_string(&sql, " FROM ");
    buffer_quote_sql_name(&sql, grant->class->table);
    buffer_printf(&sql, " WHERE %s)", rule_grant_sql(arena, rule));
    return sql.bytes;
}

const char *rule_rows_sql(struct arena *arena, const struct model *model,
                          const struct model_rule *rule)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    switch (rule->scope) {
    case SCOPE_ALL:
        break;
    case SCOPE_GRANTED:
        add_steps(&sql, rule->class, rule->path.steps, rule->path.length, granted_sql(arena, rule));
        break;
    case SCOPE_OWN:
        buffer_add_string(&sql, rule_path_sql(arena, rule->class, &rule->path));
        break;
    case SCOPE_ASSIGNED:
        add_steps(&sql, rule->class, rule->path.steps, rule->path.length,
                  assigned_sql(arena, model));
        break;
    }
    const char *membership = rule_membership_sql(arena, rule->role);
    bool is_implied = rule->scope == SCOPE_OWN && rule->role && rule->role->profile &&
                      leads_through_profile(&rule->path, rule->role);
    if (*membership != '\0' && !is_implied)
        buffer_printf(&sql, "%s%s", sql.length > 0 ? " AND " : "", membership);
    return sql.length > 0 ? sql.bytes : "";
}

static void add_condition(struct buffer *sql, const struct model_class *class,
                          const struct model_condition *condition)
{
    const struct model_field *field = condition->field;
    /* A negated condition holds for a field that is not set, too. */
    buffer_add_string(sql, condition->negated ? "(" : "");
    if (condition->negated) {
        add_column(sql, class, field->column);
        buffer_add_string(sql, " IS NULL OR ");
    }
    add_column(sql, class, field->column);
    buffer_add_string(sql, condition->negated ? " NOT IN (" : " IN (");
    for (size_t i = 0; i < condition->value_count; i++) {
        const char *value = condition->values[i];
        buffer_add_string(sql, i == 0 ? "" : ", ");
        if (field->type == FIELD_BOOLEAN)
            buffer_add_string(sql, strcmp(value, "true") == 0 ? "1" : "0");
        else if (field->type == FIELD_NUMBER)
            buffer_add_string(sql, value);
        else
            add_text(sql, value);
    }
    buffer_add_string(sql, condition->negated ? "))" : ")");
}

const char *rule_conditions_sql(struct arena *arena, const struct model_rule *rule)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    for (size_t i = 0; i < rule->condition_count; i++) {
        buffer_add_string(&sql, i == 0 ? "" : " AND ");
        add_condition(&sql, rule->class, &rule->conditions[i]);
    }
    return sql.length > 0 ? sql.bytes : "";
}

/* That the row is none of those that a lifecycle of the class starts with as drafts. */
static const char *published_sql(struct arena *arena, const struct model_class *class)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind != RULE_LIFECYCLE || !rule->value || strcmp(rule->value, "draft") != 0)
            continue;
        buffer_add_string(&sql, sql.length == 0 ? "coalesce(" : " AND coalesce(");
        add_column(&sql, class, rule->fields[0]->column);
        buffer_add_string(&sql, ", 'draft') <> 'draft'");
    }
    return sql.length > 0 ? sql.bytes : "";
}

const char *rule_when_sql(struct arena *arena, const struct model_rule *rule)
{
    if (rule->kind == RULE_ACCESS)
        return rule_conditions_sql(arena, rule);
    return rule->within ? rule_conditions_sql(arena, rule->within)
                        : published_sql(arena, rule->class);
}

/* The user at the end of a path, as a value. */
static void add_path_end(struct buffer *sql, const struct model_class *class,
                         const struct model_field *const *steps, size_t length)
{
    if (length == 1) {
        add_column(sql, class, steps[0]->column);
        return;
    }
    const struct model_class *target = steps[0]->target;
    buffer_add_string(sql, "(SELECT ");
    add_path_end(sql, target, steps + 1, length - 1);
    buffer_add_string(sql, " FROM ");
    buffer_quote_sql_name(sql, target->table);
    buffer_add_string(sql, " WHERE ");
    add_column(sql, target, "objectId");
    buffer_add_string(sql, " = ");
    add_column(sql, class, steps[0]->column);
    buffer_add_string(sql, ")");
}

/* Appends " AND (...)": what one of the grant's rules, of which there is one for each of the grantor's
 * own, asks of a row. */
static void add_some_when(struct buffer *sql, const struct model_rule *rule)
{
    struct buffer some;
    buffer_init(&some, sql->arena);
    for (size_t i = 0; i < rule->class->rule_count; i++) {
        const struct model_rule *other = rule->class->rules[i];
        if (other->kind != RULE_GRANT || other->sentence != rule->sentence)
            continue;
        const char *when = rule_when_sql(sql->arena, other);
        if (*when == '\0')
            return;
        buffer_printf(&some, "%s%s", some.length == 0 ? "" : " OR ", when);
    }
    buffer_printf(sql, " AND (%s)", some.bytes);
}

const char *rule_opened_by_sql(struct arena *arena, const struct model_rule *rule)
{
    const struct model_grant *grant = rule->grant;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "FROM ");
    buffer_quote_sql_name(&sql, rule->class->table);
    buffer_add_string(&sql, " JOIN ");
    buffer_quote_sql_name(&sql, grant->class->table);
    buffer_add_string(&sql, " ON ");
    add_column(&sql, grant->class, grant->target->column);
    buffer_add_string(&sql, " = ");
    if (rule->path.length == 0)
        add_column(&sql, rule->class, "objectId");
    else
        add_path_end(&sql, rule->class, rule->path.steps, rule->path.length);
    buffer_printf(&sql, " WHERE %s", rule_grant_sql(arena, rule));
    add_some_when(&sql, rule);
    return sql.bytes;
}

const char *rule_same_owner_sql(struct arena *arena, const struct model_class *class)
{
    const struct model_rule *first = NULL;
    struct buffer sql;
    buffer_init(&sql, arena);
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind != RULE_OWNER || !first) {
            first = rule->kind == RULE_OWNER ? rule : first;
            continue;
        }
        buffer_add_string(&sql, sql.length > 0 ? " AND (" : "(");
        add_column(&sql, class, first->path.steps[0]->column);
        buffer_add_string(&sql, " IS NULL OR ");
        add_column(&sql, class, rule->path.steps[0]->column);
        buffer_add_string(&sql, " IS NULL OR ");
        add_path_end(&sql, class, first->path.steps, first->path.length);
        buffer_add_string(&sql, " = ");
        add_path_end(&sql, class, rule->path.steps, rule->path.length);
        buffer_add_string(&sql, ")");
    }
    return sql.length > 0 ? sql.bytes : "";
}

const char *rule_told_sql(struct arena *arena, const struct model_class *class,
                          const struct model_actor *actor)
{
    struct buffer sql;
    buffer_init(&sql, arena);
    if (!actor->role) {
        buffer_add_string(&sql, "SELECT ");
        add_path_end(&sql, class, actor->path.steps, actor->path.length);
        buffer_add_string(&sql, " FROM ");
        buffer_quote_sql_name(&sql, class->table);
        buffer_add_string(&sql, " WHERE ");
        add_column(&sql, class, "objectId");
        buffer_add_string(&sql, " = :row");
        return sql.bytes;
    }
    buffer_add_string(&sql, "SELECT \"relatedId\" FROM \"_Join:users:_Role\" WHERE \"owningId\" IN "
                            "(WITH RECURSIVE held(id) AS (SELECT \"objectId\" FROM \"_Role\" "
                            "WHERE \"name\" = ");
    add_text(&sql, actor->role->role_name);
    buffer_add_string(&sql, " UNION SELECT \"relatedId\" FROM \"_Join:roles:_Role\" JOIN held "
                            "ON \"owningId\" = held.id) SELECT id FROM held)");
    return sql.bytes;
}

static void add_owned(struct buffer *sql, const struct model_class *class,
                      const struct model_path *path)
{
    const char *predicate = rule_path_sql(sql->arena, class, path);
    if (sql->length == 0 || !strstr(sql->bytes, predicate))
        buffer_printf(sql, "%s%s", sql->length > 0 ? " OR " : "", predicate);
}

const char *rule_owned_sql(struct arena *arena, const struct model_class *class)
{
    const struct model_path own = {.steps = class->ownership, .length = class->ownership_length};
    struct buffer sql;
    buffer_init(&sql, arena);
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_OWNER || (rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN))
            add_owned(&sql, class, &rule->path);
    }
    bool is_user = strcmp(class->name, "_User") == 0;
    if (sql.length == 0 && (is_user || (own.length > 0 && !class->builtin)))
        add_owned(&sql, class, &own);
    return sql.length > 0 ? sql.bytes : "";
}

/* The value at the end of the steps, from a row of the table (quoted, or an alias) on. */
static void add_end(struct buffer *sql, const char *table, const struct model_path *path,
                    size_t step)
{
    const struct model_field *field = step < path->length ? path->steps[step] : NULL;
    if (step + 1 >= path->length) {
        buffer_printf(sql, "%s.", table);
        buffer_quote_sql_name(sql, !field ? "objectId" : field->column);
        return;
    }
    const char *alias = arena_printf(sql->arena, "o%zu", step + 1);
    buffer_add_string(sql, "(SELECT ");
    add_end(sql, alias, path, step + 1);
    buffer_add_string(sql, " FROM ");
    buffer_quote_sql_name(sql, field->target->table);
    buffer_printf(sql, " AS %s WHERE %s.\"objectId\" = %s.", alias, alias, table);
    buffer_quote_sql_name(sql, field->column);
    buffer_add_string(sql, ")");
}

/* Whether the user at the path's end is somebody to whom the row gives access, or gave it as a part of their work,
 * and not the one whom it is about. */
static bool leads_to_helper(const struct model *model, const struct model_class *class,
                            const struct model_path *path)
{
    bool is_of_role = false;
    if (strcmp(class->name, ASSIGNMENT_CLASS) == 0 && path->length > 0)
        return strcmp(path->steps[0]->name, "provider") == 0;
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->kind == RULE_GRANT && model->rules[i]->grant->class == class &&
            model_same_path(&model->rules[i]->grant->grantee, path))
            return true;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->class != class || !model_same_path(&rule->path, path) ||
            (rule->kind != RULE_OWNER && (rule->kind != RULE_ACCESS || rule->scope != SCOPE_OWN)))
            continue;
        if (!rule->role || rule->role->members != MEMBERS_ROLE)
            return false;
        is_of_role = true;
    }
    return is_of_role;
}

static void add_owner(struct arena *arena, struct vector *list, const struct model *model,
                      const struct model_class *class, const struct model_path *path)
{
    struct buffer table;
    struct buffer sql;
    buffer_init(&table, arena);
    buffer_quote_sql_name(&table, class->table);
    buffer_init(&sql, arena);
    buffer_printf(&sql, "SELECT %s.\"objectId\" AS id, ", table.bytes);
    add_end(&sql, table.bytes, path, 0);
    buffer_printf(&sql, " AS owner, %s AS helps:more FROM %s WHERE %s.\"objectId\" :rows",
                  leads_to_helper(model, class, path) ? "TRUE" : "FALSE", table.bytes, table.bytes);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], sql.bytes) == 0)
            return;
    vector_add(list, arena, sql.bytes);
}

size_t rule_owners_sql(struct arena *arena, const struct model *model,
                       const struct model_class *class, const char *const **owners)
{
    const struct model_path own = {.steps = class->ownership, .length = class->ownership_length};
    struct vector list = {0};
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_OWNER || (rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN))
            add_owner(arena, &list, model, class, &rule->path);
    }
    if (list.count == 0 && *rule_owned_sql(arena, class) != '\0')
        add_owner(arena, &list, model, class, &own);
    *owners = (const char *const *)list.items;
    return list.count;
}

const char *rule_printed_name_sql(struct arena *arena, const struct model_role *role,
                                  const struct model_field **found)
{
    static const char *const names[] = {"fullName", "displayName", "name"};
    const struct model_field *field = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !field; i++)
        field = model_find_field(role->profile, names[i]);
    if (found)
        *found = field;
    if (!field || field->type != FIELD_STRING || field->sealed)
        return NULL;
    struct buffer sql;
    buffer_init(&sql, arena);
    buffer_add_string(&sql, "SELECT ");
    buffer_quote_sql_name(&sql, field->column);
    buffer_add_string(&sql, " FROM ");
    buffer_quote_sql_name(&sql, role->profile->table);
    buffer_printf(&sql, " WHERE %s ORDER BY \"createdAt\" LIMIT 1",
                  rule_path_sql(arena, role->profile, &role->profile_user));
    return sql.bytes;
}
