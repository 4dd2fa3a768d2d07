/* class_json.c - classes/NAME/json.c: from JSON to the class's struct, and from its rows to JSON. */
#include "emit/c_code.h"
#include "emit/code/class_parts.h"
#include "emit/emit.h"

static const char *writer_function(enum field_type type)
{
    static const char *const functions[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "write_string",   [FIELD_NUMBER] = "write_number",
        [FIELD_BOOLEAN] = "write_boolean", [FIELD_DATE] = "write_date",
        [FIELD_OBJECT] = "write_json",     [FIELD_ARRAY] = "write_array",
        [FIELD_POINTER] = "write_pointer", [FIELD_RELATION] = "write_relation",
        [FIELD_FILE] = "write_file",       [FIELD_GEOPOINT] = "write_geopoint",
        [FIELD_POLYGON] = "write_polygon", [FIELD_BYTES] = "write_bytes",
    };
    return functions[type];
}

/* One call that writes the field under one of its names. */
static void add_write_call(struct buffer *buffer, const struct model_class *class,
                           const struct model_field *field, const char *name, int column)
{
    struct arena *arena = buffer->arena;
    struct buffer key; /* (struct text)TEXT(",\"name\":") */
    struct buffer constant;
    buffer_init(&key, arena);
    buffer_init(&constant, arena);
    c_constant(&constant, class, field);
    buffer_add_string(&key, ",");
    buffer_quote_json(&key, name);
    buffer_add_string(&key, ":");
    const char *json = key.bytes;
    buffer_init(&key, arena);
    buffer_add_string(&key, "(struct text)");
    c_text(&key, json);

    buffer_printf(buffer, "        %s(",
                  field->sealed ? "write_sealed" : writer_function(field->type));
    struct c_list arguments = c_list_open(buffer);
    c_list_add(&arguments, "writer");
    if (field->type != FIELD_RELATION) {
        c_list_add(&arguments, "row");
        c_list_add(&arguments, arena_printf(arena, "COLUMN_FIRST_FIELD + %d", column));
    }
    c_list_add(&arguments, key.bytes);
    if (field->target)
        c_list_add(&arguments, arena_printf(arena, "&%s_model", field->target->c_name));
    if (field->sealed)
        c_list_add(&arguments,
                   arena_printf(arena, "&%s_model.fields[%s]", class->c_name, constant.bytes));
    if (field->type == FIELD_POINTER || field->type == FIELD_ARRAY || field->sealed)
        c_list_add(&arguments,
                   arena_printf(arena, "projection_included(projection, %s)", constant.bytes));
    buffer_add_string(buffer, ");\n");
}

static void add_write_members(struct buffer *buffer, const struct model_class *class)
{
    buffer_add_string(buffer,
                      "static void write_members(struct object_writer *writer, "
                      "const struct row *row,\n"
                      "                          const struct projection *projection)\n{\n");
    buffer_add_string(buffer, class->field_count == 0 ? "    (void)projection;\n" : "");
    buffer_add_string(buffer, "    write_object_head(writer, row);\n");
    int column = 0;
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        buffer_add_string(buffer, "    if (projection_shows(projection, ");
        c_constant(buffer, class, field);
        buffer_add_string(buffer, field->alias_count > 0 ? ")) {\n" : "))\n");
        add_write_call(buffer, class, field, field->name, column);
        for (size_t j = 0; j < field->alias_count; j++)
            add_write_call(buffer, class, field, field->aliases[j], column);
        buffer_add_string(buffer, field->alias_count > 0 ? "    }\n" : "");
        column += column_count(field->type);
    }
    buffer_add_string(buffer, "    write_object_acl(writer, row);\n}\n\n");
}

static const char *reader_function(const struct model_field *field)
{
    static const char *const functions[FIELD_TYPE_COUNT] = {
        [FIELD_STRING] = "read_string",   [FIELD_NUMBER] = "read_number",
        [FIELD_BOOLEAN] = "read_boolean", [FIELD_DATE] = "read_date",
        [FIELD_OBJECT] = "read_object",   [FIELD_ARRAY] = "read_array",
        [FIELD_POINTER] = "read_pointer", [FIELD_RELATION] = "read_relation",
        [FIELD_FILE] = "read_file",       [FIELD_GEOPOINT] = "read_geopoint",
        [FIELD_POLYGON] = "read_polygon", [FIELD_BYTES] = "read_bytes",
    };
    return field->element_type >= 0 ? "read_array_of" : functions[field->type];
}

static void add_read_case(struct buffer *buffer, const struct model_class *class,
                          const struct model_field *field)
{
    buffer_add_string(buffer, "    case ");
    c_constant(buffer, class, field);
    buffer_printf(buffer, ":\n        return %s(source", reader_function(field));
    if (field->element_type >= 0)
        buffer_printf(buffer, ", %s", field_type_constant(field->element_type));
    if (field->type != FIELD_RELATION) {
        buffer_add_string(buffer, ", &read->");
        c_member(buffer, field);
    }
    buffer_add_string(buffer, ");\n");
}

static void add_read_value(struct buffer *buffer, const struct model_class *class)
{
    if (class->field_count == 0)
        return;
    bool has_members = false;
    for (size_t i = 0; i < class->field_count; i++)
        has_members = has_members || class->fields[i]->type != FIELD_RELATION;
    buffer_add_string(buffer, "static bool read_value(const struct value_source *source, int "
                              "field, void *object)\n{\n");
    buffer_printf(buffer,
                  has_members ? "    struct %s_object *read = object;\n"
                              : "    (void)object; /* a %s has relations only */\n",
                  class->c_name);
    buffer_add_string(buffer, "\n    switch (field) {\n");
    for (size_t i = 0; i < class->field_count; i++)
        add_read_case(buffer, class, class->fields[i]);
    buffer_add_string(buffer, "    default:\n        return false;\n    }\n}\n\n");
}

void emit_class_json(const struct model *model, struct output *output)
{
    for (size_t i = 0; i < model->class_count; i++) {
        const struct model_class *class = model->classes[i];
        struct buffer *buffer =
            class_file(output, class, "json.c", "class @ from JSON, and to it.");
        add_class_includes(buffer, class, "model/value_reader.h");
        buffer->length--; /* another one follows */
        buffer_add_string(buffer, "#include \"read/object_writer.h\"\n\n");
        add_read_value(buffer, class);
        add_write_members(buffer, class);
        buffer_printf(buffer, "const struct class_codec %s_codec = {\n", class->c_name);
        buffer_add_string(buffer, class->field_count > 0 ? "    .read = read_value,\n" : "");
        buffer_add_string(buffer, "    .write_members = write_members,\n};\n");
    }
}
