/* class_header.c - classes/NAME/model.h: a struct with a typed member for each field of a class. */
#include "emit/c_code.h"
#include "emit/code/class_notices.h"
#include "emit/code/class_parts.h"
#include "emit/code/hooks.h"
#include "emit/emit.h"
#include "emit/origin.h"

enum { LINE_WIDTH = 100 };

/* How the runtime keeps a value of each type (its class.h has the table). */
static const char *member_type(enum field_type type)
{
    switch (type) {
    case FIELD_NUMBER:
        return "double";
    case FIELD_BOOLEAN:
        return "bool";
    case FIELD_DATE:
        return "int64_t";
    case FIELD_GEOPOINT:
        return "struct geopoint";
    default:
        return "struct text";
    }
}

static void add_constants(struct buffer *buffer, const struct model_class *class)
{
    buffer_add_string(buffer, "/* The fields, numbered as in the struct's state and in the class's "
                              "table. */\nenum {\n");
    for (size_t i = 0; i < class->field_count; i++) {
        buffer_add_string(buffer, "    ");
        c_constant(buffer, class, class->fields[i]);
        buffer_add_string(buffer, ",\n");
    }
    buffer_printf(buffer, "    %s_field_count\n};\n\n", class->c_name);
}

/* "Array of String, required, unique: schema.json:12" */
static void add_description(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, field_type_name(field->type));
    if (field->type == FIELD_ARRAY && field->element_type >= 0)
        buffer_printf(buffer, " of %s", field_type_name((enum field_type)field->element_type));
    if (field->target) {
        buffer_add_string(buffer, " to ");
        buffer_quote_comment(buffer, field->target->name);
    }
    buffer_add_string(buffer, field->required ? ", required" : "");
    buffer_add_string(buffer, field->unique ? ", unique" : "");
    buffer_add_string(buffer, ": ");
    c_origin(buffer, field->schema_span, field->spec_span);
}

/* "struct text last_post;" */
static struct buffer member_declaration(struct arena *arena, const struct model_field *field)
{
    struct buffer declaration;
    buffer_init(&declaration, arena);
    buffer_printf(&declaration, "%s ", member_type(field->type));
    c_member(&declaration, field);
    buffer_add_string(&declaration, ";");
    return declaration;
}

/* One member; what it is stands beside it, or above it where that makes a long line. */
static void add_member(struct buffer *buffer, const struct model_field *field, int width)
{
    const char *declaration = member_declaration(buffer->arena, field).bytes;
    struct buffer about;
    buffer_init(&about, buffer->arena);
    add_description(&about, field);
    if (sizeof "     /*  */" + (size_t)width + about.length <= LINE_WIDTH) {
        buffer_printf(buffer, "    %-*s /* %s */\n", width, declaration, about.bytes);
    } else {
        c_comment(buffer, 4, about.bytes);
        buffer_printf(buffer, "    %s\n", declaration);
    }
}

static void add_members(struct buffer *buffer, const struct model_class *class)
{
    size_t width = 0; /* of the longest declaration: the comments stand in one column */
    for (size_t i = 0; i < class->field_count; i++) {
        if (class->fields[i]->type != FIELD_RELATION) {
            size_t length = member_declaration(buffer->arena, class->fields[i]).length;
            width = length > width ? length : width;
        }
    }
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->type == FIELD_RELATION) {
            struct buffer about;
            buffer_init(&about, buffer->arena);
            add_description(&about, field);
            c_comment(buffer, 4,
                      arena_printf(buffer->arena, "in a table of its own: %s, %s", field->name,
                                   about.bytes));
        } else {
            add_member(buffer, field, (int)width);
        }
    }
}

static void add_struct(struct buffer *buffer, const struct model_class *class)
{
    buffer_printf(buffer, "struct %s_object {\n    struct object object;\n", class->c_name);
    if (class->field_count == 0) {
        buffer_add_string(buffer, "    unsigned char state[1]; /* there are no fields */\n");
    } else {
        buffer_printf(buffer, "    unsigned char state[%s_field_count]; /* enum field_state */\n",
                      class->c_name);
    }
    add_members(buffer, class);
    buffer_add_string(buffer, "};\n\n");
}

static void add_header(struct buffer *buffer, const struct model_class *class)
{
    c_comment(buffer, 0,
              arena_printf(buffer->arena, "model.h - class %s (%s). Generated.", class->name,
                           origin_text(buffer->arena, class->schema_span, class->spec_span)));
    add_guard(buffer, class, "MODEL");
    buffer_add_string(buffer, "#include \"model/class.h\"\n\n");
    add_constants(buffer, class);
    add_struct(buffer, class);
    buffer_printf(
        buffer,
        "extern const struct class %s_model;\n\n/* Its parts, each in a file of its own. */\n"
        "extern const struct class_codec %s_codec;\n"
        "extern const struct class_access %s_access;\n"
        "extern const struct class_checks %s_checks;\n",
        class->c_name, class->c_name, class->c_name, class->c_name);
    if (class_has_notices(class))
        buffer_printf(buffer, "extern const struct class_notices %s_notices;\n", class->c_name);
    if (class_has_hooks(class)) {
        buffer_printf(buffer,
                      "extern const struct hook_class %s_hook_class; /* in hook_table.c */\n",
                      class->c_name);
    }
    buffer_add_string(buffer, "\n#endif\n");
}

void emit_class_headers(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        add_header(output_file(output, "classes/%s/model.h", class->c_name), class);
    }
}
