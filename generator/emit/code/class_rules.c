/* class_rules.c - see class_rules.h. */
#include "emit/code/class_rules.h"

#include "emit/c_code.h"
#include "emit/origin.h"
#include "emit/rule_sql.h"

#include <inttypes.h>
#include <string.h>

const char *const class_rules_operations[OPERATION_TOTAL] = {
    [OPERATION_GET] = "OPERATION_GET",
    [OPERATION_FIND] = "OPERATION_FIND",
    [OPERATION_COUNT] = "OPERATION_COUNT",
    [OPERATION_CREATE] = "OPERATION_CREATE",
    [OPERATION_UPDATE] = "OPERATION_UPDATE",
    [OPERATION_DELETE] = "OPERATION_DELETE",
    [OPERATION_ADD_FIELD] = "OPERATION_ADD_FIELD",
};

bool class_rules_has(const struct model_rule *rule)
{
    return rule->kind == RULE_ACCESS || rule->kind == RULE_GRANT;
}

static size_t count_rules(const struct model_class *class, enum rule_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        count += kind == RULE_ACCESS ? class_rules_has(rule) : rule->kind == kind;
    }
    return count;
}

void class_rules_add_place(struct buffer *buffer, const struct model *model,
                           const struct model_rule *rule)
{
    buffer_printf(buffer, "    /* %s: ", origin_place(buffer->arena, rule->span));
    buffer_quote_comment(buffer, model->sentences[rule->sentence].text);
    buffer_add_string(buffer, " */\n");
}

void class_rules_add_who(struct buffer *buffer, const struct model_role *role, const char *rows,
                         int indent)
{
    enum role_members members = !role ? MEMBERS_SIGNED_IN : role->members;
    buffer_printf(buffer, "{.audience = %s",
                  members == MEMBERS_EVERYONE ? "AUDIENCE_EVERYONE"
                  : members == MEMBERS_ROLE   ? "AUDIENCE_ROLE"
                                              : "AUDIENCE_SIGNED_IN");
    if (members == MEMBERS_ROLE) {
        buffer_add_string(buffer, ", .role = ");
        c_text(buffer, role->role_name);
    }
    if (*rows != '\0') {
        buffer_printf(buffer, ",\n%*s.rows = ", indent, "");
        c_string(buffer, rows, indent + 8);
    }
    buffer_add_string(buffer, "}");
}

static void add_fields(struct buffer *buffer, const struct model_rule *rule)
{
    buffer_add_string(buffer, "(const int[]){");
    for (size_t i = 0; i < rule->field_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        c_constant(buffer, rule->class, rule->fields[i]);
    }
    buffer_add_string(buffer, "}");
}

static void add_operations(struct buffer *buffer, unsigned operations)
{
    const char *separator = "";
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        if (operations & 1U << i) {
            buffer_printf(buffer, "%s1U << %s", separator, class_rules_operations[i]);
            separator = " | ";
        }
    }
}

/* Whether the server itself acts on the class's rows: they open others, or tell people something. */
static bool is_acted_on(const struct model_class *class)
{
    static const char *const names[] = {ASSIGNMENT_CLASS, ROLE_REQUEST_CLASS, NOTIFICATION_CLASS};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(class->name, names[i]) == 0)
            return true;
    return class->is_grant || class->builtin;
}

/* Whether a row's ACL may take from what the rule opens: not from those whom it names by a role, and
 * not from those whose row it is. What is everybody's, and what somebody shares, it may. */
static bool is_narrowed_by_acl(const struct model_rule *rule)
{
    bool is_everybodys =
        rule->scope == SCOPE_ALL && (!rule->role || rule->role->members == MEMBERS_EVERYONE ||
                                     rule->role->members == MEMBERS_SIGNED_IN);
    bool is_shared = rule->scope == SCOPE_GRANTED && !rule->grant->is_emergency;
    return !is_acted_on(rule->class) && (is_everybodys || is_shared);
}

static void add_access(struct buffer *buffer, const struct model *model,
                       const struct model_rule *rule)
{
    const char *when = rule->kind == RULE_ACCESS ? rule_conditions_sql(buffer->arena, rule) : "";
    class_rules_add_place(buffer, model, rule);
    buffer_add_string(buffer, "    {\n        .operations = ");
    add_operations(buffer, rule->operations);
    buffer_add_string(buffer, ",\n        .who = ");
    class_rules_add_who(buffer, rule->role, rule_rows_sql(buffer->arena, model, rule), 16);
    buffer_add_string(buffer, ",\n");
    if (*when != '\0') {
        buffer_add_string(buffer, "        .when = ");
        c_string(buffer, when, 16);
        buffer_add_string(buffer, ",\n");
    }
    if (rule->field_count > 0) {
        buffer_add_string(buffer, "        .fields = ");
        add_fields(buffer, rule);
        buffer_printf(buffer, ",\n        .field_count = %zu,\n", rule->field_count);
    }
    bool is_owners = rule->scope == SCOPE_ALL || (rule->scope == SCOPE_OWN && rule->role);
    if (is_owners && (rule->operations & 1U << OPERATION_UPDATE) != 0)
        buffer_add_string(buffer, "        .of_owner = true,\n");
    buffer_add_string(buffer, is_narrowed_by_acl(rule) ? "        .acl_narrows = true,\n" : "");
    buffer_add_string(buffer, "    },\n");
}

/* The first state of the field's first lifecycle, in which objects are created. */
static const char *initial_state(const struct model_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_LIFECYCLE && rule->fields[0] == field)
            return rule->value;
    }
    return "";
}

static void add_lifecycle(struct buffer *buffer, const struct model *model,
                          const struct model_rule *rule)
{
    class_rules_add_place(buffer, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, rule->fields[0]);
    buffer_add_string(buffer, ",\n        .initial = ");
    c_text(buffer, initial_state(rule->class, rule->fields[0]));
    buffer_add_string(buffer, ",\n        .steps = (const struct lifecycle_step[]){\n");
    for (size_t i = 0; i < rule->step_count; i++) {
        buffer_add_string(buffer, "            {");
        c_text(buffer, rule->steps[i].from);
        buffer_add_string(buffer, ", ");
        c_text(buffer, rule->steps[i].to);
        buffer_add_string(buffer, "},\n");
    }
    buffer_printf(buffer, "        },\n        .step_count = %zu,\n", rule->step_count);
    if (rule->actor_count > 0) {
        buffer_add_string(buffer, "        .actors = (const struct rule_who[]){\n");
        for (size_t i = 0; i < rule->actor_count; i++) {
            const struct model_actor *actor = &rule->actors[i];
            const char *rows = actor->role ? rule_membership_sql(buffer->arena, actor->role)
                               : actor->path.length > 0
                                   ? rule_path_sql(buffer->arena, rule->class, &actor->path)
                                   : "FALSE";
            buffer_add_string(buffer, "            ");
            class_rules_add_who(buffer, actor->role, rows, 20);
            buffer_add_string(buffer, ",\n");
        }
        buffer_printf(buffer, "        },\n        .actor_count = %zu,\n", rule->actor_count);
    }
    buffer_add_string(buffer, "    },\n");
}

static void add_requirement(struct buffer *buffer, const struct model *model,
                            const struct model_rule *rule)
{
    class_rules_add_place(buffer, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, rule->fields[0]);
    buffer_add_string(buffer, ",\n        .value = ");
    c_text(buffer, rule->value);
    buffer_add_string(buffer, ",\n        .needs = (const int[]){");
    for (size_t i = 1; i < rule->field_count; i++) {
        buffer_add_string(buffer, i == 1 ? "" : ", ");
        c_constant(buffer, rule->class, rule->fields[i]);
    }
    buffer_printf(buffer, "},\n        .need_count = %zu,\n    },\n", rule->field_count - 1);
}

/* The kinds of rules that have a table. */
static const struct {
    enum rule_kind kind;
    const char *type;
    const char *name;
    const char *count;
    void (*add)(struct buffer *buffer, const struct model *model, const struct model_rule *rule);
} tables[] = {
    {RULE_ACCESS, "class_rule", "rules", "rule_count", add_access},
    {RULE_LIFECYCLE, "lifecycle", "lifecycles", "lifecycle_count", add_lifecycle},
    {RULE_REQUIREMENT, "requirement", "requirements", "requirement_count", add_requirement},
    {RULE_STAMP, "stamp", "stamps", "stamp_count", class_rules_add_stamp},
    {RULE_NO_OVERLAP, "no_overlap", "no_overlaps", "no_overlap_count", class_rules_add_no_overlap},
};

void class_rules_add_tables(struct buffer *buffer, const struct model *model,
                            const struct model_class *class)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (count_rules(class, tables[i].kind) == 0)
            continue;
        buffer_printf(buffer, "static const struct %s %s[] = {\n", tables[i].type, tables[i].name);
        for (size_t j = 0; j < class->rule_count; j++) {
            const struct model_rule *rule = class->rules[j];
            if (tables[i].kind == RULE_ACCESS ? class_rules_has(rule)
                                              : rule->kind == tables[i].kind)
                tables[i].add(buffer, model, rule);
        }
        buffer_add_string(buffer, "};\n\n");
    }
    class_rules_add_notices(buffer, model, class);
}

/* The first steps of all ways that rules take from a row, each field once. */
static void add_guarding(struct buffer *buffer, const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        bool is_guarding = false;
        for (size_t j = 0; j < class->rule_count; j++) {
            const struct model_rule *rule = class->rules[j];
            bool has_way = class_rules_has(rule) || rule->kind == RULE_OWNER;
            is_guarding = is_guarding || (has_way && rule->path.length > 0 &&
                                          rule->path.steps[0] == class->fields[i]);
        }
        if (is_guarding) {
            buffer_add_string(buffer, count++ == 0 ? "    .guarding = (const int[]){" : ", ");
            c_constant(buffer, class, class->fields[i]);
        }
    }
    if (count > 0)
        buffer_printf(buffer, "},\n    .guarding_count = %zu,\n", count);
}

/* Whose record a row is, where each disclosure carries a notice; and whether emergency access opens
 * the class. */
static void add_disclosure(struct buffer *buffer, const struct model_class *class)
{
    bool in_emergency = false;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        in_emergency = in_emergency || (rule->kind == RULE_GRANT && rule->grant->is_emergency);
        if (rule->kind == RULE_DISCLOSURE) {
            buffer_add_string(buffer, "    .own_records = ");
            c_string(buffer, rule_path_sql(buffer->arena, class, &rule->path), 19);
            buffer_add_string(buffer, ",\n");
        }
        if (rule->kind == RULE_GRANT && rule->grant->is_consent) {
            buffer_add_string(buffer, "    .disclosed_by = ");
            c_string(buffer, rule_opened_by_sql(buffer->arena, rule), 20);
            buffer_add_string(buffer, ",\n");
        }
    }
    buffer_add_string(buffer, in_emergency ? "    .opened_in_emergency = true,\n" : "");
}

/* Which changes are signed, and how long rows stay: of several sentences the longest time counts. */
static void add_signatures(struct buffer *buffer, const struct model_class *class)
{
    static const struct {
        const char *word;
        const char *constant;
    } changes[] = {{"creating", "SIGNED_CREATION"},
                   {"updating", "SIGNED_UPDATE"},
                   {"correcting", "SIGNED_CORRECTION"},
                   {"publishing", "SIGNED_PUBLICATION"}};
    const char *separator = "    .signed_changes = ";
    int64_t kept_ms = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        if (rule->kind == RULE_RETENTION && rule->duration_ms > kept_ms)
            kept_ms = rule->duration_ms;
        for (size_t j = 0; j < sizeof changes / sizeof changes[0]; j++) {
            if (rule->kind == RULE_SIGNATURE && strcmp(rule->value, changes[j].word) == 0) {
                buffer_printf(buffer, "%s1U << %s", separator, changes[j].constant);
                separator = " | ";
            }
        }
    }
    buffer_add_string(buffer, strcmp(separator, " | ") == 0 ? ",\n" : "");
    if (kept_ms > 0)
        buffer_printf(buffer, "    .kept_ms = %" PRId64 ",\n", kept_ms);
}

/* What is kept of the class's rows besides them: versions_table.h. */
static void add_history(struct buffer *buffer, const struct model_class *class)
{
    add_signatures(buffer, class);
    const struct model_field *number = model_find_field(class, "version");
    if (!class->keeps_versions)
        return;
    struct buffer quoted;
    buffer_init(&quoted, buffer->arena);
    buffer_quote_sql_name(&quoted, arena_printf(buffer->arena, "_Version:%s", class->table));
    buffer_add_string(buffer, "    .version_table = ");
    c_string(buffer, quoted.bytes, 8);
    buffer_add_string(buffer, ",\n    .version_field = ");
    if (number && number->type == FIELD_NUMBER && !number->sealed)
        c_constant(buffer, class, number);
    else
        buffer_add_string(buffer, "-1");
    buffer_add_string(buffer, ",\n");
}

void class_rules_add_members(struct buffer *buffer, const struct model_class *class)
{
    const char *same_owner = rule_same_owner_sql(buffer->arena, class);
    const char *owned = rule_owned_sql(buffer->arena, class);
    buffer_add_string(buffer, class->has_access_rules ? "    .is_ruled = true,\n" : "");
    buffer_add_string(buffer, class->append_only ? "    .append_only = true,\n" : "");
    buffer_add_string(buffer, class->is_grant ? "    .is_grant = true,\n" : "");
    if (class->audited_reads != 0) {
        buffer_add_string(buffer, "    .audits = ");
        add_operations(buffer, class->audited_reads);
        buffer_add_string(buffer, ",\n");
    }
    add_disclosure(buffer, class);
    add_guarding(buffer, class);
    add_history(buffer, class);
    if (*same_owner != '\0') {
        buffer_add_string(buffer, "    .same_owner = ");
        c_string(buffer, same_owner, 18);
        buffer_add_string(buffer, ",\n");
    }
    class_rules_add_publishing(buffer, class);
    if (*owned != '\0') {
        buffer_add_string(buffer, "    .owned = ");
        c_string(buffer, owned, 13);
        buffer_add_string(buffer, ",\n");
    }
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        size_t count = count_rules(class, tables[i].kind);
        if (count > 0) {
            buffer_printf(buffer, "    .%s = %s,\n    .%s = %zu,\n", tables[i].name, tables[i].name,
                          tables[i].count, count);
        }
    }
}
