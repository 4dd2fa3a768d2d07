/* app_model.c - api/model.json: what a front end has to know of the app to offer what it can do.
 *
 * Classes and their fields for lists and forms, and the rules as data, so that a page offers somebody
 * what the server will not refuse. It decides nothing: the guard does, whatever a page offers. No
 * class of Parse's own is in it, and nothing that is not about this app. */
#include "emit/access_report.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"

#include <inttypes.h>

static void add_member(struct buffer *buffer, const char *name, const char *text)
{
    buffer_printf(buffer, ", \"%s\": ", name);
    buffer_quote_json(buffer, text);
}

static void add_flag(struct buffer *buffer, const char *name, bool is_set)
{
    if (is_set)
        buffer_printf(buffer, ", \"%s\": true", name);
}

static void add_texts(struct buffer *buffer, const char *name, const char *const *texts,
                      size_t count)
{
    if (count == 0)
        return;
    buffer_printf(buffer, ", \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_json(buffer, texts[i]);
    }
    buffer_add_string(buffer, "]");
}

static void add_field_names(struct buffer *buffer, const char *name,
                            const struct model_field *const *fields, size_t count)
{
    if (count == 0)
        return;
    buffer_printf(buffer, ", \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_json(buffer, fields[i]->name);
    }
    buffer_add_string(buffer, "]");
}

/* "listed": clients write it by a rule that lists it, and not in a new row. */
static void add_field(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, "{\"name\": ");
    buffer_quote_json(buffer, field->name);
    add_member(buffer, "type", field_type_name(field->type));
    if (field->target)
        add_member(buffer, "target", field->target->name);
    if (field->type == FIELD_ARRAY && field->element_type >= 0)
        add_member(buffer, "element", field_type_name((enum field_type)field->element_type));
    if (field->written)
        add_member(buffer, "written", field->written);
    add_flag(buffer, "required", field->required);
    add_flag(buffer, "readOnly", field->server_set);
    add_flag(buffer, "listed", field->reserved);
    add_flag(buffer, "sealed", field->sealed);
    if (field->default_json)
        buffer_printf(buffer, ", \"default\": %s", field->default_json);
    add_texts(buffer, "oneOf", field->one_of, field->one_of_count);
    buffer_add_string(buffer, "}");
}

/* The roles that rules speak of, in the order in which they do. */
struct role_list {
    const struct model_role **roles;
    size_t count;
};

/* The role's place in the list; its length when it is not there. */
static size_t find_role(const struct role_list *list, const struct model_role *role)
{
    size_t i = 0;
    while (i < list->count && list->roles[i] != role)
        i++;
    return i;
}

static void keep_role(struct role_list *list, const struct model_role *role)
{
    if (role && find_role(list, role) == list->count)
        list->roles[list->count++] = role;
}

static struct role_list list_roles(struct arena *arena, const struct model *model)
{
    size_t most = model->rule_count;
    for (size_t i = 0; i < model->rule_count; i++)
        most += model->rules[i]->actor_count;
    struct role_list list = {
        .roles = arena_alloc_array(arena, most + 1, sizeof(const struct model_role *))};
    for (size_t i = 0; i < model->rule_count; i++) {
        keep_role(&list, model->rules[i]->role);
        for (size_t j = 0; j < model->rules[i]->actor_count; j++)
            keep_role(&list, model->rules[i]->actors[j].role);
    }
    return list;
}

/* "profile": whoever has a row of the class `profile`, which `path` leads from to its user. */
static void add_role(struct buffer *buffer, const struct model_role *role)
{
    static const char *const names[] = {[MEMBERS_EVERYONE] = "everyone",
                                        [MEMBERS_SIGNED_IN] = "users",
                                        [MEMBERS_ROLE] = "role",
                                        [MEMBERS_PROFILE] = "profile"};
    buffer_add_string(buffer, "{\"name\": ");
    buffer_quote_json(buffer, role->name);
    add_member(buffer, "members", names[role->members]);
    if (role->members == MEMBERS_ROLE)
        add_member(buffer, "role", role->role_name);
    if (role->profile) {
        add_member(buffer, "profile", role->profile->name);
        add_field_names(buffer, "path", role->profile_user.steps, role->profile_user.length);
    }
    buffer_add_string(buffer, "}");
}

/* ,"role": its place in the list; nothing for a rule about every user. */
static void add_role_index(struct buffer *buffer, const struct role_list *list,
                           const struct model_role *role)
{
    if (role)
        buffer_printf(buffer, ", \"role\": %zu", find_role(list, role));
}

static void add_conditions(struct buffer *buffer, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++) {
        const struct model_condition *condition = &rule->conditions[i];
        buffer_printf(buffer, "%s{\"field\": \"%s\"", i == 0 ? ", \"where\": [" : ", ",
                      condition->field->name);
        add_flag(buffer, "not", condition->negated);
        add_texts(buffer, "values", condition->values, condition->value_count);
        buffer_add_string(buffer, "}");
    }
    if (rule->condition_count > 0)
        buffer_add_string(buffer, "]");
}

/* Who may do what with which rows; of an update, with which fields. */
static void add_access(struct buffer *buffer, const struct role_list *list,
                       const struct model_rule *rule)
{
    static const char *const scopes[] = {[SCOPE_ALL] = "all",
                                         [SCOPE_OWN] = "own",
                                         [SCOPE_ASSIGNED] = "assigned",
                                         [SCOPE_GRANTED] = "granted"};
    const char *separator = "";
    buffer_add_string(buffer, "{\"may\": [");
    for (int i = 0; i < OPERATION_ADD_FIELD; i++) {
        if ((rule->operations & 1U << i) == 0)
            continue;
        buffer_printf(buffer, "%s\"%s\"", separator, operation_names[i]);
        separator = ", ";
    }
    buffer_add_string(buffer, "]");
    add_member(buffer, "rows", scopes[rule->scope]);
    add_role_index(buffer, list, rule->role);
    add_field_names(buffer, "path", rule->path.steps, rule->path.length);
    if (rule->grant)
        add_member(buffer, "grant", rule->grant->class->name);
    if ((rule->operations & 1U << OPERATION_UPDATE) != 0)
        add_field_names(buffer, "fields", rule->fields, rule->field_count);
    add_conditions(buffer, rule);
    buffer_add_string(buffer, "}");
}

static void add_lifecycle(struct buffer *buffer, const struct role_list *list,
                          const struct model_rule *rule)
{
    buffer_printf(buffer, "{\"field\": \"%s\", \"steps\": [", rule->fields[0]->name);
    for (size_t i = 0; i < rule->step_count; i++) {
        buffer_add_string(buffer, i == 0 ? "[" : ", [");
        buffer_quote_json(buffer, rule->steps[i].from);
        buffer_add_string(buffer, ", ");
        buffer_quote_json(buffer, rule->steps[i].to);
        buffer_add_string(buffer, "]");
    }
    buffer_add_string(buffer, "]");
    for (size_t i = 0; i < rule->actor_count; i++) {
        const struct model_actor *actor = &rule->actors[i];
        buffer_add_string(buffer, i == 0 ? ", \"by\": [{" : ", {");
        if (actor->role)
            buffer_printf(buffer, "\"role\": %zu", find_role(list, actor->role));
        for (size_t j = 0; j < actor->path.length && !actor->role; j++)
            buffer_printf(buffer, "%s\"%s\"%s", j == 0 ? "\"path\": [" : ", ",
                          actor->path.steps[j]->name, j + 1 == actor->path.length ? "]" : "");
        buffer_add_string(buffer, "}");
    }
    buffer_add_string(buffer, rule->actor_count > 0 ? "]}" : "}");
}

/* Appends the class's rules that `is_listed` picks, under a name, each by `add`. */
static void
add_rules(struct buffer *buffer, const struct role_list *list, const struct model_class *class,
          const char *name, bool (*is_listed)(const struct model_rule *),
          void (*add)(struct buffer *, const struct role_list *, const struct model_rule *))
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        if (!is_listed(class->rules[i]))
            continue;
        if (count++ == 0)
            buffer_printf(buffer, ",\n      \"%s\": [", name);
        else
            buffer_add_string(buffer, ",");
        buffer_add_string(buffer, "\n        ");
        add(buffer, list, class->rules[i]);
    }
    if (count > 0)
        buffer_add_string(buffer, "\n      ]");
}

static bool is_lifecycle(const struct model_rule *rule)
{
    return rule->kind == RULE_LIFECYCLE && rule->step_count > 0;
}

/* The changes that need a signature: "publishing", "creating", "updating", "correcting". */
static void add_signed(struct buffer *buffer, const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind != RULE_SIGNATURE)
            continue;
        buffer_add_string(buffer, count++ == 0 ? ", \"signed\": [" : ", ");
        buffer_quote_json(buffer, rule->value);
    }
    if (count > 0)
        buffer_add_string(buffer, "]");
}

static void add_class(struct buffer *buffer, const struct role_list *list,
                      const struct model_class *class, bool is_trail)
{
    buffer_add_string(buffer, "{\n      \"name\": ");
    buffer_quote_json(buffer, class->name);
    if (class->written)
        add_member(buffer, "written", class->written);
    add_field_names(buffer, "owner", class->ownership, class->ownership_length);
    add_flag(buffer, "ruled", class->has_access_rules);
    add_flag(buffer, "versions", class->keeps_versions);
    add_flag(buffer, "appendOnly", class->append_only || is_trail);
    add_flag(buffer, "silent", class->is_silent || is_trail);
    add_signed(buffer, class);
    buffer_add_string(buffer, ",\n      \"fields\": [");
    for (size_t i = 0; i < class->field_count; i++) {
        buffer_add_string(buffer, i == 0 ? "\n        " : ",\n        ");
        add_field(buffer, class->fields[i]);
    }
    buffer_add_string(buffer, class->field_count > 0 ? "\n      ]" : "]");
    add_rules(buffer, list, class, "rules", rule_opens_rows, add_access);
    add_rules(buffer, list, class, "lifecycles", is_lifecycle, add_lifecycle);
    buffer_add_string(buffer, "\n    }");
}

/* ,"exporters": the roles whose users may take their own record along. */
static void add_exporters(struct buffer *buffer, const struct model *model,
                          const struct role_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind != RULE_EXPORT)
            continue;
        buffer_printf(buffer, "%s{", count++ == 0 ? ",\n  \"exporters\": [" : ", ");
        if (rule->role)
            buffer_printf(buffer, "\"role\": %zu", find_role(list, rule->role));
        buffer_add_string(buffer, "}");
    }
    if (count > 0)
        buffer_add_string(buffer, "]");
}

/* ,"reportReaders": the roles whose users may ask who has looked at their own record. */
static void add_report_readers(struct buffer *buffer, const struct model *model,
                               const struct role_list *list)
{
    const struct model_role *const *roles;
    size_t count = access_report_askers(buffer->arena, model, &roles);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? ",\n  \"reportReaders\": [{" : ", {");
        if (roles[i])
            buffer_printf(buffer, "\"role\": %zu", find_role(list, roles[i]));
        buffer_add_string(buffer, "}");
    }
    buffer_add_string(buffer, count > 0 ? "]" : "");
}

/* ,"idleSeconds": after which a session that nobody uses ends, where a sentence says so. */
static void add_idle_limit(struct buffer *buffer, const struct model *model)
{
    int64_t limit = 0;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind == RULE_SESSION_IDLE && (limit == 0 || rule->duration_ms < limit))
            limit = rule->duration_ms;
    }
    if (limit > 0)
        buffer_printf(buffer, ",\n  \"idleSeconds\": %" PRId64, limit / 1000);
}

void emit_app_model(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "api/model.json");
    struct role_list list = list_roles(buffer->arena, model);
    size_t count = 0;
    buffer_add_string(buffer, "{\n  \"name\": ");
    buffer_quote_json(buffer, model->name);
    buffer_add_string(buffer, ",\n  \"title\": ");
    buffer_quote_json(buffer, model->title);
    buffer_printf(buffer, ",\n  \"isPublic\": %s,\n  \"roles\": [",
                  model->access == ACCESS_PUBLIC ? "true" : "false");
    for (size_t i = 0; i < list.count; i++) {
        buffer_add_string(buffer, i == 0 ? "\n    " : ",\n    ");
        add_role(buffer, list.roles[i]);
    }
    buffer_add_string(buffer, list.count > 0 ? "\n  ]" : "]");
    add_exporters(buffer, model, &list);
    add_report_readers(buffer, model, &list);
    add_idle_limit(buffer, model);
    buffer_add_string(buffer, ",\n  \"classes\": [");
    for (size_t i = 0; i < model->class_count; i++) {
        if (model->classes[i]->builtin)
            continue;
        buffer_add_string(buffer, count++ == 0 ? "\n    " : ",\n    ");
        add_class(buffer, &list, model->classes[i], model->classes[i] == model->audit_log);
    }
    buffer_add_string(buffer, count > 0 ? "\n  ]\n}\n" : "]\n}\n");
}
