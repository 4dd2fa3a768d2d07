/* dart.c - clients/dart: the classes over Parse's SDK for Dart and Flutter, parse_server_sdk. */
#include "emit/clients/models.h"
#include "emit/emit.h"

static void open(struct buffer *buffer, const struct model *model)
{
    buffer_printf(
        buffer,
        "// The classes of %s over parse_server_sdk. Generated.\n"
        "//\n"
        "//   await Parse().initialize('%s', 'http://127.0.0.1:1337/parse',\n"
        "//       registeredSubClassMap: subclasses, parseUserConstructor: User.construct);\n"
        "// ignore_for_file: camel_case_types, constant_identifier_names, "
        "non_constant_identifier_names\n"
        "import 'package:parse_server_sdk/parse_server_sdk.dart';\n",
        model->name, model->name);
}

static void add_values(struct buffer *buffer, const struct client_values *values)
{
    static const struct client_list list = {"  ", "(", "),\n", ");\n"};
    buffer_printf(buffer, "\nenum %s {\n", values->name);
    models_list_values(buffer, LANGUAGE_DART, values, &list);
    buffer_printf(buffer,
                  "\n  const %s(this.wire);\n"
                  "  final String wire;\n\n"
                  "  /// The one that is called so on the wire; null where there is none.\n"
                  "  static %s? ofWire(String? wire) {\n"
                  "    for (final one in values) {\n"
                  "      if (one.wire == wire) return one;\n"
                  "    }\n"
                  "    return null;\n"
                  "  }\n"
                  "}\n",
                  values->name, values->name);
}

static void open_class(struct buffer *buffer, const struct client_class *class)
{
    buffer_add_string(buffer, "\n/// ");
    models_origin(buffer, class);
    if (class->is_user)
        buffer_printf(buffer,
                      "\nclass %s extends ParseUser implements ParseCloneable {\n"
                      "  %s([super.username, super.password, super.emailAddress]);\n"
                      "  %s.clone() : this();\n"
                      "  static ParseUser construct(String? username, String? password, String? "
                      "emailAddress, {String? sessionToken, bool? debug, ParseClient? client}) =>\n"
                      "      %s(username, password, emailAddress);\n",
                      class->name, class->name, class->name, class->name);
    else
        buffer_printf(buffer,
                      "\nclass %s extends ParseObject implements ParseCloneable {\n"
                      "  %s() : super(table);\n"
                      "  %s.clone() : this();\n"
                      "  static const String table = '%s';\n",
                      class->name, class->name, class->name, class->class->name);
    buffer_printf(buffer,
                  "\n  @override\n  %s clone(Map<String, dynamic> map) => "
                  "%s.clone()..fromJson(map);\n\n",
                  class->name, class->name);
}

static void add_field(struct buffer *buffer, const struct client_field *field)
{
    const char *wire = field->field->name;
    const char *type = field->type;
    if (field->field->type == FIELD_RELATION) {
        buffer_printf(buffer, "  %s get %s => getRelation<%s>('%s');\n", type, field->name,
                      field->target, wire);
        return;
    }
    buffer_printf(buffer, "  %s? get %s => ", type, field->name);
    if (field->values)
        buffer_printf(buffer, "%s.ofWire(get<String>('%s'));\n", type, wire);
    else if (field->field->type == FIELD_ARRAY)
        buffer_printf(buffer, "get<List<dynamic>>('%s')?.cast();\n", wire);
    else
        buffer_printf(buffer, "get('%s');\n", wire);
    if (is_settable(field->field))
        buffer_printf(buffer, "  set %s(%s? value) => set('%s', value%s);\n", field->name, type,
                      wire, field->values ? "?.wire" : "");
}

static void close(struct buffer *buffer, const struct client_class *classes, size_t count)
{
    buffer_add_string(buffer, "\n/// For Parse().initialize().\n"
                              "final Map<String, ParseObjectConstructor> subclasses = {\n");
    for (size_t i = 0; i < count; i++)
        if (!classes[i].is_user)
            buffer_printf(buffer, "  %s.table: () => %s(),\n", classes[i].name, classes[i].name);
    buffer_add_string(buffer, "};\n");
}

void emit_dart_client(const struct model *model, struct output *output)
{
    static const struct client_writer writer = {
        .language = LANGUAGE_DART,
        .relation_format = "ParseRelation<%s>",
        .any_object = "ParseObject",
        .builtin_types = {"ParseObject", "ParseSession", "ParseInstallation"},
        .open = open,
        .add_values = add_values,
        .open_class = open_class,
        .add_field = add_field,
        .class_end = "}\n",
        .close = close,
        .before_roles = "\n/// The roles that the app's rules speak of.\n"
                        "const List<String> roleNames = [",
        .before_functions = "];\n\n/// The app's own functions: ParseCloudFunction(name).\n"
                            "const List<String> functionNames = [",
        .end = "];\n",
    };
    models_write(output_file(output, "clients/dart/models.dart"), model, &writer);
}
