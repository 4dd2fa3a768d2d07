/* values.c - variables, arguments, and what depends on them; see values.h. */
#include "graphql/values.h"

#include "graphql/coercion.h"

static const char bad_input[] = "BAD_USER_INPUT";

static bool coerce_default(struct graphql_coercion *coercion,
                           const struct graphql_variable *variable, struct graphql_coerced *coerced)
{
    return !variable->default_value ||
           graphql_coerce_literal(coercion, variable->default_value, variable->use, NULL, coerced);
}

static bool coerce_variable(struct graphql_coercion *coercion,
                            const struct graphql_variable *variable, const cJSON *json,
                            struct graphql_coerced *coerced)
{
    coercion->subject =
        graphql_message(coercion->errors->arena, "Variable \"${}\"", GRAPHQL_TEXTS(variable->name));
    coercion->place = variable->place;
    if (json)
        return graphql_coerce_json(coercion, json, variable->use, NULL, coerced);
    if (!variable->default_value && variable->use->wrapping == GRAPHQL_NON_NULL)
        return graphql_refuse_value(coercion, variable->place, NULL,
                                    "Expected a value of non-null type \"{}\" to be provided.",
                                    GRAPHQL_TEXTS(variable->use->printed));
    return coerce_default(coercion, variable, coerced);
}

/* The members of the request's variables by their names. */
static bool read_members(struct arena *arena, const cJSON *json, struct graphql_names *members)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, json)
    {
        void **place = graphql_names_add(members, arena, text_of(member->string));
        if (!place)
            return false;
        *place = (void *)(uintptr_t)member;
    }
    return true;
}

bool graphql_coerce_variables(const struct graphql_validation *validation,
                              const struct graphql_operation *operation, const cJSON *json,
                              struct graphql_variables *variables, struct graphql_errors *errors)
{
    struct graphql_coercion coercion = {
        .validation = validation, .errors = errors, .code = bad_input};
    struct graphql_names members = {.count = 0};
    struct graphql_coerced *values =
        arena_alloc_array(errors->arena, operation->variable_count, sizeof *values);
    bool valid = true;

    *variables = (struct graphql_variables){.operation = operation, .values = values};
    variables->told = arena_alloc(errors->arena, sizeof *variables->told);
    if (json && !cJSON_IsNull(json) && !cJSON_IsObject(json)) {
        graphql_error_add(errors, bad_input, "Variables must be an object.", GRAPHQL_NO_TEXTS);
        return false;
    }
    if (!values || !variables->told || !read_members(errors->arena, json, &members))
        return false;
    for (const struct graphql_variable *variable = operation->variables; variable;
         variable = variable->next) {
        void **place = graphql_names_add(&variables->names, errors->arena, variable->name);
        if (!place || errors->full)
            return false;
        *place = &values[variable->index];
        if (!coerce_variable(&coercion, variable, graphql_names_find(&members, variable->name),
                             &values[variable->index]))
            valid = false;
    }
    return valid && !errors->arena->failed;
}

static bool coerce_argument(struct graphql_coercion *coercion, const struct graphql_field *field,
                            const struct graphql_input *input,
                            const struct graphql_argument *argument,
                            struct graphql_coerced *coerced)
{
    const struct graphql_value *value = argument->value;

    /* A variable without a value leaves the argument out. */
    if (value->kind == GRAPHQL_VALUE_VARIABLE && !graphql_input_is_required(input) &&
        graphql_variable_value(coercion->variables, value->text)->kind == GRAPHQL_COERCED_ABSENT)
        return true;
    coercion->subject =
        graphql_message(coercion->errors->arena, "Argument \"{}.{}({}:)\"",
                        GRAPHQL_TEXTS(field->parent->name, field->name, input->name));
    return graphql_coerce_literal(coercion, value, input->type, NULL, coerced);
}

const struct graphql_coerced *graphql_coerce_arguments(const struct graphql_validation *validation,
                                                       const struct graphql_field *field,
                                                       const struct graphql_selection *selection,
                                                       const struct graphql_variables *variables,
                                                       const struct graphql_path *path,
                                                       struct graphql_errors *errors)
{
    static const struct graphql_coerced none = {.kind = GRAPHQL_COERCED_ABSENT};
    struct graphql_coercion coercion = {.validation = validation,
                                        .errors = errors,
                                        .code = bad_input,
                                        .field = path,
                                        .variables = variables};
    struct graphql_coerced *values;

    if (!field->argument_count)
        return &none;
    values = arena_alloc_array(errors->arena, field->argument_count, sizeof *values);
    if (!values)
        return NULL;
    for (const struct graphql_argument *argument = selection->arguments; argument;
         argument = argument->next) {
        const struct graphql_input *input = graphql_find_argument(field, argument->name);
        if (input && !coerce_argument(&coercion, field, input, argument, &values[input->index]))
            return NULL;
    }
    for (size_t i = 0; i < field->argument_count; i++)
        if (values[i].kind == GRAPHQL_COERCED_ABSENT && field->arguments[i].coerced_default)
            values[i] = *field->arguments[i].coerced_default;
    return errors->arena->failed ? NULL : values;
}

const struct graphql_coerced *graphql_coerced_member(const struct graphql_coerced *object,
                                                     const char *name)
{
    if (!object || object->kind != GRAPHQL_COERCED_OBJECT)
        return NULL;
    for (const struct graphql_coerced_member *member = object->members; member;
         member = member->next)
        if (text_is(member->input->name, name))
            return member->value;
    return NULL;
}

/* The value of the argument "if", which is a Boolean!. */
static bool condition(const struct graphql_directive *directive,
                      const struct graphql_variables *variables, struct graphql_errors *errors,
                      bool *holds)
{
    const struct graphql_argument *argument = directive->arguments;
    const struct graphql_coerced *value;
    struct graphql_error *error;

    while (argument && !text_is(argument->name, "if"))
        argument = argument->next;
    if (argument && argument->value->kind == GRAPHQL_VALUE_BOOLEAN) {
        *holds = argument->value->boolean;
        return true;
    }
    value = argument && argument->value->kind == GRAPHQL_VALUE_VARIABLE
                ? graphql_variable_value(variables, argument->value->text)
                : NULL;
    if (value && value->kind == GRAPHQL_COERCED_BOOLEAN) {
        *holds = value->boolean;
        return true;
    }
    error = graphql_error_add(
        errors, bad_input,
        "Argument \"@{}(if:)\" has invalid value: Expected a value of type \"Boolean!\".",
        GRAPHQL_TEXTS(directive->name));
    graphql_error_at(errors, error, argument ? argument->value->place : directive->place);
    return false;
}

bool graphql_is_included(const struct graphql_directive *directives,
                         const struct graphql_variables *variables, struct graphql_errors *errors,
                         bool *included)
{
    *included = true;
    for (; directives && *included; directives = directives->next) {
        bool skips = text_is(directives->name, "skip");
        bool holds = false;
        if (!skips && !text_is(directives->name, "include"))
            continue;
        if (!condition(directives, variables, errors, &holds))
            return false;
        *included = holds != skips;
    }
    return true;
}
