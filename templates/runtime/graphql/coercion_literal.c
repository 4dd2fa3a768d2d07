/* coercion_literal.c - values that stand in a document, variables within them. */
#include "formats/json.h"
#include "graphql/coercion.h"
#include "graphql/print_value.h"

const struct graphql_coerced *graphql_variable_value(const struct graphql_variables *variables,
                                                     struct text name)
{
    static const struct graphql_coerced absent = {.kind = GRAPHQL_COERCED_ABSENT};
    const struct graphql_coerced *value = graphql_names_find(&variables->names, name);

    return value ? value : &absent;
}

/* Validation has seen to it that the variable's type fits; what it cannot see is whether there is a
 * value. */
static bool take_variable(struct graphql_coercion *coercion, const struct graphql_value *value,
                          const struct graphql_type_use *type, const struct graphql_path *path,
                          struct graphql_coerced *coerced)
{
    const struct graphql_coerced *found;

    if (!coercion->variables)
        return true;
    found = graphql_variable_value(coercion->variables, value->text);
    if (type->wrapping == GRAPHQL_NON_NULL && found->kind == GRAPHQL_COERCED_ABSENT)
        return graphql_refuse_value(
            coercion, value->place, path,
            "Expected variable \"${}\" provided to type \"{}\" to provide a runtime value.",
            GRAPHQL_TEXTS(value->text, type->printed));
    if (type->wrapping == GRAPHQL_NON_NULL && found->kind == GRAPHQL_COERCED_NULL)
        return graphql_refuse_value(
            coercion, value->place, path,
            "Expected variable \"${}\" provided to non-null type \"{}\" not to be null.",
            GRAPHQL_TEXTS(value->text, type->printed));
    if (found->kind == GRAPHQL_COERCED_ABSENT) {
        coerced->kind = GRAPHQL_COERCED_NULL; /* an item of a list */
        coerced->type = type->named;
        return true;
    }
    *coerced = *found;
    coerced->next = NULL;
    return true;
}

/* Whether a field counts as not given, since its variable has no value. */
static bool is_missing(const struct graphql_coercion *coercion, const struct graphql_value *value)
{
    return coercion->variables && value->kind == GRAPHQL_VALUE_VARIABLE &&
           graphql_variable_value(coercion->variables, value->text)->kind == GRAPHQL_COERCED_ABSENT;
}

static bool coerce_object(struct graphql_coercion *coercion, const struct graphql_value *literal,
                          const struct graphql_type *type, const struct graphql_path *path,
                          struct graphql_coerced *coerced)
{
    struct text printed = graphql_print_literal_briefly(coercion->errors->arena, literal);
    struct graphql_coerced_fields object;
    bool valid = true;

    if (literal->kind != GRAPHQL_VALUE_OBJECT)
        return graphql_refuse_value(coercion, literal->place, path,
                                    "Expected value of type \"{}\" to be an object, found: {}.",
                                    GRAPHQL_TEXTS(type->name, printed));
    graphql_begin_object(&object, coerced, type, printed);
    for (const struct graphql_argument *field = literal->fields; field; field = field->next) {
        struct graphql_path within = {.parent = path, .name = field->name};
        const struct graphql_input *input =
            graphql_object_input(coercion, &object, field->name, field->place, path);
        struct graphql_coerced *value;
        if (coercion->errors->full)
            return false;
        if (!input || is_missing(coercion, field->value))
            continue;
        value = graphql_object_member(coercion, &object, input);
        if (!value)
            return false;
        if (!graphql_coerce_literal(coercion, field->value, input->type, &within, value))
            valid = false;
    }
    return graphql_end_object(coercion, &object, literal->place, path) && valid;
}

static bool coerce_list(struct graphql_coercion *coercion, const struct graphql_value *literal,
                        const struct graphql_type_use *of, const struct graphql_path *path,
                        struct graphql_coerced *coerced)
{
    bool is_list = literal->kind == GRAPHQL_VALUE_LIST;
    const struct graphql_value *item = is_list ? literal->items : literal;
    const struct graphql_coerced **end = &coerced->items;
    bool valid = true;

    graphql_begin_list(coerced, of);
    for (; item; item = is_list ? item->next : NULL) {
        struct graphql_path within = {.parent = path, .index = coerced->count};
        struct graphql_coerced *value = graphql_list_item(coercion, coerced, &end);
        if (!value)
            return false;
        if (!graphql_coerce_literal(coercion, item, of, is_list ? &within : path, value))
            valid = false;
    }
    return valid;
}

bool graphql_coerce_literal(struct graphql_coercion *coercion, const struct graphql_value *value,
                            const struct graphql_type_use *type, const struct graphql_path *path,
                            struct graphql_coerced *coerced)
{
    if (value->kind == GRAPHQL_VALUE_VARIABLE)
        return take_variable(coercion, value, type, path, coerced);
    if (value->kind == GRAPHQL_VALUE_NULL)
        return graphql_coerce_null(coercion, value->place, type, path, coerced);
    if (type->wrapping == GRAPHQL_NON_NULL)
        type = type->of;
    if (type->wrapping == GRAPHQL_LIST)
        return coerce_list(coercion, value, type->of, path, coerced);
    if (type->named->kind == GRAPHQL_INPUT_OBJECT)
        return coerce_object(coercion, value, type->named, path, coerced);
    return graphql_coerce_literal_leaf(coercion, value, type->named, path, coerced);
}
