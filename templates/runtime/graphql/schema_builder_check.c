/* schema_builder_check.c - the rules that a schema keeps (specification, section 3), beyond those
 * that are seen while it is read; see schema_builder.h. */
#include "graphql/checks.h"
#include "graphql/schema_builder.h"

static bool wrong(struct graphql_builder *builder, const struct graphql_type *type,
                  const char *message, struct text b, struct text c)
{
    return graphql_schema_error(builder, builder->definitions[type->index]->place, message,
                                type->name, b, c);
}

static bool is_reserved(struct text name)
{
    return name.length > 1 && memcmp(name.bytes, "__", 2) == 0;
}

static void check_names(struct graphql_builder *builder, const struct graphql_type *type)
{
    static const char message[] =
        "{}.{} must not begin with \"__\", which is reserved by GraphQL introspection.";

    for (size_t i = 0; i < type->field_count; i++) {
        const struct graphql_field *field = &type->fields[i];
        if (is_reserved(field->name))
            wrong(builder, type, message, field->name, text_none());
        for (size_t j = 0; j < field->argument_count; j++)
            if (is_reserved(field->arguments[j].name))
                wrong(builder, type, message, field->arguments[j].name, text_none());
    }
    for (size_t i = 0; i < type->input_count; i++)
        if (is_reserved(type->inputs[i].name))
            wrong(builder, type, message, type->inputs[i].name, text_none());
    for (size_t i = 0; i < type->value_count; i++)
        if (is_reserved(type->values[i].name))
            wrong(builder, type, message, type->values[i].name, text_none());
}

static void check_count(struct graphql_builder *builder, const struct graphql_type *type)
{
    size_t count = type->field_count + type->input_count + type->value_count;

    if (type->kind == GRAPHQL_UNION)
        count = type->possible_count;
    if (count == 0 && type->kind != GRAPHQL_SCALAR)
        wrong(builder, type, "Type {} must define one or more fields, values or members.",
              text_none(), text_none());
}

static bool same_type(const struct graphql_type_use *a, const struct graphql_type_use *b)
{
    return text_equal(a->printed, b->printed);
}

/* What a field has more than the one of its interface must not be asked for. */
static void check_arguments(struct graphql_builder *builder, const struct graphql_type *type,
                            const struct graphql_field *own, const struct graphql_field *of)
{
    for (size_t i = 0; i < of->argument_count; i++) {
        const struct graphql_input *argument = graphql_find_argument(own, of->arguments[i].name);
        if (!argument || !same_type(argument->type, of->arguments[i].type))
            wrong(builder, type, "{}.{} does not have the argument \"{}\" of its interface.",
                  own->name, of->arguments[i].name);
    }
    for (size_t i = 0; i < own->argument_count; i++)
        if (graphql_input_is_required(&own->arguments[i]) &&
            !graphql_find_argument(of, own->arguments[i].name))
            wrong(builder, type, "{}.{} requires an argument \"{}\" that its interface has not.",
                  own->name, own->arguments[i].name);
}

static void check_interface(struct graphql_builder *builder, const struct graphql_type *type,
                            const struct graphql_type *interface)
{
    if (type == interface)
        wrong(builder, type, "Type {} cannot implement itself.", text_none(), text_none());
    for (size_t i = 0; i < interface->interface_count; i++) {
        size_t j = 0;
        while (j < type->interface_count && type->interfaces[j] != interface->interfaces[i])
            j++;
        if (j == type->interface_count)
            wrong(builder, type, "Type {} must implement {} because it is implemented by {}.",
                  interface->interfaces[i]->name, interface->name);
    }
    for (size_t i = 0; i < interface->field_count; i++) {
        const struct graphql_field *of = &interface->fields[i];
        const struct graphql_field *own = graphql_find_field(type, of->name);
        if (!own)
            wrong(builder, type, "Type {} does not provide the field \"{}\" of its interface {}.",
                  of->name, interface->name);
        else if (!graphql_is_subtype(own->type, of->type))
            wrong(builder, type, "{}.{} has another type than its interface {} expects.", own->name,
                  interface->name);
        else
            check_arguments(builder, type, own, of);
    }
}

static void check_one_of(struct graphql_builder *builder, const struct graphql_type *type)
{
    for (size_t i = 0; type->is_one_of && i < type->input_count; i++)
        if (type->inputs[i].type->wrapping == GRAPHQL_NON_NULL || type->inputs[i].default_value)
            wrong(builder, type, "OneOf input field {}.{} must be nullable and without a default.",
                  type->inputs[i].name, text_none());
}

/* An input object that cannot be without another one of itself: of each type is known whether it is
 * being looked at, or has been. */
static void find_cycle(struct graphql_builder *builder, unsigned char *states,
                       const struct graphql_type *type, unsigned depth)
{
    states[type->index] = 1;
    for (size_t i = 0; i < type->input_count; i++) {
        const struct graphql_type_use *use = type->inputs[i].type;
        const struct graphql_type *below = use->named;
        if (use->wrapping != GRAPHQL_NON_NULL || use->of->wrapping != GRAPHQL_NAMED ||
            below->kind != GRAPHQL_INPUT_OBJECT || states[below->index] == 2)
            continue;
        if (states[below->index] == 1 || depth > 200)
            wrong(builder, type, "Input Object {} references itself by a non-null field \"{}\".",
                  type->inputs[i].name, text_none());
        else
            find_cycle(builder, states, below, depth + 1);
    }
    states[type->index] = 2;
}

static void check_parts(struct graphql_checks *checks, const struct graphql_definition_part *parts,
                        unsigned place, unsigned argument_place)
{
    for (; parts; parts = parts->next) {
        graphql_check_directives(checks, NULL, parts->directives, place);
        check_parts(checks, parts->arguments, argument_place, argument_place);
    }
}

void graphql_check_definition(struct graphql_builder *builder,
                              const struct graphql_definition *definition)
{
    static const unsigned places[][2] = {
        [GRAPHQL_DEFINES_SCHEMA] = {GRAPHQL_ON_SCHEMA, 0},
        [GRAPHQL_DEFINES_SCALAR] = {GRAPHQL_ON_SCALAR, 0},
        [GRAPHQL_DEFINES_OBJECT] = {GRAPHQL_ON_OBJECT, GRAPHQL_ON_FIELD_DEFINITION},
        [GRAPHQL_DEFINES_INTERFACE] = {GRAPHQL_ON_INTERFACE, GRAPHQL_ON_FIELD_DEFINITION},
        [GRAPHQL_DEFINES_UNION] = {GRAPHQL_ON_UNION, 0},
        [GRAPHQL_DEFINES_ENUM] = {GRAPHQL_ON_ENUM, GRAPHQL_ON_ENUM_VALUE},
        [GRAPHQL_DEFINES_INPUT_OBJECT] = {GRAPHQL_ON_INPUT_OBJECT,
                                          GRAPHQL_ON_INPUT_FIELD_DEFINITION},
        [GRAPHQL_DEFINES_DIRECTIVE] = {0, GRAPHQL_ON_ARGUMENT_DEFINITION},
    };
    struct graphql_validation validation = {.schema = builder->schema};
    struct graphql_checks checks = {.validation = &validation,
                                    .schema = builder->schema,
                                    .errors = builder->errors,
                                    .arena = builder->arena};

    graphql_check_directives(&checks, NULL, definition->directives, places[definition->kind][0]);
    check_parts(&checks, definition->parts, places[definition->kind][1],
                GRAPHQL_ON_ARGUMENT_DEFINITION);
}

void graphql_check_schema(struct graphql_builder *builder)
{
    struct graphql_schema *schema = builder->schema;
    unsigned char *states = arena_alloc(builder->arena, schema->type_count);

    for (size_t i = 0; states && i < schema->type_count; i++) {
        const struct graphql_type *type = schema->types[i];
        graphql_check_definition(builder, builder->definitions[i]);
        check_count(builder, type);
        check_names(builder, type);
        check_one_of(builder, type);
        for (size_t j = 0; j < type->interface_count; j++)
            check_interface(builder, type, type->interfaces[j]);
        if (type->kind == GRAPHQL_INPUT_OBJECT && !states[i])
            find_cycle(builder, states, type, 0);
    }
}
