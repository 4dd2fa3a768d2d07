/* typescript.c - clients/typescript: an app's classes as TypeScript over Parse's JavaScript SDK.
 *
 * classes.ts has what differs from app to app: for each class the interface of its fields, the type of
 * what makes an object of it, and a class whose members are the fields: interface and class are one to the
 * compiler, and base.ts defines the accessors. query.ts is the same for
 * every app: queries whose conditions, sort keys and included paths are checked against these interfaces,
 * live queries, signatures and versions. client.ts has what knows the app besides: its name, functions and roles. */
#include "emit/clients/language.h"
#include "emit/emit.h"
#include "emit/origin.h"
#include "emit/permissions.h"
#include "emit/template.h"

#include <string.h>

struct names_given {
    const char *name;   /* Message */
    const char *fields; /* MessageFields */
    const char *given;  /* MessageNew */
};

struct typescript {
    const struct model *model;
    struct buffer *buffer;
    const struct names *taken; /* the names of types */
    struct named_classes classes;
};

/* The values that the field may take, as a union of literals. */
static const char *values_text(struct arena *arena, const struct model_field *field)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    language_quote_all(&buffer, LANGUAGE_TYPESCRIPT, field->one_of, field->one_of_count, " | ");
    return buffer.bytes;
}

static const char *type_text(const struct typescript *out, const struct model_field *field)
{
    struct arena *arena = out->buffer->arena;
    switch (field->type) {
    case FIELD_STRING:
        if (field->one_of_count > 0)
            return values_text(arena, field);
        break;
    case FIELD_POINTER:
        return name_of_class(&out->classes, field->target);
    case FIELD_RELATION:
        return arena_printf(arena, "Parse.Relation<Parse.Object, %s>",
                            name_of_class(&out->classes, field->target));
    case FIELD_ARRAY:
        if (field->one_of_count > 0)
            return arena_printf(arena, "(%s)[]", values_text(arena, field));
        /* Pointers and relations say no class as elements. */
        if (field->element_type == FIELD_POINTER || field->element_type == FIELD_RELATION)
            return "Parse.Object[]";
        return arena_printf(
            arena, "%s[]",
            language_type(LANGUAGE_TYPESCRIPT, field->element_type < 0
                                                   ? FIELD_ARRAY
                                                   : (enum field_type)field->element_type));
    default:
        break;
    }
    return language_type(LANGUAGE_TYPESCRIPT, field->type);
}

/* Whether whoever is shown an object is shown the field: it is required, and hidden from nobody. */
static bool is_always_there(struct arena *arena, const struct model_class *class,
                            const struct model_field *field)
{
    return (field->required || field->type == FIELD_RELATION) &&
           !field_may_be_hidden(arena, class, field);
}

/* Fields that fit, as "'from' | 'to'". */
static void add_field_union(struct buffer *buffer, const struct model_class *class,
                            bool (*fits)(const struct model_field *field))
{
    const char *separator = "";
    for (size_t i = 0; i < class->field_count; i++) {
        if (fits(class->fields[i])) {
            buffer_printf(buffer, "%s'%s'", separator, class->fields[i]->name);
            separator = " | ";
        }
    }
    buffer_add_string(buffer, *separator == '\0' ? "never" : "");
}

static bool is_needed(const struct model_field *field)
{
    return is_given_at_first(field) && field->required && !field->default_json;
}

static bool is_servers(const struct model_field *field)
{
    return !is_given_at_first(field) || field->type == FIELD_RELATION;
}

static bool is_sealed(const struct model_field *field)
{
    return field->sealed;
}

static void add_fields(const struct typescript *out, const struct model_class *class,
                       const struct names_given *names)
{
    struct buffer *buffer = out->buffer;
    buffer_printf(buffer, "/** What an object of %s has. */\nexport interface %s {\n", class->name,
                  names->fields);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        buffer_printf(buffer, "  %s%s: %s;\n", field->name,
                      is_always_there(buffer->arena, class, field) ? "" : "?",
                      type_text(out, field));
    }
    buffer_printf(buffer, "}\n\n/** What makes one. */\nexport type %s = ", names->given);
    if (class == out->model->audit_log) {
        buffer_add_string(buffer, "never;\n\n");
        return;
    }
    buffer_printf(buffer, "New<%s, ", names->fields);
    add_field_union(buffer, class, is_needed);
    buffer_add_string(buffer, ", ");
    add_field_union(buffer, class, is_servers);
    buffer_add_string(buffer, strcmp(class->name, "_User") == 0 ? "> & { password?: string };\n\n"
                                                                : ">;\n\n");
}

/* What a member of the class is called for each field that has one; NULL: it has none. */
static const char **members_of(const struct typescript *out, const struct model_class *class,
                               const struct names_given *names)
{
    struct arena *arena = out->buffer->arena;
    const char **members = arena_alloc_array(arena, class->field_count + 1, sizeof *members);
    struct names taken;
    names_of_members(&taken, out->taken, names->name,
                     strcmp(class->name, "_User") == 0 ? MEMBERS_OF_USER : MEMBERS_OF_OBJECT);
    for (size_t i = 0; i < class->field_count; i++)
        if (has_accessor(class, class->fields[i]))
            members[i] = names_take(&taken, class->fields[i]->name);
    return members;
}

/* Whether the member is what the interface of the fields says already. */
static bool is_same_member(const struct model_field *field, const char *member)
{
    return member && strcmp(member, field->name) == 0 &&
           (is_settable(field) || field->type == FIELD_RELATION);
}

/* The interface that is one with the class. What is called otherwise, or is the server's to set, stands in it again. */
static void add_members(const struct typescript *out, const struct model_class *class,
                        const struct names_given *names, const char *const *members)
{
    struct buffer *buffer = out->buffer;
    const char *separator = "";
    buffer_printf(buffer, "export interface %s extends Omit<%s, ", names->name, names->fields);
    for (size_t i = 0; i < class->field_count; i++) {
        if (!is_same_member(class->fields[i], members[i])) {
            buffer_printf(buffer, "%s'%s'", separator, class->fields[i]->name);
            separator = " | ";
        }
    }
    buffer_add_string(buffer, *separator == '\0' ? "never> {\n" : "> {\n");
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (members[i] && !is_same_member(field, members[i]))
            buffer_printf(buffer, "  %s%s%s: %s;\n", is_settable(field) ? "" : "readonly ",
                          members[i], is_always_there(buffer->arena, class, field) ? "" : "?",
                          type_text(out, field));
    }
    buffer_add_string(buffer, "}\n");
}

/* The call that defines the accessors and tells the SDK of the class. */
static void add_definition(const struct typescript *out, const struct model_class *class,
                           const struct names_given *names, const char *const *members)
{
    struct buffer *buffer = out->buffer;
    const char *separator = "";
    buffer_printf(buffer, "define(%s, '%s', [", names->name, class->name);
    for (size_t i = 0; i < class->field_count; i++) {
        if (members[i] && strcmp(members[i], class->fields[i]->name) == 0) {
            buffer_printf(buffer, "%s'%s'", separator, members[i]);
            separator = ", ";
        }
    }
    separator = "], { ";
    for (size_t i = 0; i < class->field_count; i++) {
        if (members[i] && strcmp(members[i], class->fields[i]->name) != 0) {
            buffer_printf(buffer, "%s%s: '%s'", separator, members[i], class->fields[i]->name);
            separator = ", ";
        }
    }
    buffer_add_string(buffer, *separator == ',' ? " }, [" : "], {}, [");
    separator = "";
    for (size_t i = 0; i < class->field_count; i++) {
        if (members[i] && class->fields[i]->type == FIELD_RELATION) {
            buffer_printf(buffer, "%s'%s'", separator, class->fields[i]->name);
            separator = ", ";
        }
    }
    buffer_add_string(buffer, "]);\n\n");
}

/* The SDK's class that a class is over. */
static const char *base_of(const struct model_class *class)
{
    return class->builtin ? class->name + 1 : "Object";
}

/* SDK and app both make objects: the SDK with the class's name. */
static void add_constructor(const struct typescript *out, const struct model_class *class,
                            const struct names_given *names)
{
    bool is_user = strcmp(class->name, "_User") == 0;
    if (class->builtin && !is_user)
        return;
    if (class == out->model->audit_log) {
        buffer_printf(out->buffer, "\n  constructor() { super('%s'); }\n", class->name);
        return;
    }
    buffer_printf(out->buffer,
                  "\n  constructor(fields?: %s) {\n    super(%s%s%s);\n"
                  "    if (typeof fields === 'object') this.set(fields as %s);\n  }\n",
                  names->given, is_user ? "" : "'", is_user ? "" : class->name, is_user ? "" : "'",
                  names->fields);
}

static void add_class(const struct typescript *out, const struct model_class *class,
                      const struct names_given *names)
{
    struct buffer *buffer = out->buffer;
    const char **members = members_of(out, class, names);
    add_fields(out, class, names);
    add_members(out, class, names, members);
    buffer_add_string(buffer, "/** ");
    buffer_quote_comment(buffer, origin_text(buffer->arena, class->schema_span, class->spec_span));
    buffer_printf(buffer,
                  " */\nexport class %s extends Parse.%s<%s> {\n"
                  "  declare readonly __types?: Types<%s, ",
                  names->name, base_of(class), names->fields, names->given);
    add_field_union(buffer, class, is_sealed);
    buffer_add_string(buffer, ">;\n");
    add_constructor(out, class, names);
    buffer_add_string(buffer, "}\n");
    add_definition(out, class, names, members);
}

static void add_roles_and_functions(const struct typescript *out)
{
    struct buffer *buffer = out->buffer;
    size_t count;
    const char *const *roles = role_names(buffer->arena, out->model, &count);
    buffer_add_string(buffer, "/** The roles that the app's rules speak of. */\n"
                              "export const roleNames = [");
    language_quote_all(buffer, LANGUAGE_TYPESCRIPT, roles, count, ", ");
    const char *const *functions = function_names(buffer->arena, out->model, &count);
    buffer_add_string(buffer, "] as const;\n"
                              "export type RoleName = (typeof roleNames)[number];\n\n"
                              "/** The app's functions: call('NAME', parameters). */\n"
                              "export interface Functions {\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(buffer, "  %s: { parameters: Record<string, unknown>; result: unknown };\n",
                      functions[i]);
    buffer_add_string(buffer, "}\n");
}

static void add_classes(struct buffer *buffer, const struct model *model)
{
    struct names names;
    names_of_classes(&names, buffer->arena, LANGUAGE_TYPESCRIPT);
    struct typescript out = {.model = model, .buffer = buffer, .taken = &names};
    names_of_model(&out.classes, &names, buffer->arena, model);
    struct names_given *given = arena_alloc_array(buffer->arena, model->class_count, sizeof *given);
    for (size_t i = 0; i < model->class_count; i++) {
        const char *name = out.classes.names[i];
        given[i].name = name;
        given[i].fields = names_take(&names, arena_printf(buffer->arena, "%sFields", name));
        given[i].given = names_take(&names, arena_printf(buffer->arena, "%sNew", name));
    }
    buffer_add_string(buffer,
                      "// The app's classes, over those of Parse's SDK. Generated.\n"
                      "import Parse from '#parse';\n"
                      "import { define, type Bytes, type New, type Types } from './base.js';\n\n");
    for (size_t i = 0; i < model->class_count; i++)
        add_class(&out, model->classes[i], &given[i]);
    add_roles_and_functions(&out);
}

void emit_typescript_client(const struct model *model, struct output *output)
{
    static const char *const files[][2] = {{"package.json", "client_package.json"},
                                           {"tsconfig.json", "client_tsconfig.json"},
                                           {"base.ts", "client_base.ts"},
                                           {"query.ts", "client_query.ts"},
                                           {"client.ts", "client.ts"}};
    const struct hole holes[] = {{"NAME", model->name}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        template_add(output_file(output, "clients/typescript/%s", files[i][0]), files[i][1], holes,
                     1);
    add_classes(output_file(output, "clients/typescript/classes.ts"), model);
}
