/* kotlin.c - clients/kotlin: the classes over Parse's SDK for Android, com.github.parse-community.Parse-SDK-Android. */
#include "emit/clients/models.h"
#include "emit/emit.h"

static void open(struct buffer *buffer, const struct model *model)
{
    buffer_printf(
        buffer,
        "// The classes of %s over Parse's SDK for Android. Generated.\n"
        "//\n"
        "//   registerSubclasses(); before Parse.initialize()\n"
        "@file:Suppress(\"PropertyName\", \"ClassName\", \"EnumEntryName\", \"unused\", "
        "\"UNCHECKED_CAST\")\n\n"
        "package app.models\n\n"
        "import com.parse.ParseClassName\n"
        "import com.parse.ParseFile\n"
        "import com.parse.ParseGeoPoint\n"
        "import com.parse.ParseInstallation\n"
        "import com.parse.ParseObject\n"
        "import com.parse.ParsePolygon\n"
        "import com.parse.ParseRelation\n"
        "import com.parse.ParseRole\n"
        "import com.parse.ParseSession\n"
        "import com.parse.ParseUser\n"
        "import java.util.Date\n"
        "import kotlin.reflect.KProperty\n\n"
        "/** A field of an object; of listed values the text is what is kept. */\n"
        "class Field<T>(private val key: String, private val read: (Any) -> T?, private val "
        "write: (T) -> Any) {\n"
        "    operator fun getValue(of: ParseObject, property: KProperty<*>): T? = "
        "of.get(key)?.let(read)\n"
        "    operator fun setValue(of: ParseObject, property: KProperty<*>, value: T?) {\n"
        "        if (value == null) of.remove(key) else of.put(key, write(value))\n"
        "    }\n"
        "}\n\n"
        "@Suppress(\"UNCHECKED_CAST\")\n"
        "private fun <T : Any> field(key: String) = Field<T>(key, { it as? T }, { it })\n",
        model->name);
}

static void add_values(struct buffer *buffer, const struct client_values *values)
{
    static const struct client_list list = {"    ", "(", "),\n", ");\n"};
    buffer_printf(buffer, "\nenum class %s(val wire: String) {\n", values->name);
    models_list_values(buffer, LANGUAGE_KOTLIN, values, &list);
    buffer_printf(
        buffer,
        "\n    companion object {\n"
        "        /** The one that is called so on the wire; null where there is none. */\n"
        "        fun ofWire(wire: String?): %s? = values().firstOrNull { it.wire == wire }\n"
        "    }\n"
        "}\n",
        values->name);
}

static void open_class(struct buffer *buffer, const struct client_class *class)
{
    buffer_add_string(buffer, "\n/** ");
    models_origin(buffer, class);
    buffer_printf(buffer, " */\n@ParseClassName(\"%s\")\nclass %s : %s() {\n", class->class->name,
                  class->name, class->is_user ? "ParseUser" : "ParseObject");
}

static void add_field(struct buffer *buffer, const struct client_field *field)
{
    const char *wire = field->field->name;
    const char *kind = is_settable(field->field) ? "var" : "val";
    if (field->field->type == FIELD_RELATION)
        buffer_printf(buffer, "    val %s: %s get() = getRelation(\"%s\")\n", field->name,
                      field->type, wire);
    else if (field->values)
        buffer_printf(buffer,
                      "    %s %s: %s? by Field(\"%s\", { %s.ofWire(it as? String) }, { it.wire "
                      "})\n",
                      kind, field->name, field->type, wire, field->type);
    else
        buffer_printf(buffer, "    %s %s: %s? by field(\"%s\")\n", kind, field->name, field->type,
                      wire);
}

static void close(struct buffer *buffer, const struct client_class *classes, size_t count)
{
    buffer_add_string(buffer, "\nfun registerSubclasses() {\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "    ParseObject.registerSubclass(%s::class.java)\n",
                      classes[i].name);
    buffer_add_string(buffer, "}\n");
}

void emit_kotlin_client(const struct model *model, struct output *output)
{
    static const struct client_writer writer = {
        .language = LANGUAGE_KOTLIN,
        .relation_format = "ParseRelation<%s>",
        .any_object = "ParseObject",
        .builtin_types = {"ParseRole", "ParseSession", "ParseInstallation"},
        .open = open,
        .add_values = add_values,
        .open_class = open_class,
        .add_field = add_field,
        .class_end = "}\n",
        .close = close,
        .before_roles = "\n/** The roles that the app's rules speak of. */\n"
                        "val roleNames: List<String> = listOf(",
        .before_functions =
            ")\n\n/** The app's own functions: ParseCloud.callFunction(name, …). */\n"
            "val functionNames: List<String> = listOf(",
        .end = ")\n",
    };
    models_write(output_file(output, "clients/kotlin/Models.kt"), model, &writer);
}
