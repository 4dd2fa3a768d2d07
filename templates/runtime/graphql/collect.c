/* collect.c - see collect.h. Validation has bounded how deep fragments stand in each other. */
#include "graphql/collect.h"

struct group {
    struct graphql_collected collected;
    const struct graphql_selection **selections;
    size_t capacity;
};

struct collection {
    const struct graphql_schema *schema;
    const struct graphql_type *object;
    const struct graphql_variables *variables;
    struct graphql_errors *errors;
    struct arena *arena;
    struct graphql_names groups;  /* by response name */
    struct graphql_names visited; /* fragments */
    struct graphql_collected **end;
};

static struct group *new_group(struct collection *collection, const struct graphql_selection *field)
{
    struct group *group = arena_alloc(collection->arena, sizeof *group);

    if (!group)
        return NULL;
    group->collected.response_name = graphql_response_name(field);
    group->collected.field =
        graphql_find_any_field(collection->schema, collection->object, field->name);
    *collection->end = &group->collected;
    collection->end = &group->collected.next;
    return group;
}

static bool add_field(struct collection *collection, const struct graphql_selection *field)
{
    void **place =
        graphql_names_add(&collection->groups, collection->arena, graphql_response_name(field));
    struct group *group;

    if (!place)
        return false;
    group = *place ? *place : new_group(collection, field);
    *place = group;
    if (!group)
        return false;
    if (group->collected.selection_count == group->capacity) {
        size_t capacity = group->capacity ? group->capacity * 2 : 1;
        const struct graphql_selection **selections =
            arena_alloc_array(collection->arena, capacity, sizeof *selections);
        if (!selections)
            return false;
        if (group->capacity)
            memcpy(selections, group->selections, group->capacity * sizeof *selections);
        group->selections = selections;
        group->collected.selections = selections;
        group->capacity = capacity;
    }
    group->selections[group->collected.selection_count++] = field;
    return true;
}

/* Whether the fragment has not been looked at, and its fields are the object's. */
static bool enters(struct collection *collection, const struct graphql_fragment *fragment)
{
    void **place;

    if (!fragment || !graphql_is_possible(fragment->condition, collection->object))
        return false;
    place = graphql_names_add(&collection->visited, collection->arena, fragment->name);
    if (!place || *place)
        return false;
    *place = collection;
    return true;
}

static bool add_fields(struct collection *collection, const struct graphql_selection *selections)
{
    bool included;

    for (; selections; selections = selections->next) {
        bool added = true;
        if (!graphql_is_included(selections->directives, collection->variables, collection->errors,
                                 &included))
            return false;
        if (!included)
            continue;
        if (selections->kind == GRAPHQL_FIELD)
            added = add_field(collection, selections);
        else if (selections->kind == GRAPHQL_SPREAD && enters(collection, selections->fragment))
            added = add_fields(collection, selections->fragment->selections);
        else if (selections->kind == GRAPHQL_INLINE_FRAGMENT &&
                 (!selections->condition ||
                  graphql_is_possible(selections->condition, collection->object)))
            added = add_fields(collection, selections->selections);
        if (!added || collection->arena->failed)
            return false;
    }
    return true;
}

static struct collection begin(const struct graphql_schema *schema,
                               const struct graphql_type *object,
                               const struct graphql_variables *variables,
                               struct graphql_errors *errors, struct graphql_collected **collected)
{
    *collected = NULL;
    return (struct collection){.schema = schema,
                               .object = object,
                               .variables = variables,
                               .errors = errors,
                               .arena = errors->arena,
                               .end = collected};
}

bool graphql_collect(const struct graphql_schema *schema, const struct graphql_type *object,
                     const struct graphql_selection *selections,
                     const struct graphql_variables *variables, struct graphql_errors *errors,
                     struct graphql_collected **collected)
{
    struct collection collection = begin(schema, object, variables, errors, collected);

    return add_fields(&collection, selections);
}

bool graphql_collect_below(const struct graphql_schema *schema, const struct graphql_type *object,
                           const struct graphql_collected *field,
                           const struct graphql_variables *variables, struct graphql_errors *errors,
                           struct graphql_collected **collected)
{
    struct collection collection = begin(schema, object, variables, errors, collected);

    for (size_t i = 0; i < field->selection_count; i++)
        if (!add_fields(&collection, field->selections[i]->selections))
            return false;
    return true;
}
