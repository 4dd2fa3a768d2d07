/* checks_introspection.c - the schema leads back to itself: a type has fields, these have types,
 * and so on. A few lists within each other are all that tools need, and more would make an answer
 * of any size. */
#include "graphql/checks.h"

enum { LISTS = 3 };

static bool is_list(struct text name)
{
    return text_is(name, "fields") || text_is(name, "interfaces") ||
           text_is(name, "possibleTypes") || text_is(name, "inputFields");
}

/* Whether lists stand too deep in each other below here. What has been looked at from as deep is
 * not looked at again: each fragment is entered at most LISTS times. */
static bool is_too_deep(struct graphql_checks *checks, unsigned char *seen,
                        const struct graphql_selection *selections, unsigned depth)
{
    for (; selections; selections = selections->next) {
        const struct graphql_selection *below = selections->selections;
        unsigned within = depth;
        if (selections->kind == GRAPHQL_FIELD && is_list(selections->name) && ++within >= LISTS)
            return true;
        if (selections->kind == GRAPHQL_SPREAD) {
            const struct graphql_fragment *fragment =
                graphql_names_find(&checks->fragment_names, selections->name);
            if (!fragment || seen[fragment->index] > depth)
                continue;
            seen[fragment->index] = (unsigned char)(depth + 1);
            below = fragment->selections;
        }
        if (is_too_deep(checks, seen, below, within))
            return true;
    }
    return false;
}

void graphql_check_introspection(struct graphql_checks *checks,
                                 const struct graphql_selection *field)
{
    unsigned char *seen = arena_alloc(checks->arena, checks->document->fragment_count + 1);

    if (seen && !checks->cyclic && is_too_deep(checks, seen, field->selections, 0))
        graphql_check_error(checks, field->place, "Maximum introspection depth exceeded",
                            GRAPHQL_NO_TEXTS);
}
