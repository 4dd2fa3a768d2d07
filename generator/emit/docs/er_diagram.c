/* er_diagram.c - docs/er.md: classes, fields and pointers as a Mermaid entity-relationship diagram.
 *
 * Mermaid's grammar takes an entity's name in quotes, so that a class may be called `class` or
 * `style`; for attributes it has no quotes, only the words PK, FK and UK that cannot name one. */
#include "emit/emit.h"

#include <string.h>

static void add_attribute(struct buffer *buffer, const struct model_field *field)
{
    static const char *const keys[] = {"PK", "FK", "UK"};
    buffer_printf(buffer, "        %s %s", field_type_name(field->type), field->name);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(field->name, keys[i]) == 0)
            buffer_add_string(buffer, "_");
    const char *separator = " ";
    if (field->type == FIELD_POINTER) {
        buffer_printf(buffer, "%sFK", separator);
        separator = ", ";
    }
    buffer_add_string(buffer, field->unique ? separator : "");
    buffer_add_string(buffer, field->unique ? "UK" : "");
    buffer_add_string(buffer, field->required ? " \"required\"" : "");
    buffer_add_string(buffer, "\n");
}

static void add_entity(struct buffer *buffer, const struct model_class *class)
{
    buffer_printf(buffer, "    \"%s\" {\n        String objectId PK\n", class->name);
    for (size_t i = 0; i < class->field_count; i++)
        if (class->fields[i]->type != FIELD_RELATION)
            add_attribute(buffer, class->fields[i]);
    buffer_add_string(buffer, "    }\n");
}

/* Many objects point at exactly one, or at most one; a relation joins many with many. */
static void add_relationships(struct buffer *buffer, const struct model_class *class)
{
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (!field->target)
            continue;
        const char *ends = field->type == FIELD_RELATION ? "}o--o{"
                           : field->required             ? "}o--||"
                                                         : "}o--o|";
        buffer_printf(buffer, "    \"%s\" %s \"%s\" : \"%s\"\n", class->name, ends,
                      field->target->name, field->name);
    }
}

/* Devices are no part of what an app is about, unless it points at them. */
static bool is_shown(const struct model *model, const struct model_class *class)
{
    bool is_target = strcmp(class->name, "_Installation") != 0;
    for (size_t i = 0; i < model->class_count && !is_target; i++)
        for (size_t j = 0; j < model->classes[i]->field_count; j++)
            is_target = is_target || model->classes[i]->fields[j]->target == class;
    return is_target;
}

void emit_er_diagram(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "docs/er.md");
    buffer_add_string(buffer, "# Classes and pointers: ");
    buffer_quote_markdown(buffer, model->title);
    buffer_add_string(buffer, "\n\n```mermaid\nerDiagram\n");
    for (size_t i = 0; i < model->class_count; i++)
        if (is_shown(model, model->classes[i]))
            add_entity(buffer, model->classes[i]);
    for (size_t i = 0; i < model->class_count; i++)
        add_relationships(buffer, model->classes[i]);
    buffer_add_string(buffer, "```\n");
}
