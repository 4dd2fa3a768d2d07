/* dump.c - the intermediate forms as text, for people and tests: --dump=ast and --dump=model. */
#include "dump.h"
#include "draft/draft.h"
#include "read/ast.h"

static void add_default(struct buffer *out, const struct json_value *value)
{
    if (value) {
        buffer_add_string(out, " default ");
        json_write(out, value);
    }
}

static void dump_ast_field(const struct ast_field *field, struct buffer *out)
{
    buffer_printf(out, "  %s %s", field->name.text, ast_type_text(out->arena, &field->type));
    buffer_add_string(out, field->required ? " required" : "");
    buffer_add_string(out, field->unique ? " unique" : "");
    buffer_add_string(out, field->indexed ? " indexed" : "");
    buffer_add_string(out, field->server_set ? " system" : "");
    add_default(out, field->default_value);
    for (const struct ast_value *value = field->values; value; value = value->next) {
        buffer_add_string(out, value == field->values ? " of " : ", ");
        buffer_quote_json(out, value->name.text);
    }
    buffer_add_string(out, "\n");
}

void ast_dump(const struct ast *ast, struct buffer *out)
{
    buffer_printf(out, "file %s\n", ast->source->name);
    for (const struct ast_class *class = ast->classes; class; class = class->next) {
        struct position place = span_position(class->name.span);
        buffer_printf(out, "class %s at %u:%u\n", class->name.text, place.line, place.column);
        for (const struct ast_field *field = class->fields; field; field = field->next)
            dump_ast_field(field, out);
    }
    for (const struct ast_alias *alias = ast->aliases; alias; alias = alias->next) {
        buffer_printf(out, "alias %s.%s is %s\n", alias->class_name.text, alias->second.text,
                      alias->first.text);
    }
    const struct ast_type_choice *choice = ast->type_choices;
    for (; choice; choice = choice->next) {
        buffer_printf(out, "type %s.%s is %s\n", choice->class_name.text, choice->field.text,
                      ast_type_text(out->arena, &choice->type));
    }
    for (const struct ast_sentence *at = ast->sentences; at; at = at->next)
        buffer_printf(out, "sentence %s %s\n", at->section, at->text);
}

static const char *inputs_text(unsigned inputs)
{
    static const char *const texts[] = {"built in", "schema", "spec", "schema and spec"};
    return texts[inputs & 3];
}

static void dump_field(const struct model_field *field, struct buffer *out)
{
    buffer_printf(out, "  %s: %s", field->name, field_type_name(field->type));
    if (field->target)
        buffer_printf(out, "<%s>", field->target->name);
    else if (field->element_type != AST_ELEMENT_UNSTATED)
        buffer_printf(out, "<%s>", field_type_name((enum field_type)field->element_type));
    buffer_add_string(out, field->required ? " required" : "");
    buffer_add_string(out, field->unique ? " unique" : "");
    buffer_add_string(out, field->server_set ? " system" : "");
    buffer_add_string(out, field->indexed ? " indexed" : "");
    buffer_add_string(out, field->sealed ? " encrypted" : "");
    if (field->default_json)
        buffer_printf(out, " default %s", field->default_json);
    for (size_t i = 0; i < field->one_of_count; i++) {
        buffer_add_string(out, i == 0 ? " of " : ", ");
        buffer_quote_json(out, field->one_of[i]);
    }
    for (size_t i = 0; i < field->alias_count; i++)
        buffer_printf(out, " alias %s", field->aliases[i]);
    buffer_printf(out, " (%s; %s, \"%s\")\n", inputs_text(field->inputs), field->c_name,
                  field->column);
}

static void dump_permission(const char *name, const struct model_permission *permission,
                            struct buffer *out)
{
    buffer_printf(out, "  permission %s:", name);
    buffer_add_string(out, permission->everyone ? " *" : "");
    buffer_add_string(out, permission->requires_authentication ? " requiresAuthentication" : "");
    for (size_t i = 0; i < permission->principal_count; i++)
        buffer_printf(out, " %s", permission->principals[i]);
    for (size_t i = 0; i < permission->pointer_field_count; i++)
        buffer_printf(out, " field:%s", permission->pointer_fields[i]->name);
    buffer_add_string(out, "\n");
}

static void dump_class(const struct model_class *class, struct buffer *out)
{
    buffer_printf(out, "class %s (%s; %s, \"%s\")\n", class->name, inputs_text(class->inputs),
                  class->c_name, class->table);
    for (size_t i = 0; i < class->field_count; i++)
        dump_field(class->fields[i], out);
    for (size_t i = 0; i < class->ownership_length; i++)
        buffer_printf(out, "%s%s", i == 0 ? "  owned by " : ".", class->ownership[i]->name);
    buffer_add_string(out, class->ownership_length > 0 ? "\n" : "");
    for (size_t i = 0; i < class->index_count; i++) {
        buffer_printf(out, "  index %s:", class->indexes[i].name);
        for (size_t j = 0; j < class->indexes[i].column_count; j++)
            buffer_printf(out, " %s", class->indexes[i].columns[j]);
        buffer_add_string(out, "\n");
    }
    for (int i = 0; class->has_permissions && i < OPERATION_TOTAL; i++)
        dump_permission(operation_names[i], &class->permissions[i], out);
    for (size_t i = 0; i < class->protected_count; i++) {
        buffer_printf(out, "  protected %s:", class->protected_fields[i].principal);
        for (size_t j = 0; j < class->protected_fields[i].field_count; j++)
            buffer_printf(out, " %s", class->protected_fields[i].fields[j]);
        buffer_add_string(out, "\n");
    }
}

static void dump_path(const struct model_path *path, struct buffer *out)
{
    for (size_t i = 0; i < path->length; i++)
        buffer_printf(out, "%s%s", i == 0 ? " over " : ".", path->steps[i]->name);
}

static void dump_actor(const struct model_actor *actor, struct buffer *out)
{
    buffer_add_string(out, actor->role ? " by " : "");
    buffer_add_string(out, actor->role ? actor->role->name : "");
    dump_path(&actor->path, out);
}

static void dump_grant(const struct model_grant *grant, struct buffer *out)
{
    buffer_printf(out, " grant %s %s", grant->class->name, grant->word ? grant->word : "all");
    dump_path(&grant->grantee, out);
    if (grant->from)
        buffer_printf(out, " from %s", grant->from->name);
    buffer_printf(out, " until %s %s", grant->until ? grant->until->name : "ever",
                  grant->or_until ? grant->or_until->name : "");
}

/* One line: the parts that the rule has. */
static void dump_rule(const struct model_rule *rule, struct buffer *out)
{
    static const char *const scopes[] = {"all", "own", "assigned", "granted"};
    buffer_printf(out, "rule S%zu %s: %s %s", rule->sentence + 1, rule_kind_name(rule->kind),
                  scopes[rule->scope], rule->class ? rule->class->name : "-");
    buffer_printf(out, " %s", rule->role ? rule->role->name : "-");
    for (int i = 0; i < OPERATION_TOTAL; i++)
        if (rule->operations & 1U << i)
            buffer_printf(out, " %s", operation_names[i]);
    dump_path(&rule->path, out);
    if (rule->grant)
        dump_grant(rule->grant, out);
    for (size_t i = 0; i < rule->field_count; i++)
        buffer_printf(out, "%s%s", i == 0 ? " of " : ", ", rule->fields[i]->name);
    for (size_t i = 0; i < rule->condition_count; i++) {
        buffer_printf(out, " where %s is%s", rule->conditions[i].field->name,
                      rule->conditions[i].negated ? " not" : "");
        for (size_t j = 0; j < rule->conditions[i].value_count; j++)
            buffer_printf(out, " %s", rule->conditions[i].values[j]);
    }
    for (size_t i = 0; i < rule->step_count; i++)
        buffer_printf(out, " %s->%s", rule->steps[i].from, rule->steps[i].to);
    for (size_t i = 0; i < rule->actor_count; i++)
        dump_actor(&rule->actors[i], out);
    if (rule->from)
        buffer_printf(out, " from %s to %s", rule->from->name, rule->to ? rule->to->name : "-");
    buffer_printf(out, "%s%s", rule->value ? " = " : "", rule->value ? rule->value : "");
    if (rule->duration_ms > 0)
        buffer_printf(out, " %lld ms", (long long)rule->duration_ms);
    buffer_add_string(out, "\n");
}

void model_dump(const struct model *model, struct buffer *out)
{
    buffer_printf(out, "app %s access %s\n", model->name,
                  model->access == ACCESS_PUBLIC ? "public" : "owner");
    for (size_t i = 0; i < model->class_count; i++)
        dump_class(model->classes[i], out);
    for (size_t i = 0; i < model->rule_count; i++)
        dump_rule(model->rules[i], out);
    for (size_t i = 0; i < model->sentence_count; i++) {
        buffer_printf(out, "sentence %s%s: %s\n", model->sentences[i].section,
                      model->sentences[i].understood ? "" : " (not understood)",
                      model->sentences[i].text);
    }
}
