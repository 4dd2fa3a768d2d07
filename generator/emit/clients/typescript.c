/* typescript.c - clients/typescript: an app's classes as TypeScript over Parse's JavaScript SDK.
 *
 * classes.ts has what differs from app to app: for each class the interface of its fields, that of
 * what makes an object of it, and a class with an accessor for each field. client.ts is the same for
 * every app: queries whose conditions, sort keys and included paths are checked against these interfaces,
 * live queries, signatures, versions and functions. */
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
    for (size_t i = 0; i < field->one_of_count; i++) {
        buffer_add_string(&buffer, i == 0 ? "" : " | ");
        language_quote(&buffer, LANGUAGE_TYPESCRIPT, field->one_of[i]);
    }
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
    size_t count;
    const struct model_protected *protected = protected_of(arena, class, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < protected[i].field_count; j++)
            if (strcmp(protected[i].fields[j], field->name) == 0)
                return false;
    for (size_t i = 0; i < class->rule_count; i++)
        if (class->rules[i]->kind == RULE_READERS && class->rules[i]->field_count > 0 &&
            class->rules[i]->fields[0] == field)
            return false;
    return field->required || field->type == FIELD_RELATION;
}

static void add_property(const struct typescript *out, const struct model_field *field,
                         bool is_there)
{
    buffer_printf(out->buffer, "  %s%s: %s;\n", field->name, is_there ? "" : "?",
                  type_text(out, field));
}

static void add_fields(const struct typescript *out, const struct model_class *class,
                       const struct names_given *names)
{
    struct buffer *buffer = out->buffer;
    buffer_printf(buffer, "/** What an object of %s has. */\nexport interface %s {\n", class->name,
                  names->fields);
    for (size_t i = 0; i < class->field_count; i++)
        add_property(out, class->fields[i],
                     is_always_there(buffer->arena, class, class->fields[i]));
    buffer_add_string(buffer, "}\n\n");
    if (class == out->model->audit_log)
        return;
    buffer_printf(buffer, "/** What makes one. */\nexport interface %s {\n", names->given);
    for (size_t i = 0; i < class->field_count; i++) {
        const struct model_field *field = class->fields[i];
        if (is_given_at_first(field) && field->type != FIELD_RELATION)
            add_property(out, field, field->required && !field->default_json);
    }
    buffer_add_string(buffer, strcmp(class->name, "_User") == 0 ? "  password?: string;\n" : "");
    buffer_add_string(buffer, "  ACL?: Parse.ACL;\n}\n\n");
}

/* "'body' | 'title'" of the fields that the server keeps encrypted, which no query asks for. */
static void add_sealed(struct buffer *buffer, const struct model_class *class)
{
    const char *separator = "";
    for (size_t i = 0; i < class->field_count; i++) {
        if (class->fields[i]->sealed) {
            buffer_printf(buffer, "%s'%s'", separator, class->fields[i]->name);
            separator = " | ";
        }
    }
    buffer_add_string(buffer, *separator == '\0' ? "never" : "");
}

static void add_accessor(const struct typescript *out, const struct model_class *class,
                         const struct model_field *field, const char *name)
{
    const char *type = type_text(out, field);
    if (field->type == FIELD_RELATION) {
        buffer_printf(out->buffer, "\n  get %s(): %s { return this.relation('%s') as %s; }\n", name,
                      type, field->name, type);
        return;
    }
    bool is_there = is_always_there(out->buffer->arena, class, field);
    buffer_printf(out->buffer, "\n  get %s(): %s%s { return this.get('%s'); }\n", name, type,
                  is_there ? "" : " | undefined", field->name);
    if (is_settable(field))
        buffer_printf(out->buffer, "  set %s(value: %s%s) { put(this, '%s', value); }\n", name,
                      type, is_there ? "" : " | undefined", field->name);
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
    add_fields(out, class, names);
    buffer_add_string(buffer, "/** ");
    buffer_quote_comment(buffer, origin_text(buffer->arena, class->schema_span, class->spec_span));
    buffer_printf(buffer, " */\nexport class %s extends Parse.%s<%s> {\n", names->name,
                  base_of(class), names->fields);
    buffer_printf(buffer, "  declare readonly __types?: Types<%s, ",
                  class == out->model->audit_log ? "never" : names->given);
    add_sealed(buffer, class);
    buffer_add_string(buffer, ">;\n");
    add_constructor(out, class, names);
    struct names members;
    names_of_members(&members, out->taken, names->name,
                     strcmp(class->name, "_User") == 0 ? MEMBERS_OF_USER : MEMBERS_OF_OBJECT);
    for (size_t i = 0; i < class->field_count; i++)
        if (has_accessor(class, class->fields[i]))
            add_accessor(out, class, class->fields[i],
                         names_take(&members, class->fields[i]->name));
    buffer_printf(buffer, "}\nParse.Object.registerSubclass('%s', %s);\n\n", class->name,
                  names->name);
}

static void add_roles_and_functions(const struct typescript *out)
{
    struct buffer *buffer = out->buffer;
    size_t count;
    const char *const *roles = role_names(buffer->arena, out->model, &count);
    buffer_add_string(buffer, "/** The roles that the app's rules speak of. */\n"
                              "export const roleNames = [");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(buffer, i == 0 ? "" : ", ");
        language_quote(buffer, LANGUAGE_TYPESCRIPT, roles[i]);
    }
    const char *const *functions = function_names(buffer->arena, out->model, &count);
    buffer_add_string(buffer, "] as const;\n"
                              "export type RoleName = (typeof roleNames)[number];\n\n"
                              "/** The app's own functions: call('NAME', parameters). */\n"
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
    buffer_add_string(buffer, "// The app's classes, over those of Parse's SDK. Generated.\n"
                              "import Parse from '#parse';\n"
                              "import { put, type Bytes, type Types } from './base.js';\n\n");
    for (size_t i = 0; i < model->class_count; i++)
        add_class(&out, model->classes[i], &given[i]);
    add_roles_and_functions(&out);
}

void emit_typescript_client(const struct model *model, struct output *output)
{
    static const char *const files[][2] = {{"package.json", "client_package.json"},
                                           {"tsconfig.json", "client_tsconfig.json"},
                                           {"base.ts", "client_base.ts"},
                                           {"client.ts", "client.ts"}};
    const struct hole holes[] = {{"NAME", model->name}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        template_add(output_file(output, "clients/typescript/%s", files[i][0]), files[i][1], holes,
                     1);
    add_classes(output_file(output, "clients/typescript/classes.ts"), model);
}
