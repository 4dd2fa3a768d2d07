/* access_stamps.c - what the server sets by itself when a row is written, and which fields are
 * therefore not for everybody to write; see access_world.h. */
#include "emit/tests/access_stamps.h"

#include <string.h>

enum { MOST_STEPS = 8 };

const char *access_text_of(const struct access_world *world, const struct access_row *row,
                           const struct model_field *field)
{
    const struct access_value *value = access_value_of(row, field);
    if (value->kind == VALUE_TEXT)
        return value->text;
    const char *json = field->default_json;
    size_t length = !json ? 0 : strlen(json);
    if (length >= 2 && json[0] == '"')
        return arena_copy(world->arena, json + 1, length - 2);
    return json;
}

static bool is_about(const struct model_rule *rule, enum rule_kind kind,
                     const struct model_field *field)
{
    return rule->kind == kind && rule->field_count > 0 && rule->fields[0] == field;
}

static bool has_rule(const struct model_class *class, enum rule_kind kind,
                     const struct model_field *field)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (is_about(class->rules[i], kind, field))
            return true;
    return false;
}

bool access_is_reserved(const struct model_class *class, const struct model_field *field)
{
    return field->reserved || has_rule(class, RULE_ACKNOWLEDGEMENT, field) ||
           (has_rule(class, RULE_STAMP, field) && !has_rule(class, RULE_LIFECYCLE, field));
}

/* Whether the steps of the field's lifecycles lead from one value to the other. */
static bool leads_to(const struct model_class *class, const struct model_field *field,
                     const char *from, const char *to, int steps)
{
    if (!from || strcmp(from, to) == 0)
        return from != NULL;
    for (size_t i = 0; steps > 0 && i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; is_about(rule, RULE_LIFECYCLE, field) && j < rule->step_count; j++)
            if (strcmp(rule->steps[j].from, from) == 0 &&
                leads_to(class, field, rule->steps[j].to, to, steps - 1))
                return true;
    }
    return false;
}

static bool is_reached(const struct model_rule *stamp, const char *text)
{
    const struct model_condition *trigger = &stamp->conditions[0];
    for (size_t i = 0; text && i < trigger->value_count; i++)
        if (strcmp(trigger->values[i], text) == 0)
            return true;
    return false;
}

static bool is_word(const struct model_field *field)
{
    return field->type == FIELD_STRING || field->type == FIELD_BOOLEAN;
}

/* Sets what the stamp says; true when the row is another one then. */
static bool stamp_row(const struct access_world *world, struct access_row *row,
                      const struct model_rule *stamp)
{
    const struct model_field *field = stamp->fields[0];
    const char *text = access_text_of(world, row, field);
    if (!is_word(field) || (text && strcmp(text, stamp->value) == 0) ||
        (has_rule(row->class, RULE_LIFECYCLE, field) &&
         !leads_to(row->class, field, text, stamp->value, MOST_STEPS)))
        return false;
    *access_value_of(row, field) = (struct access_value){.kind = VALUE_TEXT, .text = stamp->value};
    return true;
}

bool access_stamp(const struct access_world *world, struct access_row *row)
{
    const struct model_class *class = row->class;
    bool *fired = arena_alloc_array(world->arena, class->rule_count + 1, sizeof *fired);
    bool changed = false;
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < class->rule_count; i++) {
            const struct model_rule *rule = class->rules[i];
            if (rule->kind == RULE_STAMP && !fired[i] &&
                is_reached(rule, access_text_of(world, row, rule->conditions[0].field))) {
                fired[i] = again = true;
                changed = stamp_row(world, row, rule) || changed;
            }
        }
    }
    return changed;
}

bool access_takes_back(const struct access_world *world, const struct access_row *row,
                       const struct model_field *field, const char *to)
{
    const char *text = access_text_of(world, row, field);
    for (size_t i = 0; i < row->class->rule_count; i++) {
        const struct model_rule *rule = row->class->rules[i];
        if (is_about(rule, RULE_ACKNOWLEDGEMENT, field) && text && strcmp(text, "true") == 0 &&
            strcmp(to, "true") != 0)
            return true;
        if (is_about(rule, RULE_STAMP, field) && !has_rule(row->class, RULE_LIFECYCLE, field) &&
            is_reached(rule, access_text_of(world, row, rule->conditions[0].field)) && text &&
            strcmp(text, rule->value) == 0 && strcmp(to, rule->value) != 0)
            return true;
    }
    return false;
}
