/* schema_build.c - see schema_build.h. Extensions are put behind what they extend, then a type is
 * made of each definition, then what types consist of is read: by then every name is known. */
#include "graphql/schema_build.h"

#include "graphql/parse.h"
#include "graphql/schema_builder.h"

/* Puts what an extension brings behind what is there. */
static void extend(struct graphql_definition *base, const struct graphql_definition *extension)
{
    struct graphql_name **names = &base->names;
    struct graphql_definition_part **parts = &base->parts;
    struct graphql_directive **directives = &base->directives;

    while (*names)
        names = &(*names)->next;
    *names = extension->names;
    while (*parts)
        parts = &(*parts)->next;
    *parts = extension->parts;
    while (*directives)
        directives = &(*directives)->next;
    *directives = extension->directives;
}

/* Definitions by their names; a type's and a directive's may be the same. */
struct bases {
    struct graphql_names types;
    struct graphql_names directives;
    struct graphql_definition *schema;
    size_t type_count;
    size_t directive_count;
};

/* Notes a definition. What is built in and has been defined by the schema itself is passed over, by
 * being made an extension without anything. */
static bool note(struct graphql_builder *builder, struct bases *bases,
                 struct graphql_definition *definition, bool built_in)
{
    bool is_directive = definition->kind == GRAPHQL_DEFINES_DIRECTIVE;
    void **place;

    if (definition->extends)
        return true;
    if (definition->kind == GRAPHQL_DEFINES_SCHEMA) {
        if (bases->schema)
            return graphql_schema_error(builder, definition->place,
                                        "Must provide only one schema definition.", text_none(),
                                        text_none(), text_none());
        bases->schema = definition;
        return true;
    }
    place = graphql_names_add(is_directive ? &bases->directives : &bases->types, builder->arena,
                              definition->name);
    if (!place)
        return false;
    if (*place && built_in) {
        definition->extends = true;
        return true;
    }
    if (*place)
        return graphql_schema_error(builder, definition->name_place,
                                    is_directive ? "There can be only one directive named \"@{}\"."
                                                 : "There can be only one type named \"{}\".",
                                    definition->name, text_none(), text_none());
    if (!built_in && definition->name.length > 1 && memcmp(definition->name.bytes, "__", 2) == 0)
        graphql_schema_error(builder, definition->name_place,
                             "Name \"{}\" must not begin with \"__\", which is reserved by GraphQL "
                             "introspection.",
                             definition->name, text_none(), text_none());
    *place = definition;
    *(is_directive ? &bases->directive_count : &bases->type_count) += 1;
    return true;
}

static void merge(struct graphql_builder *builder, struct bases *bases,
                  const struct graphql_definition *extension)
{
    struct graphql_definition *base = extension->kind == GRAPHQL_DEFINES_SCHEMA
                                          ? bases->schema
                                          : graphql_names_find(&bases->types, extension->name);

    if (!base)
        graphql_schema_error(builder, extension->place,
                             "Cannot extend type \"{}\" because it is not defined.",
                             extension->name, text_none(), text_none());
    else if (base->kind != extension->kind)
        graphql_schema_error(builder, extension->place,
                             "Cannot extend another kind of type \"{}\".", extension->name,
                             text_none(), text_none());
    else
        extend(base, extension);
}

static enum graphql_scalar scalar_of(struct text name)
{
    static const char *const names[] = {
        [GRAPHQL_SCALAR_INT] = "Int",       [GRAPHQL_SCALAR_FLOAT] = "Float",
        [GRAPHQL_SCALAR_STRING] = "String", [GRAPHQL_SCALAR_BOOLEAN] = "Boolean",
        [GRAPHQL_SCALAR_ID] = "ID",
    };

    for (size_t i = GRAPHQL_SCALAR_INT; i < sizeof names / sizeof *names; i++)
        if (text_is(name, names[i]))
            return (enum graphql_scalar)i;
    return GRAPHQL_SCALAR_CUSTOM;
}

static struct graphql_type *new_type(struct graphql_builder *builder,
                                     const struct graphql_definition *definition)
{
    static const enum graphql_type_kind kinds[] = {
        [GRAPHQL_DEFINES_SCALAR] = GRAPHQL_SCALAR,
        [GRAPHQL_DEFINES_OBJECT] = GRAPHQL_OBJECT,
        [GRAPHQL_DEFINES_INTERFACE] = GRAPHQL_INTERFACE,
        [GRAPHQL_DEFINES_UNION] = GRAPHQL_UNION,
        [GRAPHQL_DEFINES_ENUM] = GRAPHQL_ENUM,
        [GRAPHQL_DEFINES_INPUT_OBJECT] = GRAPHQL_INPUT_OBJECT,
    };
    struct graphql_type *type = arena_alloc(builder->arena, sizeof *type);
    struct graphql_type_use *use = arena_alloc(builder->arena, sizeof *use);

    if (!type || !use)
        return NULL;
    *use = (struct graphql_type_use){.named = type, .printed = definition->name};
    *type = (struct graphql_type){
        .kind = kinds[definition->kind],
        .name = definition->name,
        .description = definition->description,
        .specified_by = graphql_directive_text(definition->directives, "specifiedBy", "url", NULL),
        .is_one_of = graphql_directive_text(definition->directives, "oneOf", "", "").bytes != NULL,
        .use = use,
    };
    if (type->kind == GRAPHQL_SCALAR)
        type->scalar = scalar_of(type->name);
    return type;
}

/* Makes a type or directive of the definition, empty still. */
static bool add_definition(struct graphql_builder *builder,
                           const struct graphql_definition *definition)
{
    struct graphql_schema *schema = builder->schema;
    struct graphql_directive_definition *directive;
    void **place;

    if (definition->kind == GRAPHQL_DEFINES_SCHEMA) {
        schema->description = definition->description;
        return true;
    }
    if (definition->kind == GRAPHQL_DEFINES_DIRECTIVE) {
        directive = arena_alloc(builder->arena, sizeof *directive);
        place = graphql_names_add(&schema->directive_names, builder->arena, definition->name);
        if (!directive || !place)
            return false;
        *place = directive;
        *directive = (struct graphql_directive_definition){.name = definition->name,
                                                           .description = definition->description,
                                                           .repeatable = definition->repeatable,
                                                           .index = schema->directive_count};
        schema->directives[schema->directive_count++] = directive;
        return true;
    }
    struct graphql_type *type = new_type(builder, definition);
    place = graphql_names_add(&schema->type_names, builder->arena, definition->name);
    if (!type || !place)
        return false;
    *place = type;
    type->index = schema->type_count;
    builder->definitions[schema->type_count] = definition;
    schema->types[schema->type_count++] = type;
    return true;
}

static const char *const root_names[] = {"Query", "Mutation", "Subscription"};
static const char *const root_words[] = {"query", "mutation", "subscription"};

/* Sets the type that operations of a kind begin at, which has to be an object, and no other's. */
static void set_root(struct graphql_builder *builder, size_t kind, struct text name,
                     struct graphql_place place)
{
    const struct graphql_type *type = graphql_find_type(builder->schema, name);
    bool taken = builder->schema->roots[kind] != NULL;

    for (size_t i = 0; i < 3; i++)
        taken = taken || (type && builder->schema->roots[i] == type);
    if (!type)
        graphql_schema_error(builder, place, "Unknown type \"{}\".", name, text_none(),
                             text_none());
    else if (type->kind != GRAPHQL_OBJECT)
        graphql_schema_error(builder, place,
                             "The root type of {} must be Object type, it cannot be {}.",
                             text_of(root_words[kind]), name, text_none());
    else if (taken)
        graphql_schema_error(builder, place, "There can be only one {} type, and one root for it.",
                             text_of(root_words[kind]), text_none(), text_none());
    else
        builder->schema->roots[kind] = type;
}

static void set_roots(struct graphql_builder *builder, const struct graphql_definition *definition)
{
    for (size_t kind = 0; kind < 3; kind++) {
        if (!definition) {
            const struct graphql_type *type =
                graphql_find_type(builder->schema, text_of(root_names[kind]));
            if (type && type->kind == GRAPHQL_OBJECT)
                builder->schema->roots[kind] = type;
            continue;
        }
        for (const struct graphql_name *name = definition->names; name; name = name->next)
            if (text_is(name->of, root_words[kind]))
                set_root(builder, kind, name->name, name->place);
    }
    if (!builder->schema->roots[GRAPHQL_QUERY] && !builder->errors->count)
        graphql_schema_error(builder, (struct graphql_place){1, 1},
                             "Query root type must be provided.", text_none(), text_none(),
                             text_none());
}

/* Fields of the type __Fields, which itself is no type of the schema. */
static bool add_query_fields(struct graphql_builder *builder)
{
    struct graphql_document *document =
        graphql_parse(text_of(graphql_built_in_fields), 0, builder->errors);
    struct graphql_type *type = document ? new_type(builder, document->definitions) : NULL;

    if (!type || !graphql_build_fields(builder, type, document->definitions) ||
        type->field_count != 3)
        return false;
    type->name = (struct text)TEXT("<meta>"); /* in errors */
    builder->schema->schema_field = &type->fields[0];
    builder->schema->type_field = &type->fields[1];
    builder->schema->typename_field = &type->fields[2];
    return true;
}

static bool fill(struct graphql_builder *builder, const struct bases *bases)
{
    struct graphql_schema *schema = builder->schema;

    for (size_t i = 0; i < schema->type_count; i++)
        if (!graphql_build_type(builder, schema->types[i], builder->definitions[i]))
            return false;
    for (size_t i = 0; i < schema->directive_count; i++)
        if (!graphql_build_directive(
                builder, schema->directives[i],
                graphql_names_find(&bases->directives, schema->directives[i]->name)))
            return false;
    set_roots(builder, bases->schema);
    if (!graphql_build_possible(builder) || !add_query_fields(builder) || builder->errors->count)
        return false;
    graphql_check_schema(builder);
    if (bases->schema)
        graphql_check_definition(builder, bases->schema);
    for (size_t i = 0; i < schema->directive_count; i++)
        graphql_check_definition(
            builder, graphql_names_find(&bases->directives, schema->directives[i]->name));
    return !builder->errors->count && graphql_build_defaults(builder) && !builder->errors->count;
}

static bool build(struct graphql_builder *builder, struct graphql_definition *own,
                  struct graphql_definition *built_in)
{
    struct graphql_schema *schema = builder->schema;
    struct bases bases = {.schema = NULL};

    for (struct graphql_definition *next = own; next; next = next->next)
        note(builder, &bases, next, false);
    for (struct graphql_definition *next = built_in; next; next = next->next)
        note(builder, &bases, next, true);
    for (struct graphql_definition *next = own; next; next = next->next)
        if (next->extends)
            merge(builder, &bases, next);
    schema->types = arena_alloc_array(builder->arena, bases.type_count, sizeof(void *));
    schema->directives = arena_alloc_array(builder->arena, bases.directive_count, sizeof(void *));
    builder->definitions = arena_alloc_array(builder->arena, bases.type_count, sizeof(void *));
    if (builder->arena->failed || builder->errors->count)
        return false;
    for (struct graphql_definition *next = own; next; next = next->next)
        if (!next->extends && !add_definition(builder, next))
            return false;
    for (struct graphql_definition *next = built_in; next; next = next->next)
        if (!next->extends && !add_definition(builder, next))
            return false;
    return fill(builder, &bases);
}

struct graphql_schema *graphql_schema_build(struct text definitions, struct graphql_errors *errors)
{
    struct text source = arena_copy(errors->arena, definitions);
    struct graphql_document *own = source.bytes ? graphql_parse(source, 0, errors) : NULL;
    struct graphql_document *built_in =
        own ? graphql_parse(text_of(graphql_built_in_types), 0, errors) : NULL;
    struct graphql_builder builder = {
        .schema = arena_alloc(errors->arena, sizeof *builder.schema),
        .errors = errors,
        .arena = errors->arena,
    };

    if (!built_in || !builder.schema)
        return NULL;
    builder.schema->arena = errors->arena;
    if (own->operations || own->fragments) {
        graphql_schema_error(
            &builder, own->operations ? own->operations->place : own->fragments->place,
            "A schema has no operations and no fragments.", text_none(), text_none(), text_none());
        return NULL;
    }
    return build(&builder, own->definitions, built_in->definitions) ? builder.schema : NULL;
}
