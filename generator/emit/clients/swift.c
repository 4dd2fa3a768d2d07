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
    buffer_printf(buffer, "\npublic enum %s: String, Codable, Hashable {\n", values->name);
    for (size_t i = 0; i < values->field->one_of_count; i++) {
        buffer_printf(buffer, "    case %s = ", values->names[i]);
        language_quote(buffer, LANGUAGE_SWIFT, values->field->one_of[i]);
        buffer_add_string(buffer, "\n");
    }
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

static void add_field(struct buffer *buffer, const struct client_class *class,
                      const struct client_field *field)
{
    if (field->field->type == FIELD_RELATION)
        buffer_printf(buffer, "    public var %s: ParseRelation<%s>?\n", field->name, class->name);
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

static void close_class(struct buffer *buffer, const struct client_class *class,
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
    buffer_add_string(buffer, "        return updated\n    }\n}\n");
}

static void close(struct buffer *buffer, const struct model *model,
                  const struct client_class *classes, size_t count)
{
    (void)classes;
    (void)count;
    size_t role_count;
    size_t function_count;
    const char *const *roles = role_names(buffer->arena, model, &role_count);
    const char *const *functions = function_names(buffer->arena, model, &function_count);
    buffer_add_string(buffer, "\n/// The roles that the app's rules speak of.\n"
                              "public let roleNames: [String] = [");
    models_quote_all(buffer, LANGUAGE_SWIFT, roles, role_count);
    buffer_add_string(buffer, "]\n\n/// The app's own functions, for ParseCloud.\n"
                              "public let functionNames: [String] = [");
    models_quote_all(buffer, LANGUAGE_SWIFT, functions, function_count);
    buffer_add_string(buffer, "]\n");
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
        .close_class = close_class,
        .close = close,
    };
    models_write(output_file(output, "clients/swift/Models.swift"), model, &writer);
}
