/* checks_document.c - operations, fragments and variables as such (specification, sections 5.1, 5.2
 * and 5.8). */
#include "graphql/checks.h"

static const char *const operation_words[] = {"query", "mutation", "subscription"};

/* A name that is there twice. */
static void check_twice(struct graphql_checks *checks, struct graphql_names *names,
                        struct text name, struct graphql_place *place, const char *message)
{
    void **first = graphql_names_add(names, checks->arena, name);
    struct graphql_error *error;

    if (!first)
        return;
    if (!*first) {
        *first = place;
        return;
    }
    error =
        graphql_check_error(checks, *(struct graphql_place *)*first, message, GRAPHQL_TEXTS(name));
    graphql_error_at(checks->errors, error, *place);
}

static void not_executable(struct graphql_checks *checks)
{
    for (const struct graphql_definition *definition = checks->document->definitions; definition;
         definition = definition->next)
        if (definition->name.bytes)
            graphql_check_error(checks, definition->place,
                                "The \"{}\" definition is not executable.",
                                GRAPHQL_TEXTS(definition->name));
        else
            graphql_check_error(checks, definition->place,
                                "The schema definition is not executable.", GRAPHQL_NO_TEXTS);
}

static void print_type(struct buffer *buffer, const struct graphql_type_node *node)
{
    if (node->wrapping == GRAPHQL_NAMED) {
        buffer_add_text(buffer, node->name);
        return;
    }
    buffer_add_string(buffer, node->wrapping == GRAPHQL_LIST ? "[" : "");
    print_type(buffer, node->of);
    buffer_add_char(buffer, node->wrapping == GRAPHQL_LIST ? ']' : '!');
}

static void check_variable(struct graphql_checks *checks, struct graphql_variable *variable)
{
    const struct graphql_type_node *named = variable->type;
    const struct graphql_type_use *use =
        graphql_resolve_type(checks->schema, variable->type, checks->arena);
    struct buffer printed;

    while (named->wrapping != GRAPHQL_NAMED)
        named = named->of;
    if (!use)
        graphql_unknown_type(checks, named->name, named->place);
    if (use && !graphql_type_is_input(use->named)) {
        buffer_init(&printed, checks->arena, 0);
        print_type(&printed, variable->type);
        graphql_check_error(checks, variable->type->place,
                            "Variable \"${}\" cannot be non-input type \"{}\".",
                            GRAPHQL_TEXTS(variable->name, buffer_text(&printed)));
    }
    variable->use = use;
    if (variable->default_value)
        graphql_check_constant(checks, variable->default_value,
                               use && graphql_type_is_input(use->named) ? use : NULL);
    graphql_check_directives(checks, NULL, variable->directives, GRAPHQL_ON_VARIABLE_DEFINITION);
}

/* All variables of one name are one mistake. */
static void check_variable_names(struct graphql_checks *checks, struct graphql_operation *operation)
{
    struct graphql_names names = {.count = 0};

    for (struct graphql_variable *variable = operation->variables; variable;
         variable = variable->next) {
        void **first = graphql_names_add(&names, checks->arena, variable->name);
        struct graphql_error *error;
        if (!first || graphql_checks_stop(checks))
            return;
        if (!*first) {
            *first = variable;
            continue;
        }
        if (*first == checks)
            continue; /* told already */
        error = graphql_check_error(checks, ((struct graphql_variable *)*first)->name_place,
                                    "There can be only one variable named \"${}\".",
                                    GRAPHQL_TEXTS(variable->name));
        for (const struct graphql_variable *other = variable; other; other = other->next)
            if (text_equal(other->name, variable->name))
                graphql_error_at(checks->errors, error, other->name_place);
        *first = checks;
    }
}

static void check_operation(struct graphql_checks *checks, struct graphql_operation *operation)
{
    static const unsigned places[] = {GRAPHQL_ON_QUERY, GRAPHQL_ON_MUTATION,
                                      GRAPHQL_ON_SUBSCRIPTION};

    operation->root = checks->schema->roots[operation->kind];
    if (!operation->root)
        graphql_check_error(checks, operation->place,
                            "The {} operation is not supported by the schema.",
                            GRAPHQL_TEXTS(text_of(operation_words[operation->kind])));
    if (!operation->name.bytes && checks->document->operation_count > 1)
        graphql_check_error(checks, operation->place,
                            "This anonymous operation must be the only defined operation.",
                            GRAPHQL_NO_TEXTS);
    check_variable_names(checks, operation);
    for (struct graphql_variable *variable = operation->variables;
         variable && !graphql_checks_stop(checks); variable = variable->next)
        check_variable(checks, variable);
    graphql_check_directives(checks, &checks->operations[operation->index], operation->directives,
                             places[operation->kind]);
}

static void check_fragment(struct graphql_checks *checks, struct graphql_fragment *fragment)
{
    const struct graphql_type *type = graphql_find_type(checks->schema, fragment->condition_name);

    if (!type)
        graphql_unknown_type(checks, fragment->condition_name, fragment->condition_place);
    else if (!graphql_type_is_composite(type))
        graphql_check_error(checks, fragment->condition_place,
                            "Fragment \"{}\" cannot condition on non composite type \"{}\".",
                            GRAPHQL_TEXTS(fragment->name, fragment->condition_name));
    else
        fragment->condition = type;
    graphql_check_directives(checks, &checks->fragments[fragment->index], fragment->directives,
                             GRAPHQL_ON_FRAGMENT_DEFINITION);
}

void graphql_check_definitions(struct graphql_checks *checks)
{
    struct graphql_document *document = checks->document;
    struct graphql_names operations = {.count = 0};
    struct graphql_names fragments = {.count = 0};

    not_executable(checks);
    for (struct graphql_operation *operation = document->operations;
         operation && !graphql_checks_stop(checks); operation = operation->next) {
        if (operation->name.bytes)
            check_twice(checks, &operations, operation->name, &operation->name_place,
                        "There can be only one operation named \"{}\".");
        check_operation(checks, operation);
    }
    for (struct graphql_fragment *fragment = document->fragments;
         fragment && !graphql_checks_stop(checks); fragment = fragment->next) {
        check_twice(checks, &fragments, fragment->name, &fragment->name_place,
                    "There can be only one fragment named \"{}\".");
        check_fragment(checks, fragment);
    }
}
