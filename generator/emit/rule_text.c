/* rule_text.c - see rule_text.h. */
#include "emit/rule_text.h"

const char *rule_path_text(struct arena *arena, const struct model_path *path)
{
    const char *text = "";
    for (size_t i = 0; i < path->length; i++)
        text = arena_printf(arena, "%s%s%s", text, i == 0 ? "" : ".", path->steps[i]->name);
    return text;
}

static const char *until_text(struct arena *arena, const struct model_grant *grant)
{
    const char *text = arena_printf(arena, "granted by %s", grant->class->name);
    if (grant->scope)
        text = arena_printf(arena, "%s for %s", text, grant->word);
    if (grant->from)
        text = arena_printf(arena, "%s from %s", text, grant->from->name);
    if (!grant->until)
        return text;
    text = arena_printf(arena, "%s until %s", text, grant->until->name);
    return !grant->or_until ? text : arena_printf(arena, "%s or %s", text, grant->or_until->name);
}

const char *rule_rows_text(struct arena *arena, const struct model_rule *rule)
{
    switch (rule->scope) {
    case SCOPE_ALL:
        return "all";
    case SCOPE_OWN:
        return arena_printf(arena, "where %s is the user", rule_path_text(arena, &rule->path));
    case SCOPE_ASSIGNED:
        return rule->path.length == 0 ? "of assigned patients"
                                      : arena_printf(arena, "where %s is an assigned patient",
                                                     rule_path_text(arena, &rule->path));
    case SCOPE_GRANTED:
        return until_text(arena, rule->grant);
    }
    return "";
}

static void add_conditions(struct buffer *buffer, const struct model_rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++) {
        const struct model_condition *condition = &rule->conditions[i];
        buffer_printf(buffer, "%s whose %s is%s ", i == 0 ? "," : " and", condition->field->name,
                      condition->negated ? " not" : "");
        for (size_t j = 0; j < condition->value_count; j++) {
            buffer_add_string(buffer, j == 0 ? "" : " or ");
            buffer_quote_markdown(buffer, condition->values[j]);
        }
    }
}

void rule_add_conditions(struct buffer *buffer, const struct model_rule *rule)
{
    add_conditions(buffer, rule);
    if (rule->within && rule->within->condition_count > 0) {
        buffer_add_string(buffer, ", of those");
        add_conditions(buffer, rule->within);
    }
    if (rule->kind == RULE_GRANT && rule->grant->is_emergency)
        buffer_add_string(buffer, ", but for drafts");
}
