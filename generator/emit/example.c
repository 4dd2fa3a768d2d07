/* example.c - see example.h. */
#include "emit/example.h"

const struct model_rule *example_own_rule(const struct model_class *class)
{
    for (size_t i = 0; i < class->rule_count; i++) {
        const struct model_rule *rule = class->rules[i];
        bool finds = rule->kind == RULE_ACCESS && rule->scope == SCOPE_OWN &&
                     (rule->operations & 1U << OPERATION_FIND);
        if (finds && rule->path.length > 0)
            return rule;
    }
    return NULL;
}

struct example example_of(const struct model *model)
{
    struct example example = {0};
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        if (class->builtin || class == model->audit_log)
            continue;
        const struct model_rule *own = example_own_rule(class);
        bool is_found = own ? own->path.length > 1 : !class->has_access_rules;
        bool fits = class->ownership_length > 1 && !class->is_silent && is_found;
        if (!example.class || fits)
            example.class = class;
        if (fits)
            break;
    }
    if (!example.class)
        example.class = model_find_class(model, "_User");
    for (size_t i = 0; example.class && i < example.class->field_count; i++) {
        const struct model_field *field = example.class->fields[i];
        if (!example.text && field->type == FIELD_STRING && !field->sealed &&
            field->one_of_count == 0)
            example.text = field;
        if (!example.pointer && field->type == FIELD_POINTER)
            example.pointer = field;
    }
    return example;
}
