/* app.c - the app as one table: app.h, app.c, server.c with main(), and sample.c with the sample
 * data when the app has some. */
#include "base/version.h"
#include "emit/access_report.h"
#include "emit/c_code.h"
#include "emit/code/class_handlers.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/rule_sql.h"

#include <inttypes.h>

/* Renders sample.c; returns the number of pieces. */
static size_t emit_sample(const struct model *model, struct output *output)
{
    if (!model->sample_json)
        return 0;
    struct buffer *buffer = output_file(output, "sample.c");
    buffer_add_string(buffer,
                      "/* sample.c - sample data: one JSON text in pieces. Generated. */\n"
                      "#include \"app.h\"\n\n"
                      "const char *const application_sample[application_sample_count] = {\n");
    size_t count = c_pieces(buffer, model->sample_json);
    buffer_add_string(buffer, count == 0 ? "    \"\",\n};\n" : "};\n");
    return count == 0 ? 1 : count;
}

static void emit_header(const struct model *model, struct output *output, size_t sample_count)
{
    struct buffer *buffer = output_file(output, "app.h");
    buffer_add_string(buffer, "/* app.h - the app as one table, and its parts. Generated. */\n"
                              "#ifndef APP_H\n#define APP_H\n\n#include \"model/class.h\"\n"
                              "#include \"request/request.h\"\n\n"
                              "extern const struct app application;\n\n");
    buffer_printf(buffer,
                  "enum { application_migration_count = %zu };\n"
                  "extern const struct migration "
                  "application_migrations[application_migration_count];\n\n",
                  model->migration_count ? model->migration_count : 1);
    buffer_printf(buffer,
                  "enum { application_route_count = %zu };\n"
                  "extern const struct route application_routes[];\n\n",
                  route_count(model));
    buffer_add_string(buffer, "extern const struct app_graphql application_graphql;\n\n");
    if (sample_count > 0) {
        buffer_printf(buffer,
                      "enum { application_sample_count = %zu };\n"
                      "extern const char *const application_sample[application_sample_count];\n\n",
                      sample_count);
    }
    buffer_add_string(buffer, "#endif\n");
}

/* The shortest of the spec's time-outs of that kind, or 0. */
static int64_t session_limit(const struct model *model, enum rule_kind kind)
{
    int64_t limit = 0;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind == kind && (limit == 0 || rule->duration_ms < limit))
            limit = rule->duration_ms;
    }
    return limit;
}

/* The names of the Parse roles that the spec speaks of. */
static void add_role_names(struct buffer *buffer, const struct model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind == RULE_ROLE && rule->role->members == MEMBERS_ROLE) {
            buffer_add_string(buffer,
                              count++ == 0 ? "    .role_names = (const struct text[]){" : ", ");
            c_text(buffer, rule->role->role_name);
        }
    }
    if (count > 0)
        buffer_printf(buffer, "},\n    .role_name_count = %zu,\n", count);
}

static const struct model_rule *first_rule(const struct model *model, enum rule_kind kind)
{
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->kind == kind)
            return model->rules[i];
    return NULL;
}

/* Whether rules say who reaches the rows of some class. */
static bool has_rules(const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++)
        if (model->classes[i]->has_access_rules)
            return true;
    return false;
}

/* Whether the user holds emergency access to anything now. */
static void add_emergency_held(struct buffer *buffer, const struct model *model)
{
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_rule *rule = model->rules[i];
        if (rule->kind == RULE_GRANT && rule->grant->is_emergency) {
            struct buffer sql;
            buffer_init(&sql, buffer->arena);
            buffer_add_string(&sql, "FROM ");
            buffer_quote_sql_name(&sql, rule->grant->class->table);
            buffer_printf(&sql, " WHERE %s", rule_grant_sql(buffer->arena, rule));
            buffer_add_string(buffer, "    .emergency_held = ");
            c_string(buffer, sql.bytes);
            buffer_add_string(buffer, ",\n");
            return;
        }
    }
}

/* How accounts come to be, and the classes by which they get access. */
static void add_accounts(struct buffer *buffer, const struct model *model)
{
    static const struct {
        enum rule_kind kind;
        const char *member;
        const char *class;
    } classes[] = {{RULE_APPROVAL, "role_request", "RoleRequest"},
                   {RULE_BREAK_GLASS, "emergency_access", "EmergencyAccess"},
                   {RULE_DISCLOSURE, "disclosure_consent", "DisclosureConsent"}};
    const struct model_rule *emergency = first_rule(model, RULE_BREAK_GLASS);
    add_role_names(buffer, model);
    if (first_rule(model, RULE_APPROVAL) && !first_rule(model, RULE_SIGN_UP))
        buffer_add_string(buffer, "    .sign_up_closed = true,\n");
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct model_class *class = model_find_class(model, classes[i].class);
        if (first_rule(model, classes[i].kind) && class)
            buffer_printf(buffer, "    .%s = &%s_model,\n", classes[i].member, class->c_name);
    }
    if (emergency) {
        buffer_printf(buffer, "    .emergency_ms = %" PRId64 ",\n", emergency->duration_ms);
        add_emergency_held(buffer, model);
    }
}

/* What users are called in the profiles of their roles. */
static size_t emit_printed_names(const struct model *model, struct buffer *buffer)
{
    const struct model_class **profiles =
        arena_alloc_array(buffer->arena, model->rule_count + 1, sizeof *profiles);
    size_t profile_count = 0;
    size_t count = 0;
    for (size_t i = 0; i < model->rule_count; i++) {
        const struct model_role *role = model->rules[i]->role;
        bool is_known = !role || !role->profile;
        for (size_t j = 0; j < profile_count && !is_known; j++)
            is_known = profiles[j] == role->profile;
        if (is_known)
            continue;
        profiles[profile_count++] = role->profile;
        const char *sql = rule_printed_name_sql(buffer->arena, role, NULL);
        if (sql) {
            buffer_add_string(buffer, count++ == 0
                                          ? "static const char *const printed_names[] = {\n    "
                                          : "    ");
            c_string(buffer, sql);
            buffer_add_string(buffer, ",\n");
        }
    }
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
    return count;
}

/* Whether files are only for whom their rows are for. A name alone fetches a file only in an app
 * where everything is open. */
static bool signs_file_urls(const struct model *model)
{
    bool signs = model->access == ACCESS_OWNER;
    for (size_t i = 0; i < model->rule_count; i++)
        signs = signs || model->rules[i]->kind == RULE_SIGNED_URL;
    for (size_t i = 0; i < model->class_count; i++)
        signs = signs || model->classes[i]->has_access_rules;
    return signs;
}

static void add_audience(struct buffer *buffer, const struct model_role *role, size_t *count,
                         const char *name)
{
    if ((*count)++ == 0)
        buffer_printf(buffer, "static const struct rule_who %s[] = {\n", name);
    buffer_add_string(buffer, "    ");
    add_rule_who(buffer, role, rule_membership_sql(buffer->arena, role));
    buffer_add_string(buffer, ",\n");
}

/* Whose users may do to their own record what sentences of the kind say. */
static size_t emit_audience(const struct model *model, struct buffer *buffer, enum rule_kind kind,
                            const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->kind == kind)
            add_audience(buffer, model->rules[i]->role, &count, name);
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
    return count;
}

/* Whose users may ask who has looked at their record, and what those are called who did. */
static size_t emit_report_readers(const struct model *model, struct buffer *buffer,
                                  size_t *name_count)
{
    const struct model_role *const *roles;
    const char *const *names;
    size_t count = 0;
    size_t role_count = access_report_askers(buffer->arena, model, &roles);
    *name_count = role_count > 0 ? access_report_names(buffer->arena, model, &names) : 0;
    for (size_t i = 0; i < role_count; i++)
        add_audience(buffer, roles[i], &count, "report_readers");
    buffer_add_string(buffer, count > 0 ? "};\n\n" : "");
    if (*name_count > 0)
        buffer_add_string(buffer, "static const char *const report_names[] = {\n");
    for (size_t i = 0; i < *name_count; i++) {
        buffer_add_string(buffer, "    ");
        c_string(buffer, names[i]);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, *name_count > 0 ? "};\n\n" : "");
    return count;
}

static void add_list(struct buffer *buffer, const char *name, const char *count_name, size_t count)
{
    if (count > 0)
        buffer_printf(buffer, "    .%ss = %ss,\n    .%s = %zu,\n", name, name, count_name, count);
}

static void emit_table(const struct model *model, struct output *output, size_t sample_count)
{
    struct buffer *buffer = output_file(output, "app.c");
    const struct model_class **classes = classes_by_name(buffer->arena, model);
    buffer_add_string(buffer, "/* app.c - every class of the app, and what else the server is "
                              "started with. Generated. */\n#include \"app.h\"\n\n");
    add_all_includes(buffer, model, "model.h");
    buffer_add_string(buffer, "#include \"hooks.h\"\n#include \"model/class_access.h\"\n");
    buffer_add_string(buffer, "\n/* Sorted by name, for a binary search. */\n"
                              "static const struct class *const classes[] = {\n");
    for (size_t i = 0; i < model->class_count; i++)
        buffer_printf(buffer, "    &%s_model,\n", classes[i]->c_name);
    buffer_add_string(buffer, "};\n\n");
    size_t name_count = emit_printed_names(model, buffer);
    size_t exporter_count = emit_audience(model, buffer, RULE_EXPORT, "exporters");
    size_t eraser_count = emit_audience(model, buffer, RULE_ERASURE, "erasers");
    size_t report_name_count;
    size_t reader_count = emit_report_readers(model, buffer, &report_name_count);
    buffer_add_string(buffer, "const struct app application = {\n    .name = ");
    buffer_quote_c(buffer, model->name);
    buffer_add_string(buffer, ",\n    .title = ");
    c_string(buffer, model->title);
    buffer_add_string(buffer, ",\n    .generator = \"caregen " CAREGEN_VERSION "\"");
    buffer_printf(buffer,
                  ",\n    .private_by_default = %s,\n    .is_guarded = %s,\n"
                  "    .anonymous_users = %s,\n    .classes = classes,\n"
                  "    .class_count = sizeof classes / sizeof classes[0],\n",
                  model->access == ACCESS_OWNER ? "true" : "false",
                  has_rules(model) || model->access == ACCESS_OWNER ? "true" : "false",
                  !has_rules(model) || first_rule(model, RULE_ANONYMOUS) ? "true" : "false");
    static const char *const builtin[][2] = {
        {"user", "_User"},
        {"role", "_Role"},
        {"session", "_Session"},
        {"installation", "_Installation"},
    };
    for (size_t i = 0; i < sizeof builtin / sizeof builtin[0]; i++) {
        const struct model_class *class = model_find_class(model, builtin[i][1]);
        if (class)
            buffer_printf(buffer, "    .%s = &%s_model,\n", builtin[i][0], class->c_name);
    }
    buffer_add_string(buffer, signs_file_urls(model) ? "    .signs_file_urls = true,\n" : "");
    static const struct {
        enum rule_kind kind;
        const char *member;
    } limits[] = {{RULE_SESSION_ABSOLUTE, "session_limit_ms"},
                  {RULE_SESSION_IDLE, "session_idle_ms"}};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        int64_t limit = session_limit(model, limits[i].kind);
        if (limit > 0)
            buffer_printf(buffer, "    .%s = %" PRId64 ",\n", limits[i].member, limit);
    }
    if (model->audit_log) {
        buffer_printf(buffer, "    .is_audited = true,\n    .audit_log = &%s_model,\n",
                      model->audit_log->c_name);
    }
    add_accounts(buffer, model);
    buffer_add_string(buffer, "    .migrations = application_migrations,\n"
                              "    .migration_count = application_migration_count,\n");
    buffer_add_string(buffer, "    .routes = application_routes,\n"
                              "    .route_count = application_route_count,\n"
                              "    .graphql = &application_graphql,\n"
                              "    .functions = hook_functions,\n");
    add_list(buffer, "exporter", "exporter_count", exporter_count);
    add_list(buffer, "eraser", "eraser_count", eraser_count);
    add_list(buffer, "report_reader", "report_reader_count", reader_count);
    add_list(buffer, "report_name", "report_name_count", report_name_count);
    add_list(buffer, "printed_name", "printed_name_count", name_count);
    if (sample_count > 0) {
        buffer_add_string(buffer, "    .sample_json = application_sample,\n"
                                  "    .sample_json_count = application_sample_count,\n");
    }
    buffer_add_string(buffer, "};\n");
}

static void emit_main(struct output *output)
{
    buffer_add_string(
        output_file(output, "server.c"),
        "/* server.c - the program: runtime/program/commands.h says what it does. Generated. */\n"
        "#include \"app.h\"\n#include \"program/commands.h\"\n\n"
        "int main(int argc, char **argv)\n{\n"
        "    return server_main(&application, argc, argv);\n}\n");
}

void emit_app(const struct model *model, struct output *output)
{
    size_t sample_count = emit_sample(model, output);
    emit_header(model, output, sample_count);
    emit_table(model, output, sample_count);
    emit_main(output);
}
