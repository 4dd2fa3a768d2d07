/* checks_arguments.c - arguments, directives and the values in them (specification, sections 5.4,
 * 5.6 and 5.7). */
#include "graphql/checks.h"
#include "graphql/coercion.h"
#include "graphql/suggest.h"

/* What arguments are given to: a field, or a directive. */
struct target {
    struct text name; /* "Type.field" or "@directive" */
    const char *kind; /* "field" or "directive" */
    const struct graphql_names *names;
    struct graphql_input *inputs;
    size_t count;
};

static void note_use(struct graphql_checks *checks, struct graphql_scope *scope,
                     const struct graphql_value *value, const struct graphql_type_use *type,
                     const struct graphql_type *one_of, bool has_default)
{
    struct graphql_variable_use *use = arena_alloc(checks->arena, sizeof *use);

    if (!use)
        return;
    *use = (struct graphql_variable_use){
        .value = value, .type = type, .one_of = one_of, .has_default = has_default};
    *scope->uses_end = use;
    scope->uses_end = &use->next;
}

/* Notes the variables in a value, with the types that their places ask for. */
static void note_uses(struct graphql_checks *checks, struct graphql_scope *scope,
                      const struct graphql_value *value, const struct graphql_type_use *type,
                      const struct graphql_type *one_of, bool has_default)
{
    const struct graphql_type_use *nullable =
        type && type->wrapping == GRAPHQL_NON_NULL ? type->of : type;
    const struct graphql_type *object =
        type && type->named->kind == GRAPHQL_INPUT_OBJECT ? type->named : NULL;

    if (value->kind == GRAPHQL_VALUE_VARIABLE)
        note_use(checks, scope, value, type, one_of, has_default);
    if (nullable && nullable->wrapping == GRAPHQL_LIST)
        nullable = nullable->of;
    for (const struct graphql_value *item = value->items; item; item = item->next)
        note_uses(checks, scope, item, nullable, NULL, false);
    for (const struct graphql_argument *field = value->fields; field; field = field->next) {
        const struct graphql_input *input = object ? graphql_find_input(object, field->name) : NULL;
        note_uses(checks, scope, field->value, input ? input->type : NULL,
                  input && object->is_one_of ? object : NULL, input && input->default_value);
    }
}

/* Names that are there twice, in the objects within a value. */
static void check_field_names(struct graphql_checks *checks, const struct graphql_value *value)
{
    struct graphql_names names = {.count = 0};

    for (const struct graphql_value *item = value->items; item; item = item->next)
        check_field_names(checks, item);
    for (struct graphql_argument *field = value->fields; field; field = field->next) {
        void **place = graphql_names_add(&names, checks->arena, field->name);
        if (!place || graphql_checks_stop(checks))
            return;
        if (*place) {
            struct graphql_error *error = graphql_check_error(
                checks, ((struct graphql_argument *)*place)->place,
                "There can be only one input field named \"{}\".", GRAPHQL_TEXTS(field->name));
            graphql_error_at(checks->errors, error, field->place);
        } else {
            *place = field;
        }
        check_field_names(checks, field->value);
    }
}

void graphql_check_constant(struct graphql_checks *checks, const struct graphql_value *value,
                            const struct graphql_type_use *type)
{
    struct graphql_coercion coercion = {.validation = checks->validation,
                                        .errors = checks->errors,
                                        .code = "GRAPHQL_VALIDATION_FAILED"};
    struct graphql_coerced coerced = {.kind = GRAPHQL_COERCED_ABSENT};

    check_field_names(checks, value);
    if (type)
        graphql_coerce_literal(&coercion, value, type, NULL, &coerced);
}

/* All arguments of one name are one mistake: it is told at the second one, with the places of
 * all. */
static void check_names(struct graphql_checks *checks, struct graphql_argument *arguments)
{
    struct graphql_names names = {.count = 0};

    if (!arguments || !arguments->next)
        return;
    for (struct graphql_argument *argument = arguments; argument; argument = argument->next) {
        void **place = graphql_names_add(&names, checks->arena, argument->name);
        struct graphql_error *error;
        if (!place || graphql_checks_stop(checks))
            return;
        if (!*place) {
            *place = argument;
            continue;
        }
        if (*place == checks)
            continue; /* told already */
        error = graphql_check_error(checks, ((struct graphql_argument *)*place)->place,
                                    "There can be only one argument named \"{}\".",
                                    GRAPHQL_TEXTS(argument->name));
        for (const struct graphql_argument *other = argument; other; other = other->next)
            if (text_equal(other->name, argument->name))
                graphql_error_at(checks->errors, error, other->place);
        *place = checks;
    }
}

static struct text input_name(const void *list, size_t i)
{
    return ((const struct graphql_input *)list)[i].name;
}

static void unknown_argument(struct graphql_checks *checks, const struct target *target,
                             const struct graphql_argument *argument)
{
    struct graphql_options options = {target->inputs, target->count, input_name};
    struct text suggestion = TEXT("");

    if (!checks->validation->hides_schema)
        suggestion = graphql_suggest(checks->errors, "", argument->name, &options);
    graphql_check_error(
        checks, argument->place, "Unknown argument \"{}\" on {} \"{}\".{}",
        GRAPHQL_TEXTS(argument->name, text_of(target->kind), target->name, suggestion));
}

static void missing_argument(struct graphql_checks *checks, const struct target *target,
                             const struct graphql_input *input, struct graphql_place place)
{
    if (checks->validation->hides_schema)
        graphql_check_error(checks, place, "A required argument of {} \"{}\" was not provided.",
                            GRAPHQL_TEXTS(text_of(target->kind), target->name));
    else
        graphql_check_error(
            checks, place,
            "Argument \"{}({}:)\" of type \"{}\" is required, but it was not provided.",
            GRAPHQL_TEXTS(target->name, input->name, input->type->printed));
}

static void check_arguments(struct graphql_checks *checks, struct graphql_scope *scope,
                            const struct target *target, struct graphql_argument *arguments,
                            struct graphql_place place)
{
    check_names(checks, arguments);
    for (const struct graphql_argument *argument = arguments; argument; argument = argument->next) {
        const struct graphql_input *input =
            target ? graphql_names_find(target->names, argument->name) : NULL;
        if (graphql_checks_stop(checks))
            return;
        if (target && !input)
            unknown_argument(checks, target, argument);
        graphql_check_constant(checks, argument->value, input ? input->type : NULL);
        if (scope)
            note_uses(checks, scope, argument->value, input ? input->type : NULL, NULL,
                      input && input->default_value);
    }
    for (size_t i = 0; target && i < target->count; i++) {
        const struct graphql_argument *given = arguments;
        if (!graphql_input_is_required(&target->inputs[i]))
            continue;
        while (given && !text_equal(given->name, target->inputs[i].name))
            given = given->next;
        if (!given)
            missing_argument(checks, target, &target->inputs[i], place);
    }
}

void graphql_check_field_arguments(struct graphql_checks *checks, struct graphql_scope *scope,
                                   const struct graphql_selection *selection)
{
    const struct graphql_field *field = selection->field;
    struct target target;

    if (!selection->arguments && (!field || !field->argument_count))
        return;
    if (!field) {
        check_arguments(checks, scope, NULL, selection->arguments, selection->place);
        return;
    }
    target = (struct target){
        .name = graphql_message(checks->arena, "{}.{}",
                                GRAPHQL_TEXTS(field->parent->name, field->name)),
        .kind = "field",
        .names = &field->argument_names,
        .inputs = field->arguments,
        .count = field->argument_count,
    };
    check_arguments(checks, scope, &target, selection->arguments, selection->place);
}

/* One that may not be repeated and stands there before. */
static void check_repetition(struct graphql_checks *checks, const struct graphql_directive *first,
                             const struct graphql_directive *directive)
{
    struct graphql_error *error;

    while (first != directive && first->definition != directive->definition)
        first = first->next;
    if (first == directive)
        return;
    error = graphql_check_error(checks, first->place,
                                "The directive \"@{}\" can only be used once at this location.",
                                GRAPHQL_TEXTS(directive->name));
    graphql_error_at(checks->errors, error, directive->place);
}

void graphql_check_directives(struct graphql_checks *checks, struct graphql_scope *scope,
                              struct graphql_directive *directives, unsigned place)
{
    for (struct graphql_directive *directive = directives; directive; directive = directive->next) {
        const struct graphql_directive_definition *definition =
            graphql_find_directive(checks->schema, directive->name);
        struct target target;
        if (graphql_checks_stop(checks))
            return;
        directive->definition = definition;
        if (!definition) {
            graphql_check_error(checks, directive->place, "Unknown directive \"@{}\".",
                                GRAPHQL_TEXTS(directive->name));
            check_arguments(checks, scope, NULL, directive->arguments, directive->place);
            continue;
        }
        if (!(definition->places & place))
            graphql_check_error(
                checks, directive->place, "Directive \"@{}\" may not be used on {}.",
                GRAPHQL_TEXTS(directive->name, text_of(graphql_directive_place_name(place))));
        if (!definition->repeatable)
            check_repetition(checks, directives, directive);
        target = (struct target){
            .name = graphql_message(checks->arena, "@{}", GRAPHQL_TEXTS(definition->name)),
            .kind = "directive",
            .names = &definition->argument_names,
            .inputs = definition->arguments,
            .count = definition->argument_count,
        };
        check_arguments(checks, scope, &target, directive->arguments, directive->place);
    }
}
