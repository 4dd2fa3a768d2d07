/* class_access.c - classes/NAME/access.c: who may do what with which rows of a class. The runtime's
 * class_access.h explains each member. */
#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/permissions.h"
#include "emit/rule_sql.h"

#include <string.h>

static void add_operations(struct buffer *buffer, unsigned operations)
{
    size_t column = c_column(buffer);
    const char *separator = "";
    for (int i = 0; i < OPERATION_TOTAL; i++) {
        if ((operations & 1U << i) == 0)
            continue;
        bool fits = c_column(buffer) + sizeof " | 1U << OPERATION_CREATE" <= C_WIDTH;
        buffer_add_string(buffer, fits || *separator == '\0' ? separator : " |");
        if (!fits)
            c_align(buffer, column);
        buffer_printf(buffer, "1U << %s", operation_constants[i]);
        separator = " | ";
    }
}

/* Members for a list of fields, and for how many there are. */
static void add_field_list(struct buffer *buffer, const struct model_class *class, const char *name,
                           const char *count_name, const struct model_field *const *fields,
                           size_t count)
{
    if (count > 0) {
        buffer_printf(buffer, "    .%s = ", name);
        c_constants(buffer, class, fields, count);
        buffer_printf(buffer, ",\n    .%s = %zu,\n", count_name, count);
    }
}

static void add_protected(struct buffer *buffer, const struct model_class *class,
                          const struct model_protected *protected)
{
    const struct model_field **fields =
        arena_alloc_array(buffer->arena, protected->field_count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < protected->field_count; i++) {
        const struct model_field *field = model_find_field(class, protected->fields[i]);
        if (field)
            fields[count++] = field;
    }
    buffer_add_string(buffer, "    {.principal = ");
    c_text(buffer, protected->principal);
    if (count > 0) {
        buffer_add_string(buffer, ",\n     .fields = ");
        c_constants(buffer, class, fields, count);
        buffer_printf(buffer, ",\n     .field_count = %zu", count);
    }
    buffer_add_string(buffer, "},\n");
}

static void add_protected_fields(struct buffer *buffer, const struct model_class *class)
{
    size_t count;
    const struct model_protected *protected = protected_of(buffer->arena, class, &count);
    if (count == 0)
        return;
    buffer_add_string(buffer, "static const struct protected_fields protected_fields[] = {\n");
    for (size_t i = 0; i < count; i++)
        add_protected(buffer, class, &protected[i]);
    buffer_add_string(buffer, "};\n\n");
}

/* One row of .permissions, or nothing when only the master key may; lists stand on lines of their
 * own. */
static void add_permission(struct buffer *buffer, const struct model_class *class,
                           const char *operation, const struct model_permission *permission)
{
    static const char line_break[] = ",\n            ";
    const char *separator = "";
    if (!permission->everyone && !permission->requires_authentication &&
        permission->principal_count == 0 && permission->pointer_field_count == 0)
        return;
    buffer_printf(buffer, "        [%s] = {", operation);
    if (permission->everyone) {
        buffer_add_string(buffer, ".everyone = true");
        separator = ", ";
    }
    if (permission->requires_authentication)
        buffer_printf(buffer, "%s.requires_authentication = true", separator);
    bool is_first = !permission->everyone && !permission->requires_authentication;
    if (permission->principal_count > 0) {
        buffer_printf(buffer, "%s.principals = ", line_break + (is_first ? 1 : 0));
        c_text_array(buffer, permission->principals, permission->principal_count);
        buffer_printf(buffer, "%s.principal_count = %zu", line_break, permission->principal_count);
    }
    if (permission->pointer_field_count > 0) {
        is_first = is_first && permission->principal_count == 0;
        buffer_printf(buffer, "%s.pointer_fields = ", line_break + (is_first ? 1 : 0));
        c_constants(buffer, class, permission->pointer_fields, permission->pointer_field_count);
        buffer_printf(buffer, "%s.pointer_field_count = %zu", line_break,
                      permission->pointer_field_count);
    }
    buffer_add_string(buffer, "},\n");
}

static void add_permissions(struct buffer *buffer, const struct model *model,
                            const struct model_class *class)
{
    struct buffer rows;
    buffer_init(&rows, buffer->arena);
    for (int operation = 0; operation < OPERATION_TOTAL; operation++) {
        struct model_permission permission =
            permission_of(model, class, (enum class_operation)operation);
        add_permission(&rows, class, operation_constants[operation], &permission);
    }
    if (rows.length > 0) {
        buffer_add_string(buffer, "    .permissions = {\n");
        buffer_add(buffer, rows.bytes, rows.length);
        buffer_add_string(buffer, "    },\n");
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
    bool is_everybodys = rule->scope == SCOPE_ALL && (!rule->role || model_is_for_all(rule->role));
    bool is_shared = rule->scope == SCOPE_GRANTED && !rule->grant->is_emergency;
    return !is_acted_on(rule->class) && (is_everybodys || is_shared);
}

/* Why a row is shown by the rule: what tells people of it says so. */
static const char *ground_of(const struct model_rule *rule)
{
    if (rule->scope == SCOPE_OWN)
        return "GROUND_OWN";
    if (rule->scope == SCOPE_ASSIGNED)
        return "GROUND_ASSIGNMENT";
    return rule->grant->is_emergency ? "GROUND_EMERGENCY"
           : rule->grant->is_consent ? "GROUND_CONSENT"
                                     : "GROUND_GRANT";
}

/* A member with what the spec says, and where: the server tells its operator which sentence refused. */
static void add_said(struct buffer *buffer, const struct model *model,
                     const struct model_rule *rule)
{
    const char *sentence = c_sentence_text(buffer->arena, model, rule);
    buffer_add_string(buffer, ".said = ");
    c_string(buffer, rule->reading
                         ? arena_printf(buffer->arena, "%s (that is: %s)", sentence, rule->reading)
                         : sentence);
}

static void add_access(struct buffer *buffer, const struct model *model,
                       const struct model_rule *rule)
{
    const char *when = rule_when_sql(buffer->arena, rule);
    buffer_add_string(buffer, "    {\n        .operations = ");
    add_operations(buffer, rule->operations);
    buffer_add_string(buffer, ",\n        .who = ");
    add_rule_who(buffer, rule->role, rule_rows_sql(buffer->arena, model, rule));
    buffer_add_string(buffer, ",\n");
    if (*when != '\0') {
        buffer_add_string(buffer, "        .when = ");
        c_string(buffer, when);
        buffer_add_string(buffer, ",\n");
    }
    if (rule->field_count > 0) {
        buffer_add_string(buffer, "        .fields = ");
        c_constants(buffer, rule->class, rule->fields, rule->field_count);
        buffer_printf(buffer, ",\n        .field_count = %zu,\n", rule->field_count);
    }
    if (model_rule_is_owners(rule) && (rule->operations & 1U << OPERATION_UPDATE) != 0)
        buffer_add_string(buffer, "        .of_owner = true,\n");
    buffer_add_string(buffer, is_narrowed_by_acl(rule) ? "        .acl_narrows = true,\n" : "");
    if (rule->scope != SCOPE_ALL)
        buffer_printf(buffer, "        .ground = %s,\n", ground_of(rule));
    buffer_add_string(buffer, "        ");
    add_said(buffer, model, rule);
    buffer_add_string(buffer, ",\n    },\n");
}

/* "create: ...; update: ..." as a table by operation, where there is something. */
static void add_told(struct buffer *buffer, const char *told)
{
    static const char *const changes[][2] = {{"create: ", "OPERATION_CREATE"},
                                             {"update: ", "OPERATION_UPDATE"},
                                             {"delete: ", "OPERATION_DELETE"}};
    buffer_add_string(buffer, *told == '\0' ? "" : "        .told = {\n");
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const char *words = strstr(told, changes[i][0]);
        if (!words)
            continue;
        words += strlen(changes[i][0]);
        buffer_printf(buffer, "            [%s] = ", changes[i][1]);
        c_string(buffer, arena_copy(buffer->arena, words, strcspn(words, ";")));
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, *told == '\0' ? "" : "        },\n");
}

/* Sentences besides those that open rows, which may hide or refuse something. */
static size_t add_sentences(struct buffer *buffer, const struct model *model,
                            const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        const char *kind = rule_kind_row(rule->kind)->asked;
        if (*kind == '\0')
            continue;
        if (count++ == 0)
            buffer_add_string(buffer, "static const struct class_sentence sentences[] = {\n");
        buffer_printf(buffer, "    {\n        .kind = %s,\n", kind);
        add_told(buffer, rule_kind_row(rule->kind)->told);
        if (rule->field_count > 0) {
            buffer_add_string(buffer, "        .fields = ");
            c_constants(buffer, class, rule->fields, rule->field_count);
            buffer_printf(buffer, ",\n        .field_count = %zu,\n", rule->field_count);
        }
        buffer_add_string(buffer, "        ");
        add_said(buffer, model, rule);
        buffer_add_string(buffer, ",\n    },\n");
    }
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
    return count;
}

static void add_rules(struct buffer *buffer, const struct model *model,
                      const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        if (rule_opens_rows(class->rules[i])) {
            buffer_add_string(buffer,
                              count++ == 0 ? "static const struct class_rule rules[] = {\n" : "");
            add_access(buffer, model, class->rules[i]);
        }
    }
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
}

/* The first steps of all ways that rules take from a row, each field once. */
static void add_guarding(struct buffer *buffer, const struct model_class *class)
{
    const struct model_field **fields =
        arena_alloc_array(buffer->arena, class->field_count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        bool is_guarding = false;
        for (size_t j = 0; j < class->rule_count; j++) {
            const struct model_rule *rule = class->rules[j];
            bool has_way = rule_opens_rows(rule) || rule->kind == RULE_OWNER;
            is_guarding = is_guarding || (has_way && rule->path.length > 0 &&
                                          rule->path.steps[0] == class->fields[i]);
        }
        if (is_guarding)
            fields[count++] = class->fields[i];
    }
    add_field_list(buffer, class, "guarding", "guarding_count", fields, count);
}

/* Whose a row is: a select for each way to a user. The trail's entries are nobody's. */
static void add_owners(struct buffer *buffer, const struct model *model,
                       const struct model_class *class)
{
    const char *const *owners;
    size_t count =
        class == model->audit_log ? 0 : rule_owners_sql(buffer->arena, model, class, &owners);
    if (count > 0)
        buffer_add_string(buffer, "static const char *const owners[] = {\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, "    ");
        c_string(buffer, owners[i]);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
}

/* Whose record a row is, where each disclosure carries a notice; and whether emergency access opens
 * the class. */
static void add_disclosure(struct buffer *buffer, const struct model_class *class)
{
    bool in_emergency = false;
    bool is_disclosed = false;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        in_emergency = in_emergency || (rule->kind == RULE_GRANT && rule->grant->is_emergency);
        if (rule->kind == RULE_DISCLOSURE) {
            buffer_add_string(buffer, "    .own_records = ");
            c_string(buffer, rule_path_sql(buffer->arena, class, &rule->path));
            buffer_add_string(buffer, ",\n");
        }
        if (rule->kind == RULE_GRANT && rule->grant->is_consent && !is_disclosed) {
            is_disclosed = true;
            buffer_add_string(buffer, "    .disclosed_by = ");
            c_string(buffer, rule_opened_by_sql(buffer->arena, rule));
            buffer_add_string(buffer, ",\n");
        }
    }
    buffer_add_string(buffer, in_emergency ? "    .opened_in_emergency = true,\n" : "");
}

static void add_predicate(struct buffer *buffer, const char *name, const char *sql)
{
    if (*sql != '\0') {
        buffer_printf(buffer, "    .%s = ", name);
        c_string(buffer, sql);
        buffer_add_string(buffer, ",\n");
    }
}

static void add_members(struct buffer *buffer, const struct model *model,
                        const struct model_class *class, bool has_sentences)
{
    size_t protected_count;
    add_permissions(buffer, model, class);
    protected_of(buffer->arena, class, &protected_count);
    if (protected_count > 0) {
        buffer_add_string(buffer, "    .protected_fields = protected_fields,\n"
                                  "    .protected_count = sizeof protected_fields / sizeof "
                                  "protected_fields[0],\n");
    }
    if (class->default_acl) {
        buffer_add_string(buffer, "    .default_acl = ");
        c_string(buffer, class->default_acl);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, class->has_access_rules ? "    .is_ruled = true,\n" : "");
    if (class_first_rule(class, RULE_ACCESS) || class_first_rule(class, RULE_GRANT)) {
        buffer_add_string(buffer, "    .rules = rules,\n"
                                  "    .rule_count = sizeof rules / sizeof rules[0],\n");
    }
    add_guarding(buffer, class);
    add_predicate(buffer, "same_owner", rule_same_owner_sql(buffer->arena, class));
    add_predicate(buffer, "owned", rule_owned_sql(buffer->arena, class));
    if (class != model->audit_log && *rule_owned_sql(buffer->arena, class) != '\0')
        buffer_add_string(buffer, "    .owners = owners,\n"
                                  "    .owner_count = sizeof owners / sizeof owners[0],\n");
    buffer_add_string(buffer, class->is_grant ? "    .is_grant = true,\n" : "");
    buffer_add_string(buffer, class->is_silent ? "    .is_silent = true,\n" : "");
    if (class->audited_reads != 0) {
        buffer_add_string(buffer, "    .audits = ");
        add_operations(buffer, class->audited_reads);
        buffer_add_string(buffer, ",\n");
    }
    add_disclosure(buffer, class);
    if (has_sentences)
        buffer_add_string(buffer,
                          "    .sentences = sentences,\n"
                          "    .sentence_count = sizeof sentences / sizeof sentences[0],\n");
    add_field_list(buffer, class, "read_user_fields", "read_user_field_count",
                   class->read_user_fields, class->read_user_field_count);
    add_field_list(buffer, class, "write_user_fields", "write_user_field_count",
                   class->write_user_fields, class->write_user_field_count);
}

void emit_class_access(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer =
            class_file(output, class, "access.c", "who may do what with which rows of class @.");
        buffer_printf(buffer,
                      "#include \"classes/%s/model.h\"\n\n#include \"model/class_access.h\"\n\n",
                      class->c_name);
        add_protected_fields(buffer, class);
        add_rules(buffer, model, class);
        add_owners(buffer, model, class);
        bool has_sentences = add_sentences(buffer, model, class) > 0;
        struct buffer members;
        buffer_init(&members, buffer->arena);
        add_members(&members, model, class, has_sentences);
        add_table(buffer, "class_access", arena_printf(buffer->arena, "%s_access", class->c_name),
                  members.bytes);
    }
}
