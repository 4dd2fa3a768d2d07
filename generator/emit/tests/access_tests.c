/* access_tests.c - tests/access.json, and the programs that try it against the server.
 *
 * The file holds a world (access_world.h) and what is right in it (access_judge.h): for each row a
 * letter for each thing that is tried with it, by each of those who ask. A line is a row, so that
 * the file can be read and compared. tests/access.mjs says how to run it. */
#include "emit/tests/access_tests.h"

#include "emit/emit.h"
#include "emit/graphql_names.h"
#include "emit/template.h"
#include "emit/tests/access_accounts.h"
#include "emit/tests/access_binding.h"
#include "emit/tests/access_counts.h"
#include "emit/tests/access_judge.h"
#include "emit/tests/access_questions.h"
#include "emit/tests/access_stamps.h"

static const enum class_operation operations[] = {OPERATION_GET, OPERATION_FIND, OPERATION_COUNT,
                                                  OPERATION_CREATE, OPERATION_DELETE};
enum { OPERATIONS = sizeof operations / sizeof operations[0], READS = 3 };

static void add_text(struct buffer *json, const char *name, const char *text)
{
    buffer_printf(json, ", \"%s\": ", name);
    buffer_quote_json(json, text);
}

/* Users. */

static void add_users(struct buffer *json, const struct access_world *world)
{
    for (size_t i = 0; i < world->model->rule_count; i++) {
        if (world->model->rules[i]->kind == RULE_EXPORT) {
            buffer_add_string(json, "  \"exports\": true,\n");
            break;
        }
    }
    buffer_printf(json, "  \"asking\": %zu,\n  \"users\": [", world->principal_count);
    for (size_t i = 0; i < world->users.count; i++) {
        const struct access_user *user = access_user_at(world, i);
        buffer_add_string(json, i == 0 ? "\n    {\"name\": " : ",\n    {\"name\": ");
        buffer_quote_json(json, user->name);
        if (user->role && user->role->members == MEMBERS_ROLE)
            add_text(json, "role", user->role->role_name);
        buffer_add_string(json, "}");
    }
    buffer_add_string(json, "\n  ],\n");
}

/* Classes. */

/* Whether rules ask about the field, so that each row says what is in it. */
static bool is_asked(const struct access_class *class, const struct model_field *field)
{
    for (size_t i = 0; i < class->asked.count; i++)
        if (((const struct access_question *)class->asked.items[i])->field == field)
            return true;
    return false;
}

static void add_field(struct buffer *json, const struct access_class *class,
                      const struct model_field *field)
{
    bool is_shown = field == class->plain || access_has_readers(class->model, field);
    /* What a stamp sets no client says in a create. */
    bool is_needed =
        access_is_needed(class->model, field) && !access_is_reserved(class->model, field);
    bool is_filled = (field->required && !field->default_json) || is_needed ||
                     (is_shown && !is_asked(class, field));
    buffer_quote_json(json, field->name);
    buffer_printf(json, ": {\"type\": \"%s\"", field_type_name(field->type));
    if (field->target)
        add_text(json, "to", field->target->name);
    if (field->one_of_count > 0)
        add_text(json, "one", field->one_of[0]);
    if (field->file_type_count > 0)
        add_text(json, "files", field->file_types[0]);
    if (field->element_type >= 0)
        add_text(json, "of", field_type_name((enum field_type)field->element_type));
    buffer_add_string(
        json, is_filled && !access_is_servers(class->model, field) ? ", \"fill\": true" : "");
    buffer_add_string(json, field->unique ? ", \"unique\": true" : "");
    buffer_add_string(json, field->sealed ? ", \"sealed\": true" : "");
    buffer_add_string(json, "}");
}

static void add_value(struct buffer *json, const struct model_field *field,
                      const struct access_value *value)
{
    switch (value->kind) {
    case VALUE_UNSET:
        buffer_add_string(json, "null");
        return;
    case VALUE_USER:
        buffer_printf(json, "{\"user\": %zu}", value->index);
        return;
    case VALUE_ROW:
        buffer_printf(json, "{\"row\": %zu}", value->index);
        return;
    case VALUE_TEXT:
        if (field && field->type == FIELD_STRING)
            buffer_quote_json(json, value->text);
        else
            buffer_add_string(json, value->text);
        return;
    case VALUE_WORDS:
        buffer_add_string(json, "[");
        if (value->text)
            buffer_quote_json(json, value->text);
        buffer_add_string(json, "]");
        return;
    case VALUE_PAST:
        buffer_add_string(json, "{\"date\": \"past\"}");
        return;
    case VALUE_FUTURE:
        buffer_add_string(json, "{\"date\": \"future\"}");
        return;
    case VALUE_ANY:
        buffer_add_string(json, "{\"any\": true}");
        return;
    }
}

static void add_changes(struct buffer *json, const struct access_class *class)
{
    buffer_add_string(json, ",\n      \"changes\": [");
    for (size_t i = 0; i < class->changes.count; i++) {
        const struct access_change *change = class->changes.items[i];
        buffer_add_string(json, i == 0 ? "\n        {\"name\": " : ",\n        {\"name\": ");
        buffer_quote_json(json, change->name);
        add_text(json, "field", !change->field ? "ACL" : change->field->name);
        buffer_add_string(json, ", \"value\": ");
        add_value(json, change->field, &change->value);
        buffer_add_string(json, "}");
    }
    buffer_add_string(json, "\n      ]");
}

/* The fields that only some may read: a letter for each of those who ask. */
static void add_hidden(struct buffer *json, const struct access_world *world,
                       const struct access_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->model->field_count; i++) {
        const struct model_field *field = class->model->fields[i];
        if (!access_has_readers(class->model, field))
            continue;
        buffer_add_string(json, count++ == 0 ? ",\n      \"hidden\": {" : ", ");
        buffer_quote_json(json, field->name);
        buffer_add_string(json, ": \"");
        for (size_t user = 0; user < world->principal_count; user++) {
            bool shown = access_shows_field(world, class->model, field, user);
            buffer_add_string(json, shown ? "a" : "d");
        }
        buffer_add_string(json, "\"");
    }
    buffer_add_string(json, count > 0 ? "}" : "");
}

/* Values that ask for other fields. */
static void add_needs(struct buffer *json, const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 1; rule->kind == RULE_REQUIREMENT && j < rule->field_count; j++) {
            if (access_is_reserved(class, rule->fields[j]))
                continue;
            buffer_add_string(json, count++ == 0 ? ",\n      \"needs\": [{" : "}, {");
            buffer_add_string(json, "\"field\": ");
            buffer_quote_json(json, rule->fields[0]->name);
            add_text(json, "value", rule->value);
            add_text(json, "need", rule->fields[j]->name);
        }
    }
    buffer_add_string(json, count > 0 ? "}]" : "");
}

/* What GraphQL calls it: its objects' type, and the queries of one and of many. */
static void add_graphql(struct buffer *json, const struct graphql_naming *naming,
                        const struct model_class *class)
{
    const struct graphql_names *names = graphql_names_of(naming, class);
    buffer_printf(json,
                  ",\n      \"graphql\": {\"type\": \"%s\", \"get\": \"%s\", \"find\": \"%s\"}",
                  names->type, names->get, names->find);
}

static void add_classes(struct buffer *json, const struct access_world *world)
{
    struct graphql_naming naming = graphql_naming(json->arena, world->model);
    buffer_add_string(json, "  \"classes\": {");
    for (size_t i = 0; i < world->classes.count; i++) {
        const struct access_class *class = world->classes.items[i];
        buffer_add_string(json, i == 0 ? "\n    " : ",\n    ");
        buffer_quote_json(json, class->model->name);
        buffer_add_string(json, ": {\n      \"fields\": {");
        const char *separator = "\n        ";
        for (size_t j = 0; j < class->model->field_count; j++) {
            if (class->model->fields[j]->type != FIELD_RELATION) {
                buffer_add_string(json, separator);
                add_field(json, class, class->model->fields[j]);
                separator = ",\n        ";
            }
        }
        buffer_add_string(json, "\n      }");
        if (class->plain && class->plain->type == FIELD_STRING)
            add_text(json, "text", class->plain->name);
        add_graphql(json, &naming, class->model);
        buffer_add_string(
            json, access_is_single(world->model, class->model) ? ",\n      \"single\": true" : "");
        buffer_add_string(json, class->is_unjudged ? ",\n      \"unjudged\": true" : "");
        buffer_add_string(json, class->is_kept_by_server ? ",\n      \"kept\": true" : "");
        buffer_add_string(json, class->model->is_silent ? ",\n      \"silent\": true" : "");
        buffer_add_string(json, class->model->keeps_versions ? ",\n      \"versions\": true" : "");
        add_needs(json, class->model);
        add_hidden(json, world, class);
        add_changes(json, class);
        buffer_add_string(json, "\n    }");
    }
    buffer_add_string(json, "\n  },\n");
}

/* Rows. */

static void add_row_fields(struct buffer *json, const struct access_row *row)
{
    const char *separator = "";
    buffer_add_string(json, ", \"fields\": {");
    for (size_t i = 0; i < row->class->field_count; i++) {
        if (row->values[i].kind != VALUE_UNSET) {
            buffer_add_string(json, separator);
            buffer_quote_json(json, row->class->fields[i]->name);
            buffer_add_string(json, ": ");
            add_value(json, row->class->fields[i], &row->values[i]);
            separator = ", ";
        }
    }
    buffer_add_string(json, "}");
}

/* Who is shown the row: get, find and count by each of those who ask. */
static void add_readers(struct buffer *json, const struct access_world *world,
                        const struct access_row *row)
{
    buffer_add_string(json, ", \"reads\": \"");
    for (size_t user = 0; user < world->principal_count; user++) {
        buffer_add_string(json, user == 0 ? "" : " ");
        for (size_t i = 0; i < READS; i++) {
            char verdict = access_judge(world, operations[i], row, user);
            buffer_add(json, &verdict, 1);
        }
    }
    buffer_add_string(json, "\"");
}

/* The letters of the class's changes; of those by signatures the ones that need one, else '-'. */
static void add_changed(struct buffer *json, const struct access_world *world,
                        const struct access_row *row, size_t user, bool is_signed)
{
    const struct access_class *class = map_get(&world->class_of, row->class->name);
    for (size_t i = 0; i < class->changes.count; i++) {
        const struct access_change *change = class->changes.items[i];
        char verdict = is_signed && !access_needs_signature(world, row, change)
                           ? '-'
                           : access_judge_change(world, row, change, user, is_signed);
        buffer_add(json, &verdict, 1);
    }
}

/* For each of those whose requests are tried on the row, the letters of what they try. */
static void add_tries(struct buffer *json, const struct access_world *world,
                      const struct access_row *row, bool is_signed)
{
    size_t count = 0;
    for (size_t user = 0; user < world->principal_count; user++) {
        if (!access_is_tried(world, row, user))
            continue;
        const char *name = is_signed ? "signs" : "tries";
        buffer_add_string(json,
                          count++ > 0 ? ", " : arena_printf(json->arena, ", \"%s\": {", name));
        buffer_printf(json, "\"%zu\": \"", user);
        for (size_t i = READS; !is_signed && i < OPERATIONS; i++) {
            char verdict = access_judge(world, operations[i], row, user);
            buffer_add(json, &verdict, 1);
        }
        add_changed(json, world, row, user, is_signed);
        buffer_add_string(json, "\"");
    }
    buffer_add_string(json, count > 0 ? "}" : "");
}

static void add_rows(struct buffer *json, const struct access_world *world)
{
    buffer_add_string(json, "  \"rows\": [");
    for (size_t i = 0; i < world->rows.count; i++) {
        const struct access_row *row = access_row_at(world, i);
        buffer_add_string(json, i == 0 ? "\n    {\"class\": " : ",\n    {\"class\": ");
        buffer_quote_json(json, row->class->name);
        if (row->relation) {
            add_text(json, "is", row->relation);
            buffer_printf(json, ", \"of\": %zu", row->of);
        }
        add_row_fields(json, row);
        if (row->acl_user != ACL_NONE)
            buffer_printf(json, ", \"acl\": %d", row->acl_user);
        for (size_t j = 0; j < row->links.count; j++) {
            buffer_printf(json, "%s%zu", j == 0 ? ", \"links\": [" : ", ",
                          ((const struct access_row *)row->links.items[j])->number);
        }
        buffer_add_string(json, row->links.count > 0 ? "]" : "");
        add_readers(json, world, row);
        add_tries(json, world, row, false);
        if (access_has_signatures(row->class))
            add_tries(json, world, row, true);
        buffer_add_string(json, "}");
    }
    buffer_add_string(json, "\n  ]\n");
}

void emit_access_tests(const struct model *model, struct output *output)
{
    struct buffer *json = output_file(output, "tests/access.json");
    const struct access_world *world = access_world_new(json->arena, model);
    const struct hole holes[] = {{"NAME", model->name}};
    buffer_add_string(json, "{\n  \"app\": ");
    buffer_quote_json(json, model->name);
    buffer_add_string(json, ",\n");
    add_users(json, world);
    add_classes(json, world);
    add_rows(json, world);
    buffer_add_string(json, "}\n");
    template_add(output_file(output, "tests/access.mjs"), "access.mjs", holes, 1);
    template_add(output_file(output, "tests/world.mjs"), "world.mjs", holes, 1);
    template_add(output_file(output, "tests/server.mjs"), "server.mjs", holes, 1);
    template_add(output_file(output, "tests/live.mjs"), "live.mjs", holes, 1);
    template_add(output_file(output, "tests/graphql.mjs"), "graphql.mjs", holes, 1);
}
