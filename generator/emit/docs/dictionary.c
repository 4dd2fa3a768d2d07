/* dictionary.c - docs/dictionary.md: what every class and field means to the server, and which line
 * of which input said so. */
#include "emit/emit.h"
#include "emit/origin.h"
#include "emit/permissions.h"

static void add_cell(struct buffer *buffer, const char *text)
{
    buffer_add_string(buffer, " ");
    buffer_quote_markdown(buffer, text);
    buffer_add_string(buffer, " |");
}

/* "String", "Array of Number", "Pointer to Patient" */
static const char *type_text(struct arena *arena, const struct model_field *field)
{
    const char *name = field_type_name(field->type);
    if (field->target)
        return arena_printf(arena, "%s to %s", name, field->target->name);
    if (field->type == FIELD_ARRAY && field->element_type >= 0) {
        return arena_printf(arena, "%s of %s", name,
                            field_type_name((enum field_type)field->element_type));
    }
    return name;
}

/* Where it comes from, and what it is called there. */
static const char *from_text(struct arena *arena, struct span schema_span, struct span spec_span,
                             const char *written)
{
    const char *origin = origin_text(arena, schema_span, spec_span);
    return written ? arena_printf(arena, "%s (%s)", origin, written) : origin;
}

static void add_list(struct buffer *buffer, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_markdown(buffer, texts[i]);
    }
}

static void add_list_cell(struct buffer *buffer, const char *const *texts, size_t count)
{
    buffer_add_string(buffer, " ");
    add_list(buffer, texts, count);
    buffer_add_string(buffer, " |");
}

/* The names of the inputs, ored, as "schema.json and agent.md". */
static const char *inputs_text(struct arena *arena, const struct model_field *field,
                               unsigned inputs)
{
    const char *schema = inputs & INPUT_SCHEMA ? origin_file(field->schema_span) : "";
    const char *spec = inputs & INPUT_SPEC ? origin_file(field->spec_span) : "";
    return arena_printf(arena, "%s%s%s", schema, *schema && *spec ? " and " : "", spec);
}

/* Whether a field is required, and who asks for it or, where somebody does in vain, why it is not. */
static const char *required_text(struct arena *arena, const struct model_field *field)
{
    const char *asked = inputs_text(arena, field, field->required_by);
    const char *answer = field->required ? "yes" : "no";
    if (field->need_span.source) {
        return arena_printf(arena, "%s: %s%s%s", answer, origin_place(arena, field->need_span),
                            field->required ? "" : ", against ", field->required ? "" : asked);
    }
    if (field->required)
        return *asked ? arena_printf(arena, "yes: %s", asked) : "yes";
    if (!*asked)
        return "";
    return field->inputs == field->required_by ? "no: it comes with time"
                                               : arena_printf(arena, "no: only %s asks", asked);
}

static void add_field(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, "|");
    add_cell(buffer, field->name);
    add_cell(buffer, arena_printf(buffer->arena, "%s%s", type_text(buffer->arena, field),
                                  field->sealed ? ", encrypted" : ""));
    add_cell(buffer, required_text(buffer->arena, field));
    add_cell(buffer, field->unique ? "yes" : "");
    add_cell(buffer, field->default_json ? field->default_json : "");
    add_list_cell(buffer, field->one_of, field->one_of_count);
    add_list_cell(buffer, field->aliases, field->alias_count);
    add_cell(buffer, field->server_set ? "the server" : "clients");
    add_cell(buffer,
             from_text(buffer->arena, field->schema_span, field->spec_span, field->written));
    buffer_add_string(buffer, "\n");
}

static void add_separator(struct buffer *buffer, const char **separator)
{
    buffer_add_string(buffer, *separator);
    *separator = ", ";
}

static void add_permission(struct buffer *buffer, const struct model_permission *permission)
{
    const char *separator = "";
    if (permission->everyone) {
        add_separator(buffer, &separator);
        buffer_add_string(buffer, "everyone");
    }
    if (permission->requires_authentication) {
        add_separator(buffer, &separator);
        buffer_add_string(buffer, "signed-in users");
    }
    for (size_t i = 0; i < permission->principal_count; i++) {
        add_separator(buffer, &separator);
        buffer_quote_markdown(buffer, permission->principals[i]);
    }
    for (size_t i = 0; i < permission->pointer_field_count; i++) {
        add_separator(buffer, &separator);
        buffer_add_string(buffer, "the user in ");
        buffer_quote_markdown(buffer, permission->pointer_fields[i]->name);
    }
    buffer_add_string(buffer, *separator == '\0' ? "master key only" : "");
}

static void add_permissions(struct buffer *buffer, const struct model *model,
                            const struct model_class *class)
{
    buffer_printf(buffer, "Permissions of the class (%s):\n\n",
                  class->has_permissions ? "stated" : "by default");
    /* All but adding fields, which nobody can: the list ends with it. */
    for (int i = 0; i < OPERATION_ADD_FIELD; i++) {
        struct model_permission permission = permission_of(model, class, (enum class_operation)i);
        buffer_printf(buffer, "- %s: ", operation_names[i]);
        add_permission(buffer, &permission);
        buffer_add_string(buffer, "\n");
    }
    if (class->builtin)
        buffer_add_string(buffer, "\nWhich of its objects, their ACLs say.\n");
    buffer_add_string(buffer, "\n");
}

static void add_protected_fields(struct buffer *buffer, const struct model_class *class)
{
    size_t count;
    const struct model_protected *protected = protected_of(buffer->arena, class, &count);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, "Hidden from ");
        buffer_quote_markdown(buffer, protected[i].principal);
        buffer_add_string(buffer, protected[i].field_count > 0 ? ": " : ": nothing");
        add_list(buffer, protected[i].fields, protected[i].field_count);
        buffer_add_string(buffer, "\n\n");
    }
}

static void add_class(struct buffer *buffer, const struct model *model,
                      const struct model_class *class)
{
    buffer_add_string(buffer, "## ");
    buffer_quote_markdown(buffer, class->name);
    buffer_add_string(buffer, "\n\nFrom: ");
    buffer_quote_markdown(
        buffer, from_text(buffer->arena, class->schema_span, class->spec_span, class->written));
    buffer_add_string(buffer, ". ");
    if (class->ownership_length > 0) {
        buffer_add_string(buffer, "Belongs to the user reached by ");
        for (size_t i = 0; i < class->ownership_length; i++) {
            buffer_add_string(buffer, i == 0 ? "" : ", then ");
            buffer_quote_markdown(buffer, class->ownership[i]->name);
        }
        buffer_add_string(buffer, ".\n\n");
    } else {
        buffer_add_string(
            buffer, "No required pointer leads to a user, directly or over other classes.\n\n");
    }
    if (class->field_count > 0) {
        buffer_add_string(buffer,
                          "| Field | Type | Required | Unique | Default | One of | Also called | "
                          "Written by | From |\n"
                          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (size_t i = 0; i < class->field_count; i++)
            add_field(buffer, class->fields[i]);
        buffer_add_string(buffer, "\n");
    }
    add_permissions(buffer, model, class);
    add_protected_fields(buffer, class);
}

void emit_dictionary(const struct model *model, struct output *output)
{
    struct buffer *buffer = output_file(output, "docs/dictionary.md");
    buffer_add_string(buffer, "# Data dictionary: ");
    buffer_quote_markdown(buffer, model->title);
    buffer_add_string(buffer,
                      "\n\nEvery object also has objectId, createdAt, updatedAt and, where it "
                      "is set, an ACL. `From` names the line of\nthe input that a class or a "
                      "field was read from: ");
    const struct source *const inputs[] = {model->schema, model->spec};
    const char *separator = "";
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        if (inputs[i]) {
            add_separator(buffer, &separator);
            buffer_quote_markdown(buffer, origin_base_name(inputs[i]->name));
        }
    }
    buffer_add_string(buffer, ".\n\n");
    for (size_t i = 0; i < model->class_count; i++)
        add_class(buffer, model, model->classes[i]);
}
