/* checks_variables.c - variables where they are used (specification, sections 5.8.3 to 5.8.5). */
#include "graphql/checks.h"

static void undefined(struct graphql_checks *checks, const struct graphql_operation *operation,
                      const struct graphql_value *value)
{
    struct graphql_error *error =
        operation->name.bytes
            ? graphql_check_error(checks, value->place,
                                  "Variable \"${}\" is not defined by operation \"{}\".",
                                  GRAPHQL_TEXTS(value->text, operation->name))
            : graphql_check_error(checks, value->place, "Variable \"${}\" is not defined.",
                                  GRAPHQL_TEXTS(value->text));

    graphql_error_at(checks->errors, error, operation->place);
}

/* Whether a variable may stand where a type is asked for (IsVariableUsageAllowed). */
static bool is_allowed(const struct graphql_variable *variable,
                       const struct graphql_variable_use *use)
{
    const struct graphql_type_use *place = use->type;
    const struct graphql_value *value = variable->default_value;

    if (place->wrapping == GRAPHQL_NON_NULL && variable->use->wrapping != GRAPHQL_NON_NULL) {
        if (!use->has_default && (!value || value->kind == GRAPHQL_VALUE_NULL))
            return false;
        place = place->of;
    }
    return graphql_is_subtype(variable->use, place);
}

static void check_use(struct graphql_checks *checks, const struct graphql_variable *variable,
                      const struct graphql_variable_use *use)
{
    struct graphql_error *error;

    if (!variable->use || !use->type)
        return;
    if (!is_allowed(variable, use)) {
        error = graphql_check_error(
            checks, variable->place,
            "Variable \"${}\" of type \"{}\" used in position expecting type \"{}\".",
            GRAPHQL_TEXTS(variable->name, variable->use->printed, use->type->printed));
        graphql_error_at(checks->errors, error, use->value->place);
    }
    if (use->one_of && variable->use->wrapping != GRAPHQL_NON_NULL) {
        error = graphql_check_error(
            checks, variable->place,
            "Variable \"${}\" is of type \"{}\" but must be non-nullable "
            "to be used for OneOf Input Object \"{}\".",
            GRAPHQL_TEXTS(variable->name, variable->use->printed, use->one_of->name));
        graphql_error_at(checks->errors, error, use->value->place);
    }
}

/* The variables of an operation, and which of them are used. */
struct variables {
    struct graphql_names names;
    bool *used;
};

static void check_scope(struct graphql_checks *checks, const struct graphql_operation *operation,
                        const struct graphql_scope *scope, const struct variables *variables)
{
    for (const struct graphql_variable_use *use = scope->uses; use && !graphql_checks_stop(checks);
         use = use->next) {
        const struct graphql_variable *variable =
            graphql_names_find(&variables->names, use->value->text);
        if (!graphql_spend(checks, 1))
            return;
        if (!variable) {
            undefined(checks, operation, use->value);
            continue;
        }
        variables->used[variable->index] = true;
        check_use(checks, variable, use);
    }
}

/* Looks at the operation and at every fragment that it reaches, each once. */
static void check_reached(struct graphql_checks *checks, struct graphql_scope *scope,
                          const struct variables *variables)
{
    const struct graphql_operation *operation = scope->operation;
    size_t count = 0;
    struct graphql_scope **open =
        arena_alloc_array(checks->arena, checks->document->fragment_count, sizeof *open);

    if (!open)
        return;
    checks->search++;
    while (!graphql_checks_stop(checks)) {
        check_scope(checks, operation, scope, variables);
        for (const struct graphql_spread *spread = scope->spreads; spread; spread = spread->next) {
            struct graphql_scope *of =
                spread->fragment ? &checks->fragments[spread->fragment->index] : NULL;
            if (!graphql_spend(checks, 1))
                return;
            if (of && of->seen != checks->search) {
                of->seen = checks->search;
                open[count++] = of;
            }
        }
        if (count == 0)
            return;
        scope = open[--count];
    }
}

void graphql_check_variables(struct graphql_checks *checks, struct graphql_scope *operation)
{
    const struct graphql_operation *of = operation->operation;
    struct variables variables = {.used = NULL};

    variables.used = arena_alloc_array(checks->arena, of->variable_count, sizeof *variables.used);
    if (!variables.used)
        return;
    for (struct graphql_variable *variable = of->variables; variable; variable = variable->next) {
        void **place = graphql_names_add(&variables.names, checks->arena, variable->name);
        if (!place)
            return;
        *place = variable;
    }
    check_reached(checks, operation, &variables);
    for (const struct graphql_variable *variable = of->variables; variable;
         variable = variable->next) {
        const struct graphql_variable *found = graphql_names_find(&variables.names, variable->name);
        if (graphql_checks_stop(checks) || variables.used[found->index])
            continue;
        if (of->name.bytes)
            graphql_check_error(checks, variable->place,
                                "Variable \"${}\" is never used in operation \"{}\".",
                                GRAPHQL_TEXTS(variable->name, of->name));
        else
            graphql_check_error(checks, variable->place, "Variable \"${}\" is never used.",
                                GRAPHQL_TEXTS(variable->name));
    }
}
