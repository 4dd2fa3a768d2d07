/* csharp.c - clients/csharp: the classes over Parse's SDK for .NET, the package Parse. */
#include "emit/clients/models.h"
#include "emit/emit.h"

static void open(struct buffer *buffer, const struct model *model)
{
    buffer_printf(
        buffer,
        "// The classes of %s over Parse's SDK for .NET. Generated.\n"
        "//\n"
        "//   var client = new ParseClient(\"%s\", \"http://127.0.0.1:1337/parse/\", \"\");\n"
        "//   Registration.Register(client);\n"
        "//   client.Publicize();\n"
        "#nullable disable\n"
        "using System;\n"
        "using System.Collections.Generic;\n"
        "using Parse;\n\n"
        "namespace App.Models\n{\n",
        model->name, model->name);
}

static void add_values(struct buffer *buffer, const struct client_values *values)
{
    static const struct client_list list = {"        public const string ", " = ", ";\n", ";\n"};
    buffer_printf(buffer,
                  "    /// <summary>What %s of %s may be.</summary>\n"
                  "    public static class %s\n    {\n",
                  values->field->name, values->owner->class->name, values->name);
    models_list_values(buffer, LANGUAGE_CSHARP, values, &list);
    buffer_add_string(buffer, "    }\n\n");
}

static void open_class(struct buffer *buffer, const struct client_class *class)
{
    buffer_add_string(buffer, "    // ");
    models_origin(buffer, class);
    buffer_printf(buffer, "\n    [ParseClassName(\"%s\")]\n    public class %s : %s\n    {\n",
                  class->class->name, class->name, class->is_user ? "ParseUser" : "ParseObject");
}

static void add_field(struct buffer *buffer, const struct client_field *field)
{
    if (field->field->type == FIELD_RELATION) {
        buffer_printf(
            buffer, "        [ParseFieldName(\"%s\")] public %s %s => GetRelationProperty<%s>();\n",
            field->field->name, field->type, field->name, field->target);
        return;
    }
    /* Listed values are constants: the SDK keeps the text. */
    const char *type = field->values ? "string" : field->type;
    buffer_printf(buffer,
                  "        [ParseFieldName(\"%s\")] public %s %s { get => GetProperty<%s>();%s }\n",
                  field->field->name, type, field->name, type,
                  is_settable(field->field) ? " set => SetProperty(value);" : "");
}

/* The lists of names are members of the class that this begins. */
static void close(struct buffer *buffer, const struct client_class *classes, size_t count)
{
    buffer_add_string(buffer,
                      "    public static class Registration\n    {\n"
                      "        public static void Register(ParseClient client)\n        {\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "            client.AddValidClass<%s>();\n", classes[i].name);
    buffer_add_string(buffer, "        }\n");
}

void emit_csharp_client(const struct model *model, struct output *output)
{
    static const struct client_writer writer = {
        .language = LANGUAGE_CSHARP,
        .relation_format = "ParseRelation<%s>",
        .any_object = "ParseObject",
        .builtin_types = {"ParseRole", "ParseSession", "ParseInstallation"},
        .open = open,
        .add_values = add_values,
        .open_class = open_class,
        .add_field = add_field,
        .class_end = "    }\n\n",
        .close = close,
        .before_roles =
            "\n        /// <summary>The roles that the app's rules speak of.</summary>\n"
            "        public static readonly string[] Roles = { ",
        .before_functions = " };\n\n        /// <summary>The app's own functions: "
                            "client.CallCloudCodeFunctionAsync.</summary>\n"
                            "        public static readonly string[] Functions = { ",
        .end = " };\n    }\n}\n",
    };
    models_write(output_file(output, "clients/csharp/Models.cs"), model, &writer);
}
