/* checks_subscription.c - a subscription has one root field (specification, section 5.2.4.1). */
#include "graphql/checks.h"

/* The fields at the root. */
struct roots {
    struct graphql_checks *checks;
    const struct graphql_operation *operation;
    const struct graphql_selection *first;
    struct graphql_error *extra;       /* of fields behind the first */
    struct graphql_error *conditional; /* of @skip and @include */
    bool looks_for_conditions;         /* and for nothing else */
};

static struct text subject(const struct roots *roots)
{
    struct text name = roots->operation->name;

    return name.bytes
               ? graphql_message(roots->checks->arena, "Subscription \"{}\"", GRAPHQL_TEXTS(name))
               : (struct text)TEXT("Anonymous Subscription");
}

/* Adds the error, or one more place to the one that is there. */
static void tell(const struct roots *roots, struct graphql_error **error,
                 struct graphql_place place, const char *message)
{
    if (*error)
        graphql_error_at(roots->checks->errors, *error, place);
    else
        *error = graphql_check_error(roots->checks, place, message, GRAPHQL_TEXTS(subject(roots)));
}

static bool is_conditional(struct roots *roots, const struct graphql_selection *selection)
{
    const struct graphql_directive *directive = selection->directives;

    while (directive && !text_is(directive->name, "skip") && !text_is(directive->name, "include"))
        directive = directive->next;
    if (directive && roots->looks_for_conditions)
        tell(roots, &roots->conditional, directive->place,
             "{} must not use `@skip` or `@include` directives in the top level selection.");
    return directive != NULL;
}

static void add_field(struct roots *roots, const struct graphql_selection *field)
{
    struct graphql_error *introspects = NULL;

    if (roots->looks_for_conditions)
        return;
    if (!roots->first)
        roots->first = field;
    if (!text_equal(graphql_response_name(roots->first), graphql_response_name(field)))
        tell(roots, &roots->extra, field->place, "{} must select only one top level field.");
    if (field->name.length > 1 && memcmp(field->name.bytes, "__", 2) == 0)
        tell(roots, &introspects, field->place,
             "{} must not select an introspection top level field.");
}

static void add_fields(struct roots *roots, const struct graphql_selection *selections)
{
    struct graphql_checks *checks = roots->checks;
    const struct graphql_type *root = roots->operation->root;

    for (; selections && !graphql_checks_stop(checks); selections = selections->next) {
        if (is_conditional(roots, selections))
            continue;
        if (selections->kind == GRAPHQL_FIELD) {
            add_field(roots, selections);
        } else if (selections->kind == GRAPHQL_INLINE_FRAGMENT) {
            if (!selections->condition || graphql_is_possible(selections->condition, root))
                add_fields(roots, selections->selections);
        } else if (selections->fragment && selections->fragment->condition) {
            struct graphql_scope *scope = &checks->fragments[selections->fragment->index];
            if (scope->seen == checks->search ||
                !graphql_is_possible(selections->fragment->condition, root))
                continue;
            scope->seen = checks->search;
            add_fields(roots, scope->selections);
        }
    }
}

void graphql_check_subscription(struct graphql_checks *checks,
                                const struct graphql_operation *operation)
{
    struct roots roots = {.checks = checks, .operation = operation, .looks_for_conditions = true};

    if (operation->kind != GRAPHQL_SUBSCRIPTION || !operation->root || checks->cyclic)
        return;
    checks->search++;
    add_fields(&roots, operation->selections);
    if (roots.conditional)
        return;
    roots.looks_for_conditions = false;
    checks->search++;
    add_fields(&roots, operation->selections);
    if (!roots.first)
        graphql_check_error(checks, operation->selections_place,
                            "{} must select one top level field.", GRAPHQL_TEXTS(subject(&roots)));
}
