/* class_behaviour.c - the tables of what servers do by themselves: stamps, notices, acknowledgements,
 * times that do not overlap. See class_rules.h. */
#include "emit/c_code.h"
#include "emit/code/class_rules.h"
#include "emit/rule_sql.h"

#include <string.h>

void class_rules_add_stamp(struct buffer *buffer, const struct model *model,
                           const struct model_rule *rule)
{
    const struct model_field *field = rule->fields[0];
    const struct model_condition *trigger = &rule->conditions[0];
    class_rules_add_place(buffer, model, rule);
    buffer_add_string(buffer, "    {\n        .field = ");
    c_constant(buffer, rule->class, field);
    if (field->type == FIELD_DATE || field->type == FIELD_POINTER) {
        buffer_printf(buffer, ",\n        .value = %s",
                      field->type == FIELD_DATE ? "STAMP_NOW" : "STAMP_USER");
    } else {
        buffer_add_string(buffer, ",\n        .value = STAMP_WORD,\n        .word = ");
        c_text(buffer, rule->value);
    }
    buffer_add_string(buffer, ",\n        .trigger = ");
    c_constant(buffer, rule->class, trigger->field);
    buffer_add_string(buffer, ",\n        .reached = ");
    c_text_array(buffer, trigger->values, trigger->value_count);
    buffer_printf(buffer, ",\n        .reached_count = %zu,\n    },\n", trigger->value_count);
}

void class_rules_add_no_overlap(struct buffer *buffer, const struct model *model,
                                const struct model_rule *rule)
{
    const char *when = rule_conditions_sql(buffer->arena, rule);
    class_rules_add_place(buffer, model, rule);
    buffer_add_string(buffer, "    {\n        .same = (const int[]){");
    for (size_t i = 0; i < rule->field_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        c_constant(buffer, rule->class, rule->fields[i]);
    }
    buffer_printf(buffer, "},\n        .same_count = %zu,\n        .from = ", rule->field_count);
    c_constant(buffer, rule->class, rule->from);
    buffer_add_string(buffer, ",\n        .to = ");
    if (!rule->to)
        buffer_add_string(buffer, "-1");
    else
        c_constant(buffer, rule->class, rule->to);
    buffer_add_string(buffer, ",\n");
    if (*when != '\0') {
        buffer_add_string(buffer, "        .when = ");
        c_string(buffer, when, 16);
        buffer_add_string(buffer, ",\n");
    }
    buffer_add_string(buffer, "    },\n");
}

static bool tells(const struct model_rule *rule)
{
    return (rule->kind == RULE_NOTIFY || rule->kind == RULE_PUBLISH) && rule->actor_count > 0;
}

static size_t count_notices(const struct model_class *class)
{
    size_t count = 0;
    for (size_t i = 0; i < class->rule_count; i++)
        count += tells(class->rules[i]) ? class->rules[i]->actor_count : 0;
    return count;
}

/* The constant of an event, which is called as the sentence calls it. */
static const char *event_constant(const char *word)
{
    static const char *const names[][2] = {{"created", "NOTICE_CREATED"},
                                           {"updated", "NOTICE_UPDATED"},
                                           {"deleted", "NOTICE_DELETED"},
                                           {"published", "NOTICE_PUBLISHED"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i][0], word) == 0)
            return names[i][1];
    return "NOTICE_CREATED";
}

void class_rules_add_notices(struct buffer *buffer, const struct model *model,
                             const struct model_class *class)
{
    if (count_notices(class) == 0)
        return;
    buffer_add_string(buffer, "static const struct class_notice notices[] = {\n");
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; tells(rule) && j < rule->actor_count; j++) {
            class_rules_add_place(buffer, model, rule);
            buffer_printf(buffer, "    {\n        .event = %s,\n        .told = ",
                          event_constant(rule->value));
            c_string(buffer, rule_told_sql(buffer->arena, class, &rule->actors[j]), 16);
            buffer_add_string(buffer, ",\n    },\n");
        }
    }
    buffer_add_string(buffer, "};\n\n");
}

/* The first rule of the kind, or NULL. */
static const struct model_rule *first_rule(const struct model_class *class, enum rule_kind kind)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == kind)
            return class->rules[i];
    return NULL;
}

void class_rules_add_publishing(struct buffer *buffer, const struct model_class *class)
{
    const struct model_rule *publish = first_rule(class, RULE_PUBLISH);
    const struct model_rule *acknowledge = first_rule(class, RULE_ACKNOWLEDGEMENT);
    if (publish) {
        buffer_add_string(buffer, "    .publication = &(const struct publication){");
        c_constant(buffer, class, publish->fields[0]);
        buffer_add_string(buffer, ", ");
        c_text(buffer, "draft");
        buffer_add_string(buffer, "},\n");
    }
    if (acknowledge) {
        static const char *const members[] = {".field = ", ", .at = ", ", .by = "};
        buffer_add_string(buffer, "    .acknowledgement = &(const struct acknowledgement){");
        for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
            buffer_add_string(buffer, members[i]);
            c_constant(buffer, class, acknowledge->fields[i]);
        }
        buffer_add_string(buffer, "},\n");
    }
    if (count_notices(class) > 0) {
        buffer_printf(buffer, "    .notices = notices,\n    .notice_count = %zu,\n",
                      count_notices(class));
    }
}
