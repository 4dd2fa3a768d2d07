/* swift.c - clients/swift: the classes over Parse's SDK for Swift, ParseSwift.
 *
 * Its objects are structs, which cannot hold each other, so pointers are Pointer<T>: `try await
 * order.patient?.fetch()` is the object. */
#include "emit/clients/models.h"
#include "emit/emit.h"
#include "emit/template.h"

#include <string.h>

static void open(struct buffer *buffer, const struct model *model)
{
    const struct hole holes[] = {{"NAME", model->name}};
    template_add(buffer, "client.swift", holes, 1);
}

static void add_values(struct buffer *buffer, const struct client_values *values)
{
    static const struct client_list list = {"    case ", " = ", "\n", "\n"};
    buffer_printf(buffer, "\npublic enum %s: String, Codable, Hashable {\n", values->name);
    models_list_values(buffer, LANGUAGE_SWIFT, values, &list);
    buffer_add_string(buffer, "}\n");
}

static void open_class(struct buffer *buffer, const struct client_class *class)
{
    buffer_add_string(buffer, "\n/// ");
    models_origin(buffer, class);
    buffer_printf(buffer,
                  "\npublic struct %s: %s {\n"
                  "    public static var className: String { \"%s\" }\n"
                  "    public var originalData: Data?\n"
                  "    public var objectId: String?\n"
                  "    public var createdAt: Date?\n"
                  "    public var updatedAt: Date?\n"
                  "    public var ACL: ParseACL?\n",
                  class->name, class->is_user ? "ParseUser" : "ParseObject", class->class->name);
    if (class->is_user)
        buffer_add_string(buffer, "    public var username: String?\n"
                                  "    public var email: String?\n"
                                  "    public var emailVerified: Bool?\n"
                                  "    public var password: String?\n"
                                  "    public var authData: [String: [String: String]?]?\n");
}

static void add_field(struct buffer *buffer, const struct client_field *field)
{
    if (field->field->type == FIELD_RELATION)
        buffer_printf(buffer, "    public var %s: ParseRelation<%s>?\n", field->name,
                      field->owner->name);
    else
        buffer_printf(buffer, "    public var %s: %s?\n", field->name, field->type);
}

static bool is_renamed(const struct client_field *field)
{
    return strcmp(field->name, field->field->name) != 0;
}

/* The names on the wire, where there is one that is not the member's. */
static void add_coding_keys(struct buffer *buffer, const struct client_class *class,
                            const struct client_field *fields, size_t count)
{
    size_t renamed = 0;
    for (size_t i = 0; i < count; i++)
        renamed += is_renamed(&fields[i]);
    if (renamed == 0)
        return;
    buffer_add_string(buffer, "\n    enum CodingKeys: String, CodingKey {\n"
                              "        case objectId, createdAt, updatedAt, ACL");
    if (class->is_user)
        buffer_add_string(buffer, ", username, email, emailVerified, password, authData");
    for (size_t i = 0; i < count; i++)
        if (!is_renamed(&fields[i]))
            buffer_printf(buffer, ", %s", fields[i].name);
    for (size_t i = 0; i < count; i++)
        if (is_renamed(&fields[i]))
            buffer_printf(buffer, "\n        case %s = \"%s\"", fields[i].name,
                          fields[i].field->name);
    buffer_add_string(buffer, "\n    }\n");
}

static void add_methods(struct buffer *buffer, const struct client_class *class,
                        const struct client_field *fields, size_t count)
{
    buffer_add_string(buffer, "\n    public init() {}\n");
    add_coding_keys(buffer, class, fields, count);
    buffer_printf(buffer,
                  "\n    public func merge(_ object: Self) throws -> Self {\n"
                  "        %s updated = try mergeParse(object)\n",
                  count > 0 ? "var" : "let");
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "        updated.restore(\\.%s, from: object)\n", fields[i].name);
    buffer_add_string(buffer, "        return updated\n    }\n");
}

void emit_swift_client(const struct model *model, struct output *output)
{
    static const struct client_writer writer = {
        .language = LANGUAGE_SWIFT,
        .pointer_format = "Pointer<%s>",
        .relation_format = "ParseRelation<%s>",
        .any_object = "JSONValue",
        .open = open,
        .add_values = add_values,
        .open_class = open_class,
        .add_field = add_field,
        .add_methods = add_methods,
        .class_end = "}\n",
        .before_roles = "\n/// The roles that the app's rules speak of.\n"
                        "public let roleNames: [String] = [",
        .before_functions = "]\n\n/// The app's own functions, for ParseCloud.\n"
                            "public let functionNames: [String] = [",
        .end = "]\n",
    };
    models_write(output_file(output, "clients/swift/Models.swift"), model, &writer);
}
