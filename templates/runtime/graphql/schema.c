/* schema.c - what is asked of a schema; see schema.h. */
#include "graphql/schema.h"

static const char *const places[] = {
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
    "SCHEMA",
    "SCALAR",
    "OBJECT",
    "FIELD_DEFINITION",
    "ARGUMENT_DEFINITION",
    "INTERFACE",
    "UNION",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
};

unsigned graphql_directive_place(struct text name)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (text_is(name, places[i]))
            return 1U << i;
    return 0;
}

const char *graphql_directive_place_name(unsigned place)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (place == 1U << i)
            return places[i];
    return "";
}

struct graphql_type *graphql_find_type(const struct graphql_schema *schema, struct text name)
{
    return graphql_names_find(&schema->type_names, name);
}

struct graphql_field *graphql_find_field(const struct graphql_type *type, struct text name)
{
    if (type->kind != GRAPHQL_OBJECT && type->kind != GRAPHQL_INTERFACE)
        return NULL;
    return graphql_names_find(&type->names, name);
}

struct graphql_input *graphql_find_input(const struct graphql_type *type, struct text name)
{
    return type->kind == GRAPHQL_INPUT_OBJECT ? graphql_names_find(&type->names, name) : NULL;
}

struct graphql_input *graphql_find_argument(const struct graphql_field *field, struct text name)
{
    return graphql_names_find(&field->argument_names, name);
}

struct graphql_enum_value *graphql_find_value(const struct graphql_type *type, struct text name)
{
    return type->kind == GRAPHQL_ENUM ? graphql_names_find(&type->names, name) : NULL;
}

struct graphql_directive_definition *graphql_find_directive(const struct graphql_schema *schema,
                                                            struct text name)
{
    return graphql_names_find(&schema->directive_names, name);
}

const struct graphql_field *graphql_find_any_field(const struct graphql_schema *schema,
                                                   const struct graphql_type *type,
                                                   struct text name)
{
    if (text_equal(name, schema->typename_field->name) && graphql_type_is_composite(type))
        return schema->typename_field;
    if (type == schema->roots[GRAPHQL_QUERY] && text_equal(name, schema->schema_field->name))
        return schema->schema_field;
    if (type == schema->roots[GRAPHQL_QUERY] && text_equal(name, schema->type_field->name))
        return schema->type_field;
    return graphql_find_field(type, name);
}

bool graphql_is_possible(const struct graphql_type *of, const struct graphql_type *object)
{
    return of == object ||
           (of->possible_bits && of->possible_bits[object->index / 8] >> object->index % 8 & 1);
}

bool graphql_type_is_input(const struct graphql_type *type)
{
    return graphql_type_is_leaf(type) || type->kind == GRAPHQL_INPUT_OBJECT;
}

bool graphql_type_is_leaf(const struct graphql_type *type)
{
    return type->kind == GRAPHQL_SCALAR || type->kind == GRAPHQL_ENUM;
}

bool graphql_type_is_composite(const struct graphql_type *type)
{
    return type->kind == GRAPHQL_OBJECT || graphql_type_is_abstract(type);
}

bool graphql_type_is_abstract(const struct graphql_type *type)
{
    return type->kind == GRAPHQL_INTERFACE || type->kind == GRAPHQL_UNION;
}

bool graphql_input_is_required(const struct graphql_input *input)
{
    return input->type->wrapping == GRAPHQL_NON_NULL && !input->default_value;
}

static bool implements(const struct graphql_type *type, const struct graphql_type *interface)
{
    for (size_t i = 0; i < type->interface_count; i++)
        if (type->interfaces[i] == interface)
            return true;
    return false;
}

bool graphql_is_subtype(const struct graphql_type_use *use, const struct graphql_type_use *of)
{
    for (;;) {
        if (of->wrapping == GRAPHQL_NON_NULL) {
            if (use->wrapping != GRAPHQL_NON_NULL)
                return false;
            of = of->of;
            use = use->of;
        } else if (use->wrapping == GRAPHQL_NON_NULL) {
            use = use->of;
        } else if (of->wrapping == GRAPHQL_LIST && use->wrapping == GRAPHQL_LIST) {
            of = of->of;
            use = use->of;
        } else {
            break;
        }
    }
    if (of->wrapping == GRAPHQL_LIST || use->wrapping == GRAPHQL_LIST)
        return false;
    return use->named == of->named || implements(use->named, of->named) ||
           (of->named->kind == GRAPHQL_UNION && use->named->kind == GRAPHQL_OBJECT &&
            graphql_is_possible(of->named, use->named));
}

bool graphql_types_overlap(const struct graphql_type *a, const struct graphql_type *b)
{
    if (a == b)
        return true;
    if (!graphql_type_is_abstract(a))
        return graphql_is_possible(b, a);
    for (size_t i = 0; i < a->possible_count; i++)
        if (graphql_is_possible(b, a->possible[i]))
            return true;
    return false;
}

static struct text print_use(struct arena *arena, const struct graphql_type_use *use)
{
    if (use->wrapping == GRAPHQL_NAMED)
        return use->named->name;
    return arena_printf(arena, use->wrapping == GRAPHQL_LIST ? "[%.*s]" : "%.*s!",
                        TEXT_PRINTED(use->of->printed));
}

const struct graphql_type_use *graphql_resolve_type(const struct graphql_schema *schema,
                                                    const struct graphql_type_node *node,
                                                    struct arena *arena)
{
    struct graphql_type_use *use;

    if (node->wrapping == GRAPHQL_NAMED) {
        const struct graphql_type *type = graphql_find_type(schema, node->name);
        return type ? type->use : NULL;
    }
    use = arena_alloc(arena, sizeof *use);
    if (!use)
        return NULL;
    use->wrapping = node->wrapping;
    use->of = graphql_resolve_type(schema, node->of, arena);
    if (!use->of)
        return NULL;
    use->named = use->of->named;
    use->printed = print_use(arena, use);
    return use->printed.bytes ? use : NULL;
}
