/* class_notices.c - classes/NAME/notices.c: whom to tell of what happens to a class's objects. */
#include "emit/code/class_notices.h"

#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/rule_sql.h"

#include <string.h>

static bool tells(const struct model_rule *rule)
{
    return (rule->kind == RULE_NOTIFY || rule->kind == RULE_PUBLISH) && rule->actor_count > 0;
}

static bool class_tells(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++)
        if (tells(class->rules[i]))
            return true;
    return false;
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

static bool tells_of_value(const struct model_rule *rule)
{
    return rule->kind == RULE_NOTIFY && rule->condition_count > 0;
}

/* static bool has_1(const struct visit_object *object): whether it has one of the values. */
static void add_has_value(struct buffer *buffer, const struct model_rule *rule, size_t number)
{
    const struct model_class *class = rule->class;
    const struct model_condition *values = &rule->conditions[0];
    struct arena *arena = buffer->arena;
    const char *member = c_member_text(arena, "object", values->field);
    buffer_printf(buffer,
                  "static bool has_%zu(const struct %s_object *object)\n{\n"
                  "    if (object->state[%s] != FIELD_SET)\n        return false;\n    return ",
                  number, class->c_name, c_constant_text(arena, class, values->field));
    struct c_list words = c_chain_open(buffer, " ||");
    for (size_t i = 0; i < values->value_count; i++) {
        const char *value = values->values[i];
        bool is_false = strcmp(value, "true") != 0;
        c_list_add(&words, values->field->type == FIELD_BOOLEAN
                               ? arena_printf(arena, "%s%s", is_false ? "!" : "", member)
                               : arena_printf(arena, "text_is(%s, %s)", member,
                                              c_literal_text(arena, value)));
    }
    buffer_add_string(buffer, ";\n}\n\n");
}

/* static bool becomes_1(const void *stored, const void *object): whether a write brings a field to one of the
 * values, where it had none of them. */
static void add_becoming(struct buffer *buffer, const struct model *model,
                         const struct model_rule *rule, size_t number)
{
    const char *name = rule->class->c_name;
    c_sentence(buffer, 0, model, rule);
    add_has_value(buffer, rule, number);
    buffer_printf(buffer,
                  "static bool becomes_%zu(const void *stored, const void *object)\n{\n"
                  "    const struct %s_object *was = stored;\n"
                  "    const struct %s_object *given = object;\n\n"
                  "    return has_%zu(given) && !(was && has_%zu(was));\n}\n\n",
                  number, name, name, number, number);
}

static void add_notices(struct buffer *buffer, const struct model *model,
                        const struct model_class *class)
{
    buffer_add_string(buffer, "static const struct class_notice notices[] = {\n");
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        for (size_t j = 0; tells(rule) && j < rule->actor_count; j++) {
            c_sentence(buffer, 4, model, rule);
            buffer_printf(buffer, "    {\n        .event = %s,\n        .told = ",
                          event_constant(rule->value));
            c_string(buffer, rule_told_sql(buffer->arena, class, &rule->actors[j]));
            if (tells_of_value(rule))
                buffer_printf(buffer, ",\n        .becomes = becomes_%zu", i + 1);
            buffer_add_string(buffer, ",\n    },\n");
        }
    }
    buffer_add_string(buffer, "};\n\n");
}

/* static bool NAME(const void *stored, const void *object): what says of an update that it is an
 * event, by what a field was and becomes. */
static void add_event(struct buffer *buffer, const struct model *model,
                      const struct model_rule *rule, const char *name)
{
    const struct model_class *class = rule->class;
    const struct model_field *field = rule->fields[0];
    struct arena *arena = buffer->arena;
    const char *was = c_member_text(arena, "was", field);
    const char *given = c_member_text(arena, "given", field);
    bool is_publishing = rule->kind == RULE_PUBLISH;
    c_sentence(buffer, 0, model, rule);
    buffer_printf(buffer,
                  "static bool %s(const void *stored, const void *object)\n{\n"
                  "    const struct %s_object *was = stored;\n"
                  "    const struct %s_object *given = object;\n\n    return ",
                  name, class->c_name, class->c_name);
    struct c_list conditions = c_chain_open(buffer, " &&");
    c_list_add(&conditions, arena_printf(arena, "given->state[%s] == FIELD_SET",
                                         c_constant_text(arena, class, field)));
    c_list_add(&conditions,
               is_publishing ? arena_printf(arena, "text_is(%s, \"draft\")", was) : given);
    c_list_add(&conditions, is_publishing ? arena_printf(arena, "!text_is(%s, \"draft\")", given)
                                          : arena_printf(arena, "!%s", was));
    buffer_add_string(buffer, ";\n}\n\n");
}

bool class_has_notices(const struct model_class *class)
{
    return class_tells(class) || class_first_rule(class, RULE_PUBLISH) ||
           class_first_rule(class, RULE_ACKNOWLEDGEMENT);
}

void emit_class_notices(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        const struct model_rule *publish = class_first_rule(class, RULE_PUBLISH);
        const struct model_rule *acknowledge = class_first_rule(class, RULE_ACKNOWLEDGEMENT);
        if (!class_has_notices(class))
            continue;
        struct buffer *buffer =
            class_file(output, class, "notices.c", "whom to tell of what happens to a @.");
        buffer_printf(buffer,
                      "#include \"classes/%s/model.h\"\n\n#include \"model/class_checks.h\"\n\n",
                      class->c_name);
        if (publish)
            add_event(buffer, model, publish, "publishes");
        if (acknowledge)
            add_event(buffer, model, acknowledge, "acknowledges");
        for (size_t j = 0; j < class->rule_count; j++)
            if (tells(class->rules[j]) && tells_of_value(class->rules[j]))
                add_becoming(buffer, model, class->rules[j], j + 1);
        if (class_tells(class))
            add_notices(buffer, model, class);
        buffer_printf(buffer, "const struct class_notices %s_notices = {\n", class->c_name);
        if (class_tells(class))
            buffer_add_string(buffer, "    .list = notices,\n"
                                      "    .count = sizeof notices / sizeof notices[0],\n");
        buffer_add_string(buffer, publish ? "    .publishes = publishes,\n" : "");
        buffer_add_string(buffer, acknowledge ? "    .acknowledges = acknowledges,\n" : "");
        buffer_add_string(buffer, "};\n");
    }
}
