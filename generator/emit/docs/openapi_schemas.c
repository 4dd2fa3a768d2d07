/* openapi_schemas.c - see openapi_schemas.h. Class X has four schemas: X is an object as it is read,
 * X.fields its fields, X.create what creates one and X.update what changes one. A class name cannot have
 * a dot, so these names and Parse's own ("parse.Date") never clash with classes. */
#include "emit/docs/openapi_schemas.h"

static const char *json_quoted(struct arena *arena, const char *text)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    buffer_quote_json(&buffer, text);
    return buffer.bytes;
}

/* ,"enum":[...] of a String; `null` stays out: a field without a value is left out. */
static void add_one_of(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, ", \"enum\": [");
    for (size_t i = 0; i < field->one_of_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        buffer_quote_json(buffer, field->one_of[i]);
    }
    buffer_add_string(buffer, "]");
}

/* The schema of values of one type, without the closing brace. */
static void open_type(struct buffer *buffer, enum field_type type)
{
    switch (type) {
    case FIELD_STRING:
        buffer_add_string(buffer, "{\"type\": \"string\"");
        break;
    case FIELD_NUMBER:
        buffer_add_string(buffer, "{\"type\": \"number\"");
        break;
    case FIELD_BOOLEAN:
        buffer_add_string(buffer, "{\"type\": \"boolean\"");
        break;
    case FIELD_OBJECT:
        buffer_add_string(buffer, "{\"type\": \"object\"");
        break;
    case FIELD_ARRAY:
        buffer_add_string(buffer, "{\"type\": \"array\"");
        break;
    default:
        buffer_printf(buffer, "{\"$ref\": \"#/components/schemas/parse.%s\"",
                      field_type_name(type));
    }
}

/* The schema of a field's values; a pointer that a request includes is the object it points at. */
static void add_field_schema(struct buffer *buffer, const struct model_field *field,
                             const char *alias_of)
{
    if (field->type == FIELD_POINTER) {
        buffer_printf(buffer,
                      "{\"anyOf\": [{\"$ref\": \"#/components/schemas/parse.Pointer\"}, "
                      "{\"$ref\": \"#/components/schemas/%s\"}]",
                      field->target->name);
    } else {
        open_type(buffer, field->type);
    }
    if (field->type == FIELD_ARRAY && field->element_type >= 0) {
        buffer_add_string(buffer, ", \"items\": ");
        open_type(buffer, (enum field_type)field->element_type);
        buffer_add_string(buffer, "}");
    }
    if (field->one_of_count > 0)
        add_one_of(buffer, field);
    if (field->default_json)
        buffer_printf(buffer, ", \"default\": %s", field->default_json);
    buffer_add_string(buffer, field->server_set ? ", \"readOnly\": true" : "");
    if (alias_of) {
        const char *description = arena_printf(buffer->arena, "Another name of %s", alias_of);
        buffer_printf(buffer, ", \"description\": %s", json_quoted(buffer->arena, description));
    } else if (field->target) {
        buffer_printf(buffer, ", \"description\": \"%s to %s\"", field_type_name(field->type),
                      field->target->name);
    }
    buffer_add_string(buffer, "}");
}

static void add_property(struct buffer *buffer, const char **separator, const char *name)
{
    buffer_printf(buffer, "%s\n          ", *separator);
    buffer_quote_json(buffer, name);
    buffer_add_string(buffer, ": ");
    *separator = ",";
}

static void add_fields_schema(struct buffer *buffer, const struct model_class *class)
{
    const char *separator = "";
    buffer_printf(buffer,
                  "      \"%s.fields\": {\n        \"type\": \"object\",\n"
                  "        \"properties\": {",
                  class->name);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        add_property(buffer, &separator, field->name);
        add_field_schema(buffer, field, NULL);
        for (size_t j = 0; j < field->alias_count; j++) {
            add_property(buffer, &separator, field->aliases[j]);
            add_field_schema(buffer, field, field->name);
        }
    }
    buffer_add_string(buffer, class->field_count > 0 ? "\n        }\n      },\n" : "}\n      },\n");
}

/* A required field, which may come under any of its names. */
static void add_requirement(struct buffer *buffer, const struct model_field *field)
{
    buffer_add_string(buffer, ",\n          ");
    buffer_add_string(buffer, field->alias_count > 0 ? "{\"anyOf\": [" : "");
    buffer_printf(buffer, "{\"required\": [%s]}", json_quoted(buffer->arena, field->name));
    for (size_t i = 0; i < field->alias_count; i++) {
        buffer_printf(buffer, ", {\"required\": [%s]}",
                      json_quoted(buffer->arena, field->aliases[i]));
    }
    buffer_add_string(buffer, field->alias_count > 0 ? "]}" : "");
}

static void add_create_schema(struct buffer *buffer, const struct model_class *class)
{
    buffer_printf(buffer,
                  "      \"%s.create\": {\n        \"allOf\": [\n"
                  "          {\"$ref\": \"#/components/schemas/%s.fields\"},\n"
                  "          {\"type\": \"object\", \"properties\": {\"ACL\": "
                  "{\"$ref\": \"#/components/schemas/parse.ACL\"}}}",
                  class->name, class->name);
    if (strcmp(class->name, "_User") == 0) {
        buffer_add_string(buffer,
                          ",\n          {\"properties\": {\"password\": {\"type\": \"string\", "
                          "\"format\": \"password\", \"writeOnly\": true}}, "
                          "\"required\": [\"password\"]}");
    }
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (field->required && !field->default_json && !field->server_set)
            add_requirement(buffer, field);
    }
    buffer_add_string(buffer, "\n        ]\n      },\n");
}

/* In an update each field is a value, an operation on the stored one, or null, which removes it. */
static void add_update_schema(struct buffer *buffer, const struct model_class *class)
{
    const char *separator = "";
    buffer_printf(buffer,
                  "      \"%s.update\": {\n        \"type\": \"object\",\n"
                  "        \"properties\": {",
                  class->name);
    add_property(buffer, &separator, "ACL");
    buffer_add_string(buffer, "{\"$ref\": \"#/components/schemas/parse.ACL\"}");
    if (strcmp(class->name, "_User") == 0) {
        add_property(buffer, &separator, "password");
        buffer_add_string(buffer, "{\"type\": \"string\", \"format\": \"password\"}");
    }
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        for (size_t j = 0; j <= field->alias_count; j++) {
            const char *name = j == 0 ? field->name : field->aliases[j - 1];
            add_property(buffer, &separator, name);
            buffer_printf(
                buffer,
                "{\"anyOf\": [{\"$ref\": \"#/components/schemas/%s.fields/properties/%s\"}, "
                "{\"$ref\": \"#/components/schemas/parse.Operation\"}, {\"type\": \"null\"}]}",
                class->name, name);
        }
    }
    buffer_add_string(buffer, "\n        }\n      }");
}

static void add_schemas(struct buffer *buffer, const struct model_class *class)
{
    buffer_printf(buffer,
                  "      \"%s\": {\n        \"allOf\": [{\"$ref\": "
                  "\"#/components/schemas/parse.Object\"}, {\"$ref\": "
                  "\"#/components/schemas/%s.fields\"}]\n      },\n",
                  class->name, class->name);
    add_fields_schema(buffer, class);
    add_create_schema(buffer, class);
    add_update_schema(buffer, class);
}

void openapi_add_schemas(struct buffer *buffer, const struct model *model)
{
    for (size_t i = 0; i < model->class_count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ",\n");
        add_schemas(buffer, model->classes[i]);
    }
}
