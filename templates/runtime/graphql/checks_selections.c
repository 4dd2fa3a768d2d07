/* checks_selections.c - fields and fragments, each looked at once (specification, sections 5.3 and
 * 5.5). */
#include "graphql/checks.h"
#include "graphql/suggest.h"

static struct text field_name(const void *list, size_t i)
{
    return ((const struct graphql_field *)list)[i].name;
}

static struct text type_name(const void *list, size_t i)
{
    return ((const struct graphql_type *const *)list)[i]->name;
}

void graphql_unknown_type(struct graphql_checks *checks, struct text name,
                          struct graphql_place place)
{
    struct graphql_options options = {checks->schema->types, checks->schema->type_count, type_name};
    struct text suggestion = TEXT("");

    if (!checks->validation->hides_schema)
        suggestion = graphql_suggest(checks->errors, "", name, &options);
    graphql_check_error(checks, place, "Unknown type \"{}\".{}", GRAPHQL_TEXTS(name, suggestion));
}

/* A type that has the field, and how many do that it stands for. */
struct holder {
    const struct graphql_type *type;
    size_t count;
};

static bool before(const struct holder *a, const struct holder *b)
{
    if (a->count != b->count)
        return a->count > b->count;
    if (graphql_is_subtype(b->type->use, a->type->use))
        return true;
    return !graphql_is_subtype(a->type->use, b->type->use) &&
           text_compare(a->type->name, b->type->name) < 0;
}

/* The types that an abstract one may be, or that these implement, which have the field: the first
 * five. */
static struct text suggest_types(struct graphql_checks *checks, const struct graphql_type *parent,
                                 struct text name)
{
    struct text names[5];
    size_t count = 0;
    struct holder *holders =
        arena_alloc_array(checks->arena, checks->schema->type_count, sizeof *holders);

    checks->errors->looked_through += checks->schema->type_count * 64;
    if (!holders || checks->errors->looked_through > 2000000)
        return (struct text)TEXT("");
    for (size_t i = 0; i < parent->possible_count; i++) {
        const struct graphql_type *type = parent->possible[i];
        if (!graphql_find_field(type, name))
            continue;
        holders[type->index] = (struct holder){type, 1};
        for (size_t j = 0; j < type->interface_count; j++)
            if (graphql_find_field(type->interfaces[j], name)) {
                holders[type->interfaces[j]->index].type = type->interfaces[j];
                holders[type->interfaces[j]->index].count++;
            }
    }
    for (; count < sizeof names / sizeof *names; count++) {
        struct holder *best = NULL;
        for (size_t i = 0; i < checks->schema->type_count; i++)
            if (holders[i].count && (!best || before(&holders[i], best)))
                best = &holders[i];
        if (!best)
            break;
        names[count] = best->type->name;
        best->count = 0;
    }
    return graphql_did_you_mean(checks->arena, "to use an inline fragment on ", names, count);
}

static void unknown_field(struct graphql_checks *checks, const struct graphql_type *parent,
                          const struct graphql_selection *selection)
{
    struct graphql_options options = {parent->fields, parent->field_count, field_name};
    struct text suggestion = TEXT("");

    if (!checks->validation->hides_schema && graphql_type_is_abstract(parent))
        suggestion = suggest_types(checks, parent, selection->name);
    if (!checks->validation->hides_schema && !suggestion.length)
        suggestion = graphql_suggest(checks->errors, "", selection->name, &options);
    graphql_check_error(checks, selection->place, "Cannot query field \"{}\" on type \"{}\".{}",
                        GRAPHQL_TEXTS(selection->name, parent->name, suggestion));
}

/* Whether there are selections below the field where there should be, and only there. */
static void check_leaf(struct graphql_checks *checks, const struct graphql_selection *selection)
{
    const struct graphql_type_use *type = selection->field->type;

    if (graphql_type_is_leaf(type->named) && selection->selections)
        graphql_check_error(
            checks, selection->selections_place,
            "Field \"{}\" must not have a selection since type \"{}\" has no subfields.",
            GRAPHQL_TEXTS(selection->name, type->printed));
    if (!graphql_type_is_leaf(type->named) && !selection->selections)
        graphql_check_error(checks, selection->place,
                            "Field \"{}\" of type \"{}\" must have a selection of subfields. Did "
                            "you mean \"{} { ... }\"?",
                            GRAPHQL_TEXTS(selection->name, type->printed, selection->name));
}

static void check_field(struct graphql_checks *checks, struct graphql_scope *scope,
                        struct graphql_selection *selection, const struct graphql_type *parent)
{
    const struct graphql_schema *schema = checks->schema;
    const struct graphql_field *field = NULL;

    if (parent)
        field = graphql_find_any_field(schema, parent, selection->name);
    selection->field = field;
    if (parent && !field)
        unknown_field(checks, parent, selection);
    if (field && (field == schema->schema_field || field == schema->type_field)) {
        if (checks->validation->hides_schema)
            graphql_check_error(checks, selection->place,
                                "GraphQL introspection has been disabled, but the requested query "
                                "contained the field \"{}\".",
                                GRAPHQL_TEXTS(selection->name));
        else
            graphql_check_introspection(checks, selection);
    }
    if (field)
        check_leaf(checks, selection);
    graphql_check_field_arguments(checks, scope, selection);
    graphql_check_directives(checks, scope, selection->directives, GRAPHQL_ON_FIELD);
    graphql_check_selections(
        checks, scope, selection->selections,
        field && graphql_type_is_composite(field->type->named) ? field->type->named : NULL);
}

static void check_spread(struct graphql_checks *checks, struct graphql_scope *scope,
                         struct graphql_selection *selection, const struct graphql_type *parent)
{
    const struct graphql_fragment *fragment =
        graphql_names_find(&checks->fragment_names, selection->name);

    selection->fragment = fragment;
    if (!fragment)
        graphql_check_error(checks, selection->name_place, "Unknown fragment \"{}\".",
                            GRAPHQL_TEXTS(selection->name));
    else if (parent && fragment->condition && !graphql_types_overlap(fragment->condition, parent))
        graphql_check_error(
            checks, selection->place,
            "Fragment \"{}\" cannot be spread here as objects of type \"{}\" can never be of type "
            "\"{}\".",
            GRAPHQL_TEXTS(selection->name, parent->name, fragment->condition->name));
    graphql_check_directives(checks, scope, selection->directives, GRAPHQL_ON_FRAGMENT_SPREAD);
}

static void check_inline_fragment(struct graphql_checks *checks, struct graphql_scope *scope,
                                  struct graphql_selection *selection,
                                  const struct graphql_type *parent)
{
    const struct graphql_type *type = parent;

    if (selection->name.bytes) {
        type = graphql_find_type(checks->schema, selection->name);
        if (!type)
            graphql_unknown_type(checks, selection->name, selection->name_place);
        else if (!graphql_type_is_composite(type))
            graphql_check_error(checks, selection->name_place,
                                "Fragment cannot condition on non composite type \"{}\".",
                                GRAPHQL_TEXTS(selection->name));
        else if (parent && !graphql_types_overlap(type, parent))
            graphql_check_error(checks, selection->place,
                                "Fragment cannot be spread here as objects of type \"{}\" can "
                                "never be of type \"{}\".",
                                GRAPHQL_TEXTS(parent->name, type->name));
        if (type && !graphql_type_is_composite(type))
            type = NULL;
    }
    selection->condition = selection->name.bytes ? type : NULL;
    graphql_check_directives(checks, scope, selection->directives, GRAPHQL_ON_INLINE_FRAGMENT);
    graphql_check_selections(checks, scope, selection->selections, type);
}

void graphql_check_selections(struct graphql_checks *checks, struct graphql_scope *scope,
                              struct graphql_selection *selections,
                              const struct graphql_type *parent)
{
    for (; selections && !graphql_checks_stop(checks); selections = selections->next)
        switch (selections->kind) {
        case GRAPHQL_FIELD:
            check_field(checks, scope, selections, parent);
            break;
        case GRAPHQL_SPREAD:
            check_spread(checks, scope, selections, parent);
            break;
        case GRAPHQL_INLINE_FRAGMENT:
            check_inline_fragment(checks, scope, selections, parent);
            break;
        }
}
