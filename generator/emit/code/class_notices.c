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
