/* lock_write.c - from a model to its lock; see lock.h. Read from the bottom. */
#include "evolve/lock.h"

#include "base/vector.h"

#include <inttypes.h>
#include <string.h>

const char *const lock_members[LOCK_MEMBERS] = {"everyone", "signedIn", "role", "profile"};
const char *const lock_scopes[LOCK_SCOPES] = {"all", "own", "assigned", "granted"};

/* Writes members of one object on one line. */
struct writer {
    struct buffer *out;
    bool has_members;
};

static void key(struct writer *writer, const char *name)
{
    buffer_add_string(writer->out, writer->has_members ? ", " : "");
    buffer_quote_json(writer->out, name);
    buffer_add_string(writer->out, ": ");
    writer->has_members = true;
}

static void add_text(struct writer *writer, const char *name, const char *text)
{
    if (!text)
        return;
    key(writer, name);
    buffer_quote_json(writer->out, text);
}

static void add_flag(struct writer *writer, const char *name, bool flag)
{
    if (!flag)
        return;
    key(writer, name);
    buffer_add_string(writer->out, "true");
}

static void add_number(struct writer *writer, const char *name, int64_t number)
{
    if (number == 0)
        return;
    key(writer, name);
    buffer_printf(writer->out, "%" PRId64, number);
}

static void add_texts(struct writer *writer, const char *name, const char *const *texts,
                      size_t count)
{
    if (count == 0)
        return;
    key(writer, name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(writer->out, i == 0 ? "[" : ", ");
        buffer_quote_json(writer->out, texts[i]);
    }
    buffer_add_string(writer->out, "]");
}

static void add_fields(struct writer *writer, const char *name,
                       const struct model_field *const *fields, size_t count)
{
    if (count == 0)
        return;
    key(writer, name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(writer->out, i == 0 ? "[" : ", ");
        if (fields[i])
            buffer_quote_json(writer->out, fields[i]->name);
        else
            buffer_add_string(writer->out, "null");
    }
    buffer_add_string(writer->out, "]");
}

static void add_path(struct writer *writer, const char *name, const struct model_path *path)
{
    add_fields(writer, name, path->steps, path->length);
}

/* A list of objects under a key, each written by the caller between open() and close(). */
static struct writer open_object(struct writer *writer, size_t number)
{
    buffer_add_string(writer->out, number == 0 ? "[{" : ", {");
    return (struct writer){.out = writer->out};
}

static void close_object(struct writer *writer)
{
    buffer_add_string(writer->out, "}");
}

static void write_field(struct buffer *out, const struct model_field *field)
{
    struct writer writer = {.out = out};
    buffer_add_string(out, "{");
    add_text(&writer, "name", field->name);
    add_text(&writer, "type", field_type_name(field->type));
    if (field->target)
        add_text(&writer, "target", field->target->name);
    if (field->element_type >= 0)
        add_text(&writer, "element", field_type_name((enum field_type)field->element_type));
    if (strcmp(field->column, field->name) != 0)
        add_text(&writer, "column", field->column);
    if (field->record && strcmp(field->record, field->name) != 0)
        add_text(&writer, "record", field->record);
    add_flag(&writer, "required", field->required);
    add_flag(&writer, "unique", field->unique);
    add_flag(&writer, "indexed", field->indexed);
    add_flag(&writer, "words", field->text_indexed);
    add_flag(&writer, "encrypted", field->sealed);
    add_flag(&writer, "system", field->server_set);
    add_flag(&writer, "reserved", field->reserved);
    add_text(&writer, "default", field->default_json);
    add_texts(&writer, "oneOf", field->one_of, field->one_of_count);
    add_texts(&writer, "aliases", field->aliases, field->alias_count);
    buffer_add_string(out, "}");
}

static void write_permission(struct buffer *out, const struct model_permission *permission)
{
    struct writer writer = {.out = out};
    buffer_add_string(out, "{");
    add_flag(&writer, "everyone", permission->everyone);
    add_flag(&writer, "signedIn", permission->requires_authentication);
    add_texts(&writer, "principals", permission->principals, permission->principal_count);
    add_fields(&writer, "pointers", permission->pointer_fields, permission->pointer_field_count);
    buffer_add_string(out, "}");
}

void lock_write_permissions(struct buffer *out, const struct model_class *class)
{
    if (class->has_permissions) {
        buffer_add_string(out, ",\n     \"permissions\": {");
        for (size_t i = 0; i < OPERATION_TOTAL; i++) {
            buffer_printf(out, "%s\"%s\": ", i == 0 ? "" : ", ", operation_names[i]);
            write_permission(out, &class->permissions[i]);
        }
        buffer_add_string(out, "}");
    }
    if (class->default_acl) {
        buffer_add_string(out, ",\n     \"acl\": ");
        buffer_quote_json(out, class->default_acl);
    }
    struct writer writer = {.out = out};
    for (size_t i = 0; i < class->protected_count; i++) {
        const struct model_protected *hidden = &class->protected_fields[i];
        if (i == 0)
            buffer_add_string(out, ",\n     \"protected\": ");
        struct writer one = open_object(&writer, i);
        add_text(&one, "from", hidden->principal);
        add_texts(&one, "fields", hidden->fields, hidden->field_count);
        close_object(&writer);
    }
    buffer_add_string(out, class->protected_count > 0 ? "]" : "");
}

static void write_indexes(struct buffer *out, const struct model_class *class)
{
    struct writer writer = {.out = out};
    for (size_t i = 0; i < class->index_count; i++) {
        const struct model_index *index = &class->indexes[i];
        if (i == 0)
            buffer_add_string(out, ",\n     \"indexes\": ");
        struct writer one = open_object(&writer, i);
        add_text(&one, "name", index->name);
        add_flag(&one, "unique", index->unique);
        add_fields(&one, "fields", index->fields, index->column_count);
        add_texts(&one, "columns", index->columns, index->column_count);
        close_object(&writer);
    }
    buffer_add_string(out, class->index_count > 0 ? "]" : "");
}

static void write_field_list(struct buffer *out, const char *name,
                             const struct model_field *const *fields, size_t count)
{
    if (count == 0)
        return;
    buffer_printf(out, ",\n     \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i == 0 ? "\n       " : ",\n       ");
        write_field(out, fields[i]);
    }
    buffer_add_string(out, "]");
}

static void write_class(struct buffer *out, const struct model *model,
                        const struct model_class *class)
{
    struct writer writer = {.out = out};
    buffer_add_string(out, "    {");
    add_text(&writer, "name", class->name);
    if (strcmp(class->table, class->name) != 0)
        add_text(&writer, "table", class->table);
    if (class->record && strcmp(class->record, class->name) != 0)
        add_text(&writer, "record", class->record);
    add_flag(&writer, "builtin", class->builtin);
    add_flag(&writer, "trail", class == model->audit_log);
    add_flag(&writer, "ruled", class->has_access_rules);
    add_flag(&writer, "appendOnly", class->append_only);
    add_flag(&writer, "versions", class->keeps_versions);
    add_flag(&writer, "grant", class->is_grant);
    add_number(&writer, "auditedReads", class->audited_reads);
    write_field_list(out, "fields", class->fields, class->field_count);
    write_field_list(out, "retired", class->retired, class->retired_count);
    add_texts(&writer, "kept", class->kept, class->kept_count);
    write_indexes(out, class);
    lock_write_permissions(out, class);
    buffer_add_string(out, "}");
}

void lock_write_role(struct buffer *out, const struct model_role *role)
{
    struct writer writer = {.out = out};
    buffer_add_string(out, "{");
    add_text(&writer, "name", role->name);
    add_text(&writer, "members", lock_members[role->members]);
    add_text(&writer, "role", role->role_name);
    if (role->profile) {
        add_text(&writer, "profile", role->profile->name);
        add_path(&writer, "profileUser", &role->profile_user);
    }
    buffer_add_string(out, "}");
}

static void write_grant(struct writer *writer, const struct model_grant *grant)
{
    struct writer one = {.out = writer->out};
    key(writer, "grant");
    buffer_add_string(writer->out, "{");
    add_text(&one, "class", grant->class->name);
    add_path(&one, "grantee", &grant->grantee);
    add_text(&one, "target", grant->target->name);
    add_text(&one, "scope", !grant->scope ? NULL : grant->scope->name);
    add_text(&one, "word", grant->word);
    add_flag(&one, "emergency", grant->is_emergency);
    add_flag(&one, "consent", grant->is_consent);
    add_text(&one, "from", !grant->from ? NULL : grant->from->name);
    add_text(&one, "until", !grant->until ? NULL : grant->until->name);
    add_text(&one, "orUntil", !grant->or_until ? NULL : grant->or_until->name);
    buffer_add_string(writer->out, "}");
}

static void write_parts(struct writer *writer, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++) {
        const struct model_condition *condition = &rule->conditions[i];
        if (i == 0)
            key(writer, "conditions");
        struct writer one = open_object(writer, i);
        add_text(&one, "field", condition->field->name);
        add_flag(&one, "not", condition->negated);
        add_texts(&one, "values", condition->values, condition->value_count);
        close_object(writer);
    }
    buffer_add_string(writer->out, rule->condition_count > 0 ? "]" : "");
    for (size_t i = 0; i < rule->step_count; i++) {
        if (i == 0)
            key(writer, "steps");
        struct writer one = open_object(writer, i);
        add_text(&one, "from", rule->steps[i].from);
        add_text(&one, "to", rule->steps[i].to);
        close_object(writer);
    }
    buffer_add_string(writer->out, rule->step_count > 0 ? "]" : "");
    for (size_t i = 0; i < rule->actor_count; i++) {
        if (i == 0)
            key(writer, "actors");
        struct writer one = open_object(writer, i);
        if (rule->actors[i].role)
            add_text(&one, "role", rule->actors[i].role->name);
        add_path(&one, "path", &rule->actors[i].path);
        close_object(writer);
    }
    buffer_add_string(writer->out, rule->actor_count > 0 ? "]" : "");
}

static void add_operations(struct writer *writer, unsigned operations)
{
    const char *names[OPERATION_TOTAL];
    size_t count = 0;
    for (size_t i = 0; i < OPERATION_TOTAL; i++)
        if (operations & 1U << i)
            names[count++] = operation_names[i];
    add_texts(writer, "operations", names, count);
}

void lock_write_rule(struct buffer *out, const struct model *model, const struct model_rule *rule)
{
    struct writer writer = {.out = out};
    buffer_add_string(out, "{");
    add_text(&writer, "kind", rule_kind_name(rule->kind));
    if (rule->class)
        add_text(&writer, "class", rule->class->name);
    if (rule->role)
        add_text(&writer, "role", rule->role->name);
    add_operations(&writer, rule->operations);
    if (rule->scope != SCOPE_ALL)
        add_text(&writer, "scope", lock_scopes[rule->scope]);
    add_path(&writer, "path", &rule->path);
    if (rule->grant)
        write_grant(&writer, rule->grant);
    add_fields(&writer, "fields", rule->fields, rule->field_count);
    write_parts(&writer, rule);
    add_text(&writer, "from", !rule->from ? NULL : rule->from->name);
    add_text(&writer, "to", !rule->to ? NULL : rule->to->name);
    add_text(&writer, "value", rule->value);
    add_number(&writer, "milliseconds", rule->duration_ms);
    if (model && rule->sentence < model->sentence_count)
        add_text(&writer, "sentence", model->sentences[rule->sentence].text);
    buffer_add_string(out, "}");
}

static void note_role(struct vector *roles, struct arena *arena, const struct model_role *role)
{
    for (size_t i = 0; role && i < roles->count; i++)
        if (strcmp(((const struct model_role *)roles->items[i])->name, role->name) == 0)
            return;
    if (role)
        vector_add(roles, arena, (void *)(uintptr_t)role);
}

/* In the order in which they come up. */
void lock_write_roles(struct buffer *out, const struct model *model)
{
    struct vector roles = {0};
    for (size_t i = 0; i < model->rule_count; i++) {
        note_role(&roles, out->arena, model->rules[i]->role);
        for (size_t j = 0; j < model->rules[i]->actor_count; j++)
            note_role(&roles, out->arena, model->rules[i]->actors[j].role);
    }
    buffer_add_string(out, "  \"roles\": [");
    for (size_t i = 0; i < roles.count; i++) {
        buffer_add_string(out, i == 0 ? "\n    " : ",\n    ");
        lock_write_role(out, roles.items[i]);
    }
    buffer_add_string(out, "],\n");
}

/* The sentences that no rule names: what they restrict, others say. */
static void write_sentences(struct buffer *out, const struct model *model)
{
    bool *is_named = arena_alloc_array(out->arena, model->sentence_count + 1, sizeof *is_named);
    for (size_t i = 0; i < model->rule_count; i++)
        if (model->rules[i]->sentence < model->sentence_count)
            is_named[model->rules[i]->sentence] = true;
    buffer_add_string(out, "  \"sentences\": [");
    bool is_first = true;
    for (size_t i = 0; i < model->sentence_count; i++) {
        if (is_named[i])
            continue;
        buffer_add_string(out, is_first ? "\n    " : ",\n    ");
        buffer_quote_json(out, model->sentences[i].text);
        is_first = false;
    }
    buffer_add_string(out, "],\n");
}

void lock_write(struct buffer *out, const struct model *model, unsigned migration, const char *last)
{
    buffer_printf(out, "{\"format\": %d,\n  \"name\": ", LOCK_FORMAT);
    buffer_quote_json(out, model->name);
    buffer_printf(out,
                  ",\n  \"access\": \"%s\",\n  \"migration\": %u,\n  \"last\": \"%s\",\n"
                  "  \"classes\": [\n",
                  model->access == ACCESS_PUBLIC ? "public" : "owner", migration, last);
    for (size_t i = 0; i < model->class_count; i++) {
        write_class(out, model, model->classes[i]);
        buffer_add_string(out, i + 1 < model->class_count ? ",\n" : "],\n");
    }
    lock_write_roles(out, model);
    struct writer writer = {.out = out};
    add_texts(&writer, "keptTables", model->kept_tables, model->kept_table_count);
    buffer_add_string(out, model->kept_table_count ? ",\n" : "");
    write_sentences(out, model);
    buffer_add_string(out, "  \"rules\": [");
    for (size_t i = 0; i < model->rule_count; i++) {
        buffer_add_string(out, i == 0 ? "\n    " : ",\n    ");
        lock_write_rule(out, model, model->rules[i]);
    }
    buffer_add_string(out, "]}\n");
}
