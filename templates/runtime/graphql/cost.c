/* cost.c - see cost.h. */
#include "graphql/cost.h"

#include "graphql/coercion.h"

enum { MANY = 1 << 30 };

struct costing {
    const struct graphql_schema *schema;
    const struct graphql_limits *limits;
    const struct graphql_variables *variables;
    struct graphql_errors *errors;
    struct graphql_names known; /* by the bytes of a place */
};

/* A fragment where the field around it was asked for so many entries. */
struct place {
    const struct graphql_fragment *fragment;
    size_t size;
};

struct known {
    struct place place;
    unsigned cost;
};

static unsigned cost_of(struct costing *costing, const struct graphql_selection *selections,
                        unsigned size);

static unsigned sum(unsigned a, unsigned b)
{
    return a + b < MANY ? a + b : MANY;
}

static unsigned product(unsigned a, unsigned b)
{
    uint64_t result = (uint64_t)a * b;

    return result < MANY ? (unsigned)result : MANY;
}

/* How many entries an argument asks for; 0: it doesn't say. */
static unsigned asked(const struct costing *costing, const struct graphql_selection *selection)
{
    static const char *const names[] = {"first", "last", "limit"};

    for (const struct graphql_argument *argument = selection->arguments; argument;
         argument = argument->next) {
        const struct graphql_coerced *value = NULL;
        double number = 0;
        size_t i = 0;
        while (i < sizeof names / sizeof *names && !text_is(argument->name, names[i]))
            i++;
        if (i == sizeof names / sizeof *names)
            continue;
        if (argument->value->kind == GRAPHQL_VALUE_VARIABLE)
            value = graphql_variable_value(costing->variables, argument->value->text);
        if (value && value->kind == GRAPHQL_COERCED_INT)
            number = value->integer;
        for (size_t j = 0; argument->value->kind == GRAPHQL_VALUE_INT && number < MANY &&
                           j < argument->value->text.length;
             j++)
            number = number * 10 + (argument->value->text.bytes[j] - '0');
        if (number >= 1)
            return number < MANY ? (unsigned)number : MANY;
    }
    return 0;
}

static bool is_list(const struct graphql_type_use *type)
{
    return type->wrapping == GRAPHQL_LIST ||
           (type->wrapping == GRAPHQL_NON_NULL && type->of->wrapping == GRAPHQL_LIST);
}

/* `size` is what the field around it was asked for; 0: nothing. */
static unsigned cost_of_field(struct costing *costing, const struct graphql_selection *selection,
                              unsigned size)
{
    const struct graphql_field *field = selection->field;
    unsigned below;

    if (!field || field == costing->schema->schema_field || field == costing->schema->type_field)
        return 1; /* what it tells has a limit of its own */
    if (asked(costing, selection))
        size = asked(costing, selection);
    if (!selection->selections)
        return 1;
    if (!is_list(field->type))
        return sum(1, cost_of(costing, selection->selections, size));
    below = cost_of(costing, selection->selections, 0);
    return sum(1, product(size ? size : costing->limits->page, below));
}

static unsigned cost_of_fragment(struct costing *costing, const struct graphql_fragment *fragment,
                                 unsigned size)
{
    struct arena *arena = costing->errors->arena;
    struct place place = {fragment, size};
    struct known *known =
        graphql_names_find(&costing->known, (struct text){(const char *)&place, sizeof place});
    void **entry;

    if (known)
        return known->cost;
    known = arena_alloc(arena, sizeof *known);
    if (!known)
        return 0;
    *known = (struct known){place, cost_of(costing, fragment->selections, size)};
    entry = graphql_names_add(&costing->known, arena,
                              (struct text){(const char *)&known->place, sizeof known->place});
    if (entry)
        *entry = known;
    return known->cost;
}

static unsigned cost_of(struct costing *costing, const struct graphql_selection *selections,
                        unsigned size)
{
    unsigned cost = 0;

    for (; selections && cost < MANY; selections = selections->next)
        if (selections->kind == GRAPHQL_FIELD)
            cost = sum(cost, cost_of_field(costing, selections, size));
        else if (selections->kind == GRAPHQL_INLINE_FRAGMENT)
            cost = sum(cost, cost_of(costing, selections->selections, size));
        else if (selections->fragment)
            cost = sum(cost, cost_of_fragment(costing, selections->fragment, size));
    return cost;
}

bool graphql_check_cost(const struct graphql_validation *validation,
                        const struct graphql_operation *operation,
                        const struct graphql_variables *variables, struct graphql_errors *errors)
{
    const struct graphql_limits *limits =
        validation->limits ? validation->limits : &graphql_default_limits;
    struct costing costing = {
        .schema = validation->schema, .limits = limits, .variables = variables, .errors = errors};
    unsigned cost = cost_of(&costing, operation->selections, 0);
    struct graphql_error *error;

    if (errors->arena->failed)
        return false;
    if (!limits->cost || cost <= limits->cost)
        return true;
    error = graphql_error_add(errors, "QUERY_TOO_EXPENSIVE",
                              "The operation may cost {}, and no more than {} is allowed.",
                              GRAPHQL_TEXTS(arena_printf(errors->arena, "%u", cost),
                                            arena_printf(errors->arena, "%u", limits->cost)));
    graphql_error_at(errors, error, operation->place);
    return false;
}
