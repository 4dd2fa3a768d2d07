/* schema_builder_parts.c - fields, arguments, values and members of types; see schema_builder.h. */
#include "graphql/schema_builder.h"

static struct text deprecation(const struct graphql_definition_part *part)
{
    return graphql_directive_text(part->directives, "deprecated", "reason", "No longer supported");
}

static size_t count_parts(const struct graphql_definition_part *parts)
{
    size_t count = 0;

    for (; parts; parts = parts->next)
        count++;
    return count;
}

/* Adds a part's name to those of its kind: true when it is new, false with an error or out of
 * memory. */
static bool add_name(struct graphql_builder *builder, struct graphql_names *names,
                     const struct graphql_definition_part *part, void *stands_for, struct text of)
{
    void **place = graphql_names_add(names, builder->arena, part->name);

    if (!place)
        return false;
    if (*place)
        return graphql_schema_error(builder, part->place,
                                    "\"{}\" can only have one \"{}\" defined.", of, part->name,
                                    text_none());
    *place = stands_for;
    return true;
}

static const struct graphql_type_use *resolve(struct graphql_builder *builder,
                                              const struct graphql_definition_part *part)
{
    const struct graphql_type_node *node = part->type;
    const struct graphql_type_use *use =
        graphql_resolve_type(builder->schema, node, builder->arena);

    while (node->wrapping != GRAPHQL_NAMED)
        node = node->of;
    if (!use && !builder->arena->failed)
        graphql_schema_error(builder, node->place, "Unknown type \"{}\".", node->name, text_none(),
                             text_none());
    return use;
}

static bool build_inputs(struct graphql_builder *builder,
                         const struct graphql_definition_part *parts, struct text of,
                         struct graphql_input **inputs, size_t *count, struct graphql_names *names)
{
    *inputs = arena_alloc_array(builder->arena, count_parts(parts), sizeof **inputs);
    if (!*inputs)
        return false;
    for (; parts; parts = parts->next) {
        struct graphql_input *input = &(*inputs)[*count];
        const struct graphql_type_use *type = resolve(builder, parts);
        if (!type || !add_name(builder, names, parts, input, of))
            continue;
        *input = (struct graphql_input){.name = parts->name,
                                        .description = parts->description,
                                        .type = type,
                                        .default_value = parts->default_value,
                                        .deprecated = deprecation(parts),
                                        .index = (*count)++};
        if (!graphql_type_is_input(type->named))
            graphql_schema_error(builder, parts->type->place,
                                 "The type of {}.{} must be Input Type but got: {}.", of,
                                 input->name, type->printed);
        if (input->deprecated.bytes && graphql_input_is_required(input))
            graphql_schema_error(builder, parts->place, "Required {}.{} cannot be deprecated.", of,
                                 input->name, text_none());
    }
    return !builder->arena->failed;
}

bool graphql_build_fields(struct graphql_builder *builder, struct graphql_type *type,
                          const struct graphql_definition *definition)
{
    type->fields =
        arena_alloc_array(builder->arena, count_parts(definition->parts), sizeof *type->fields);
    if (!type->fields)
        return false;
    for (const struct graphql_definition_part *part = definition->parts; part; part = part->next) {
        struct graphql_field *field = &type->fields[type->field_count];
        const struct graphql_type_use *use = resolve(builder, part);
        struct text of;
        if (!use || !add_name(builder, &type->names, part, field, type->name))
            continue;
        *field = (struct graphql_field){.name = part->name,
                                        .description = part->description,
                                        .parent = type,
                                        .type = use,
                                        .deprecated = deprecation(part),
                                        .index = type->field_count++};
        of = graphql_message(builder->arena, "{}.{}", GRAPHQL_TEXTS(type->name, field->name));
        if (use->named->kind == GRAPHQL_INPUT_OBJECT)
            graphql_schema_error(builder, part->type->place,
                                 "The type of {} must be Output Type but got: {}.", of,
                                 use->printed, text_none());
        if (!build_inputs(builder, part->arguments, of, &field->arguments, &field->argument_count,
                          &field->argument_names))
            return false;
    }
    return !builder->arena->failed;
}

static bool build_values(struct graphql_builder *builder, struct graphql_type *type,
                         const struct graphql_definition *definition)
{
    type->values =
        arena_alloc_array(builder->arena, count_parts(definition->parts), sizeof *type->values);
    if (!type->values)
        return false;
    for (const struct graphql_definition_part *part = definition->parts; part; part = part->next) {
        struct graphql_enum_value *value = &type->values[type->value_count];
        if (!add_name(builder, &type->names, part, value, type->name))
            continue;
        *value = (struct graphql_enum_value){.name = part->name,
                                             .description = part->description,
                                             .deprecated = deprecation(part),
                                             .index = type->value_count++};
    }
    return !builder->arena->failed;
}

/* The types that a definition names: interfaces that it implements, or members of a union. */
static bool build_named(struct graphql_builder *builder,
                        const struct graphql_definition *definition, enum graphql_type_kind kind,
                        const struct graphql_type ***types, size_t *count)
{
    size_t length = 0;

    for (const struct graphql_name *name = definition->names; name; name = name->next)
        length++;
    *types = arena_alloc_array(builder->arena, length, sizeof **types);
    if (!*types)
        return false;
    for (const struct graphql_name *name = definition->names; name; name = name->next) {
        const struct graphql_type *type = graphql_find_type(builder->schema, name->name);
        bool twice = false;
        for (size_t i = 0; i < *count; i++)
            twice = twice || (*types)[i] == type;
        if (!type)
            graphql_schema_error(builder, name->place, "Unknown type \"{}\".", name->name,
                                 text_none(), text_none());
        else if (type->kind != kind)
            graphql_schema_error(builder, name->place,
                                 "Type {} can only include types of another kind than {}.",
                                 definition->name, name->name, text_none());
        else if (twice)
            graphql_schema_error(builder, name->place, "Type {} can only include type {} once.",
                                 definition->name, name->name, text_none());
        else
            (*types)[(*count)++] = type;
    }
    return true;
}

static bool find_wanted(struct graphql_builder *builder, struct graphql_type *type)
{
    type->wanted = arena_alloc_array(builder->arena, type->input_count, sizeof *type->wanted);
    if (!type->wanted)
        return false;
    for (size_t i = 0; i < type->input_count; i++)
        if (type->inputs[i].default_value || graphql_input_is_required(&type->inputs[i]))
            type->wanted[type->wanted_count++] = &type->inputs[i];
    return true;
}

bool graphql_build_type(struct graphql_builder *builder, struct graphql_type *type,
                        const struct graphql_definition *definition)
{
    switch (type->kind) {
    case GRAPHQL_SCALAR:
        return true;
    case GRAPHQL_OBJECT:
    case GRAPHQL_INTERFACE:
        return build_named(builder, definition, GRAPHQL_INTERFACE, &type->interfaces,
                           &type->interface_count) &&
               graphql_build_fields(builder, type, definition);
    case GRAPHQL_UNION:
        return build_named(builder, definition, GRAPHQL_OBJECT, &type->possible,
                           &type->possible_count);
    case GRAPHQL_ENUM:
        return build_values(builder, type, definition);
    case GRAPHQL_INPUT_OBJECT:
        return build_inputs(builder, definition->parts, type->name, &type->inputs,
                            &type->input_count, &type->names) &&
               find_wanted(builder, type);
    }
    return true;
}

bool graphql_build_directive(struct graphql_builder *builder,
                             struct graphql_directive_definition *directive,
                             const struct graphql_definition *definition)
{
    for (const struct graphql_name *name = definition->names; name; name = name->next)
        directive->places |= graphql_directive_place(name->name);
    return build_inputs(builder, definition->parts,
                        graphql_message(builder->arena, "@{}", GRAPHQL_TEXTS(directive->name)),
                        &directive->arguments, &directive->argument_count,
                        &directive->argument_names);
}

static bool may_be(const struct graphql_type *type, const struct graphql_type *object)
{
    const struct graphql_type *const *types =
        type->kind == GRAPHQL_UNION ? type->possible : object->interfaces;
    size_t count = type->kind == GRAPHQL_UNION ? type->possible_count : object->interface_count;

    for (size_t i = 0; i < count; i++)
        if (types[i] == (type->kind == GRAPHQL_UNION ? object : type))
            return true;
    return false;
}

bool graphql_build_possible(struct graphql_builder *builder)
{
    struct graphql_schema *schema = builder->schema;

    for (size_t i = 0; i < schema->type_count; i++) {
        struct graphql_type *type = schema->types[i];
        const struct graphql_type **possible;
        size_t count = 0;
        if (!graphql_type_is_abstract(type))
            continue;
        possible = arena_alloc_array(builder->arena, schema->type_count, sizeof *possible);
        type->possible_bits = arena_alloc(builder->arena, schema->type_count / 8 + 1);
        if (!possible || !type->possible_bits)
            return false;
        for (size_t j = 0; j < schema->type_count; j++) {
            const struct graphql_type *object = schema->types[j];
            if (object->kind != GRAPHQL_OBJECT || !may_be(type, object))
                continue;
            possible[count++] = object;
            type->possible_bits[j / 8] |= (unsigned char)(1U << j % 8);
        }
        if (type->kind == GRAPHQL_INTERFACE) { /* a union's stay in its own order */
            type->possible = possible;
            type->possible_count = count;
        }
    }
    return true;
}
