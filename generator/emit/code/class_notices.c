/* class_notices.c - classes/NAME/notices.c: whom to tell of what happens to a class's objects. */
#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"
#include "emit/rule_sql.h"

#include <string.h>

static bool tells(const struct model_rule *rule)
{
    return (rule->kind == RULE_NOTIFY || rule->kind == RULE_PUBLISH) && rule->actor_count > 0;
}

bool class_tells(const struct model_class *class)
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

void emit_class_notices(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (!class_tells(class))
            continue;
        struct buffer *buffer =
            class_file(output, class, "notices.c", "whom to tell of what happens to a @.");
        buffer_printf(buffer,
                      "#include \"classes/%s/model.h\"\n\n#include \"model/class_checks.h\"\n\n",
                      class->c_name);
        add_notices(buffer, model, class);
        buffer_printf(buffer,
                      "const struct class_notices %s_notices = {notices, sizeof notices / sizeof "
                      "notices[0]};\n",
                      class->c_name);
    }
}
