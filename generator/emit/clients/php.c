/* php.c - clients/php: the classes over Parse's SDK for PHP, parse/php-sdk. */
#include "emit/clients/models.h"
#include "emit/emit.h"

static void open(struct buffer *buffer, const struct model *model)
{
    buffer_printf(
        buffer,
        "<?php\n"
        "// The classes of %s over Parse's SDK for PHP (8.1 or later). Generated.\n"
        "//\n"
        "//   require 'vendor/autoload.php';\n"
        "//   require 'models.php';\n"
        "//   Parse\\ParseClient::initialize('%s', null, null);\n"
        "//   Parse\\ParseClient::setServerURL('http://127.0.0.1:1337', 'parse');\n"
        "//   App\\Models\\registerSubclasses();\n"
        "declare(strict_types=1);\n\n"
        "namespace App\\Models;\n\n"
        "use Parse\\ParseFile;\n"
        "use Parse\\ParseGeoPoint;\n"
        "use Parse\\ParseInstallation;\n"
        "use Parse\\ParseObject;\n"
        "use Parse\\ParsePolygon;\n"
        "use Parse\\ParseRelation;\n"
        "use Parse\\ParseRole;\n"
        "use Parse\\ParseSession;\n"
        "use Parse\\ParseUser;\n\n"
        "/** Sets a field, or removes it. */\n"
        "function assign(ParseObject $object, string $key, mixed $value): ParseObject\n"
        "{\n"
        "    match (true) {\n"
        "        $value === null => $object->delete($key),\n"
        "        is_array($value) && array_is_list($value) => $object->setArray($key, $value),\n"
        "        is_array($value) => $object->setAssociativeArray($key, $value),\n"
        "        default => $object->set($key, $value),\n"
        "    };\n"
        "    return $object;\n"
        "}\n",
        model->name, model->name);
}

static void add_values(struct buffer *buffer, const struct client_values *values)
{
    static const struct client_list list = {"    case ", " = ", ";\n", ";\n"};
    buffer_printf(buffer, "\nenum %s: string\n{\n", values->name);
    models_list_values(buffer, LANGUAGE_PHP, values, &list);
    buffer_add_string(buffer, "}\n");
}

static void open_class(struct buffer *buffer, const struct client_class *class)
{
    buffer_add_string(buffer, "\n/** ");
    models_origin(buffer, class);
    buffer_printf(buffer,
                  " */\nclass %s extends %s\n{\n    public static $parseClassName = '%s';\n",
                  class->name, class->is_user ? "ParseUser" : "ParseObject", class->class->name);
}

/* Accessors are said with the name behind get and set. */
static void add_field(struct buffer *buffer, const struct client_field *field)
{
    const char *wire = field->field->name;
    char first = field->name[0];
    char capital = first >= 'a' && first <= 'z' ? (char)(first - 'a' + 'A') : first;
    const char *name = arena_printf(buffer->arena, "%c%s", capital, field->name + 1);
    if (field->field->type == FIELD_RELATION) {
        buffer_printf(
            buffer,
            "\n    public function get%s(): ParseRelation { return $this->getRelation('%s', '%s'); "
            "}\n",
            name, wire, field->field->target->name);
        return;
    }
    buffer_printf(buffer, "\n    public function get%s(): ?%s { return ", name, field->type);
    if (field->values)
        buffer_printf(buffer, "%s::tryFrom($this->get('%s') ?? ''); }\n", field->type, wire);
    else
        buffer_printf(buffer, "$this->get('%s'); }\n", wire);
    if (is_settable(field->field))
        buffer_printf(buffer,
                      "    public function set%s(?%s $value): static { return assign($this, '%s', "
                      "$value%s); }\n",
                      name, field->type, wire, field->values ? "?->value" : "");
}

static void close(struct buffer *buffer, const struct client_class *classes, size_t count)
{
    buffer_add_string(buffer, "\nfunction registerSubclasses(): void\n{\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "    %s::registerSubclass();\n", classes[i].name);
    buffer_add_string(buffer, "}\n");
}

void emit_php_client(const struct model *model, struct output *output)
{
    static const struct client_writer writer = {
        .language = LANGUAGE_PHP,
        .relation_format = "ParseRelation",
        .any_object = "ParseObject",
        .builtin_types = {"ParseRole", "ParseSession", "ParseInstallation"},
        .open = open,
        .add_values = add_values,
        .open_class = open_class,
        .add_field = add_field,
        .class_end = "}\n",
        .close = close,
        .before_roles = "\n/** The roles that the app's rules speak of. */\nconst ROLE_NAMES = [",
        .before_functions = "];\n\n/** The app's own functions: ParseCloud::run(name, …). */\n"
                            "const FUNCTION_NAMES = [",
        .end = "];\n",
    };
    models_write(output_file(output, "clients/php/models.php"), model, &writer);
}
