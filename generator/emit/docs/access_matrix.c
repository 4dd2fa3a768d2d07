/* access_matrix.c - docs/access.md: for each class, who may do what with which rows.
 *
 * It is made from the model's rules, in words, and not from the SQL that they become, so that the
 * two can be held against each other; tests/access.json does that, and each class says how much of
 * it is its own. */
#include "emit/code/class_parts.h"
#include "emit/docs/access_more.h"
#include "emit/emit.h"
#include "emit/permissions.h"
#include "emit/rule_text.h"
#include "emit/tests/access_counts.h"
#include "emit/tests/access_tests.h"

static const struct {
    unsigned operation;
    const char *name;
} columns[] = {
    {1U << OPERATION_GET, "get"},       {1U << OPERATION_FIND, "find, count"},
    {1U << OPERATION_CREATE, "create"}, {1U << OPERATION_UPDATE, "update"},
    {1U << OPERATION_DELETE, "delete"},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void add_cell(struct buffer *buffer, const struct model_rule *rule, size_t column)
{
    if ((rule->operations & columns[column].operation) == 0) {
        buffer_add_string(buffer, " |");
        return;
    }
    buffer_printf(buffer, " %s", rule_rows_text(buffer->arena, rule));
    rule_add_conditions(buffer, rule);
    if (columns[column].operation == 1U << OPERATION_UPDATE && rule->field_count > 0) {
        buffer_add_string(buffer, "; only ");
        for (size_t i = 0; i < rule->field_count; i++)
            buffer_printf(buffer, "%s%s", i == 0 ? "" : ", ", rule->fields[i]->name);
    }
    buffer_add_string(buffer, " |");
}

static const char *who_text(const struct model_rule *rule)
{
    return rule->role ? rule->role->name : "users";
}

static void add_ruled_class(struct buffer *buffer, const struct model_class *class)
{
    buffer_add_string(buffer, "| Who |");
    for (size_t i = 0; i < COLUMNS; i++)
        buffer_printf(buffer, " %s |", columns[i].name);
    buffer_add_string(buffer, "\n| --- |");
    for (size_t i = 0; i < COLUMNS; i++)
        buffer_add_string(buffer, " --- |");
    buffer_add_string(buffer, "\n");
    for (size_t i = 0; i < class->rule_count; i++) {
        if (rule_opens_rows(class->rules[i])) {
            buffer_add_string(buffer, "| ");
            buffer_quote_markdown(buffer, who_text(class->rules[i]));
            buffer_add_string(buffer, " |");
            for (size_t j = 0; j < COLUMNS; j++)
                add_cell(buffer, class->rules[i], j);
            buffer_add_string(buffer, "\n");
        }
    }
    buffer_add_string(buffer, "\nNobody else, but the master key.");
}

static void add_class(struct buffer *buffer, const struct model *model,
                      const struct model_class *class, size_t cells)
{
    buffer_add_string(buffer, "## ");
    buffer_quote_markdown(buffer, class->name);
    buffer_add_string(buffer, "\n\n");
    if (class->has_access_rules) {
        add_ruled_class(buffer, class);
    } else if (class->builtin) {
        buffer_add_string(buffer, "No rule: as in Parse, by ACL.");
    } else {
        buffer_add_string(buffer, model->access == ACCESS_PUBLIC
                                      ? "No rule: open, but for what an ACL says."
                                      : "No rule: each object is its creator's, who may share it "
                                        "by an ACL.");
    }
    buffer_add_string(buffer,
                      class == model->audit_log
                          ? " The audit trail: the server alone writes it, and nobody changes it."
                      : class->append_only ? " Append-only: nobody changes or deletes an object."
                                           : "");
    if (cells > 0)
        buffer_printf(buffer, " Tried: [%zu answers](../tests/access.json).", cells);
    buffer_add_string(buffer, "\n\n");
    access_add_more(buffer, class);
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; rule->kind == RULE_LIFECYCLE && j < rule->step_count; j++) {
            buffer_printf(buffer, "- %s goes ", rule->fields[0]->name);
            buffer_quote_markdown(buffer, rule->steps[j].from);
            buffer_add_string(buffer, " → ");
            buffer_quote_markdown(buffer, rule->steps[j].to);
            for (size_t k = 0; k < rule->actor_count; k++) {
                const struct model_actor *actor = &rule->actors[k];
                buffer_printf(buffer, "%s%s", k == 0 ? ", by " : " or ",
                              actor->role ? actor->role->name
                                          : rule_path_text(buffer->arena, &actor->path));
            }
            buffer_add_string(buffer, j + 1 == rule->step_count ? "\n\n" : "\n");
        }
    }
}

void emit_access_matrix(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "docs/access.md");
    const size_t *cells = access_count(access_world_new(buffer->arena, model)).of_class;
    buffer_add_string(buffer, "# Who may do what: ");
    buffer_quote_markdown(buffer, model->title);
    buffer_add_string(
        buffer,
        "\n\nThe rules are a ceiling: somebody reaches a row when a line of its class "
        "says so. Class-level permissions\ngate whole operations. The ACL of an "
        "object opens nothing; it may take from what everybody can do with all rows,\nand "
        "from what somebody was granted, never from people whom a line names by their role, nor "
        "from whoever the row belongs to.\nA pointer that says whose a row is can be changed by a "
        "line "
        "over all rows, or by one that names it.\n"
        "`make test` tries all of it on the server, in every way that leads to rows.\n\n");
    for (size_t i = 0; i < model->class_count; i++)
        add_class(buffer, model, model->classes[i], cells[i]);
}
