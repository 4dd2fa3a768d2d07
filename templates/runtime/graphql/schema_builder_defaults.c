/* schema_builder_defaults.c - defaults of arguments and input fields become values once, when the
 * schema is built; see schema_builder.h. */
#include "graphql/coercion.h"
#include "graphql/parse.h"
#include "graphql/schema_builder.h"

static bool settle(struct graphql_builder *builder, struct graphql_input *input, int depth);

/* Settles the defaults that a literal needs: those of fields that it leaves out. */
static bool settle_within(struct graphql_builder *builder, const struct graphql_value *value,
                          const struct graphql_type *type, int depth)
{
    if (value->kind == GRAPHQL_VALUE_LIST)
        for (const struct graphql_value *item = value->items; item; item = item->next)
            if (!settle_within(builder, item, type, depth))
                return false;
    if (value->kind != GRAPHQL_VALUE_OBJECT || type->kind != GRAPHQL_INPUT_OBJECT)
        return true;
    for (const struct graphql_argument *field = value->fields; field; field = field->next) {
        const struct graphql_input *input = graphql_find_input(type, field->name);
        if (input && !settle_within(builder, field->value, input->type->named, depth))
            return false;
    }
    for (size_t i = 0; i < type->input_count; i++) {
        const struct graphql_argument *field = value->fields;
        while (field && !text_equal(field->name, type->inputs[i].name))
            field = field->next;
        if (!field && !settle(builder, &type->inputs[i], depth + 1))
            return false;
    }
    return true;
}

static bool settle(struct graphql_builder *builder, struct graphql_input *input, int depth)
{
    struct graphql_validation validation = {.schema = builder->schema};
    struct graphql_coercion coercion = {
        .validation = &validation, .errors = builder->errors, .code = "GRAPHQL_SCHEMA_INVALID"};
    struct graphql_coerced *coerced;

    if (!input->default_value || input->coerced_default)
        return true;
    if (depth > GRAPHQL_NESTING_LIMIT)
        return graphql_schema_error(builder, input->default_value->place,
                                    "The default of \"{}\" needs itself.", input->name, text_none(),
                                    text_none());
    coerced = arena_alloc(builder->arena, sizeof *coerced);
    if (!coerced || !settle_within(builder, input->default_value, input->type->named, depth) ||
        !graphql_coerce_literal(&coercion, input->default_value, input->type, NULL, coerced))
        return false;
    input->coerced_default = coerced;
    return true;
}

static void settle_all(struct graphql_builder *builder, struct graphql_input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        settle(builder, &inputs[i], 0);
}

bool graphql_build_defaults(struct graphql_builder *builder)
{
    struct graphql_schema *schema = builder->schema;

    for (size_t i = 0; i < schema->type_count; i++) {
        struct graphql_type *type = schema->types[i];
        settle_all(builder, type->inputs, type->input_count);
        for (size_t j = 0; j < type->field_count; j++)
            settle_all(builder, type->fields[j].arguments, type->fields[j].argument_count);
    }
    for (size_t i = 0; i < schema->directive_count; i++)
        settle_all(builder, schema->directives[i]->arguments,
                   schema->directives[i]->argument_count);
    return !builder->arena->failed;
}
