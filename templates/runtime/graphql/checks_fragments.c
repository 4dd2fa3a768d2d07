/* checks_fragments.c - what operations and fragments have in them, and which fragments they spread
 * (specification, sections 5.5.1.4 and 5.5.2.2), with the limits of that. What is counted of a
 * fragment is counted once, however often it is spread. */
#include "graphql/checks.h"
#include "graphql/parse.h"

enum { MANY = 1 << 30 }; /* as much as is counted */

static unsigned sum(unsigned a, unsigned b)
{
    return a + b < MANY ? a + b : MANY;
}

static unsigned most(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

static unsigned count_directives(const struct graphql_directive *directives)
{
    unsigned count = 0;

    for (; directives; directives = directives->next)
        count++;
    return count;
}

static void add_spread(struct graphql_checks *checks, struct graphql_scope *scope,
                       const struct graphql_spread *spread)
{
    struct graphql_spread *copy = arena_alloc(checks->arena, sizeof *copy);

    if (!copy)
        return;
    *copy = *spread;
    copy->fragment = graphql_names_find(&checks->fragment_names, spread->selection->name);
    *scope->spreads_end = copy;
    scope->spreads_end = &copy->next;
}

static bool introspects(const struct graphql_selection *field)
{
    return text_is(field->name, "__schema") || text_is(field->name, "__type");
}

/* `around` is where the selections stand; its selection is set for each of them. */
static void survey(struct graphql_checks *checks, struct graphql_scope *scope,
                   struct graphql_selection *selections, struct graphql_spread around)
{
    scope->nesting = most(scope->nesting, around.nesting);
    for (; selections; selections = selections->next) {
        struct graphql_spread within = around;
        within.selection = selections;
        within.nesting++;
        checks->directives += count_directives(selections->directives);
        if (selections->kind == GRAPHQL_SPREAD) {
            add_spread(checks, scope, &within);
            continue;
        }
        if (selections->kind == GRAPHQL_FIELD) {
            checks->aliases += selections->alias.bytes != NULL;
            scope->root_fields += around.depth == 0;
            within.introspects = around.introspects || introspects(selections);
            within.depth++;
            if (!within.introspects) {
                scope->fields++;
                scope->depth = most(scope->depth, within.depth);
            }
        }
        survey(checks, scope, selections->selections, within);
    }
}

static void begin(struct graphql_scope *scope, struct graphql_selection *selections)
{
    scope->selections = selections;
    scope->spreads_end = &scope->spreads;
    scope->uses_end = &scope->uses;
}

bool graphql_survey(struct graphql_checks *checks)
{
    const struct graphql_limits *limits = checks->limits;
    struct graphql_document *document = checks->document;
    struct graphql_spread around = {.depth = 0};

    checks->operations =
        arena_alloc_array(checks->arena, document->operation_count, sizeof *checks->operations);
    checks->fragments =
        arena_alloc_array(checks->arena, document->fragment_count, sizeof *checks->fragments);
    if (!checks->operations || !checks->fragments)
        return false;
    for (struct graphql_fragment *fragment = document->fragments; fragment;
         fragment = fragment->next) {
        void **place = graphql_names_add(&checks->fragment_names, checks->arena, fragment->name);
        if (!place)
            return false;
        *place = fragment;
    }
    for (struct graphql_operation *operation = document->operations; operation;
         operation = operation->next) {
        struct graphql_scope *scope = &checks->operations[operation->index];
        begin(scope, operation->selections);
        scope->operation = operation;
        checks->directives += count_directives(operation->directives);
        survey(checks, scope, operation->selections, around);
    }
    for (struct graphql_fragment *fragment = document->fragments; fragment;
         fragment = fragment->next) {
        struct graphql_scope *scope = &checks->fragments[fragment->index];
        begin(scope, fragment->selections);
        scope->fragment = fragment;
        checks->directives += count_directives(fragment->directives);
        survey(checks, scope, fragment->selections, around);
    }
    if (limits->aliases && checks->aliases > limits->aliases)
        return graphql_limit_error(checks, "QUERY_TOO_MANY_ALIASES", (struct graphql_place){0, 0},
                                   "aliases", limits->aliases);
    if (limits->directives && checks->directives > limits->directives)
        return graphql_limit_error(checks, "QUERY_TOO_MANY_DIRECTIVES",
                                   (struct graphql_place){0, 0}, "directives", limits->directives);
    return !checks->arena->failed;
}

/* The spreads that lead to where one is, from the first fragment on. */
struct trail {
    const struct graphql_spread **spreads;
    size_t
        *entries; /* of each fragment: where its own spreads begin; only of those that are open */
    size_t length;
};

static void tell_cycle(struct graphql_checks *checks, const struct trail *trail, size_t from)
{
    struct text name = trail->spreads[trail->length - 1]->selection->name;
    struct graphql_error *error;
    struct buffer via;

    checks->cyclic = true;
    buffer_init(&via, checks->arena, 0);
    for (size_t i = from; i + 1 < trail->length; i++) {
        buffer_add_string(&via, i == from ? " via \"" : ", \"");
        buffer_add_text(&via, trail->spreads[i]->selection->name);
        buffer_add_char(&via, '"');
    }
    error = graphql_check_error(checks, trail->spreads[from]->selection->place,
                                "Cannot spread fragment \"{}\" within itself{}.",
                                GRAPHQL_TEXTS(name, buffer_text(&via)));
    for (size_t i = from + 1; i < trail->length; i++)
        graphql_error_at(checks->errors, error, trail->spreads[i]->selection->place);
}

static bool too_deep(struct graphql_checks *checks, struct graphql_place place)
{
    return graphql_limit_error(checks, "QUERY_TOO_DEEP", place, "levels of nesting",
                               GRAPHQL_NESTING_LIMIT);
}

static bool follow(struct graphql_checks *checks, struct graphql_scope *scope, struct trail *trail);

/* Goes into the fragment of a spread, and adds what it has to what spreads it. */
static bool follow_spread(struct graphql_checks *checks, struct graphql_scope *scope,
                          const struct graphql_spread *spread, struct trail *trail)
{
    struct graphql_scope *of = &checks->fragments[spread->fragment->index];

    trail->spreads[trail->length++] = spread;
    if (of->state == SCOPE_OPEN)
        tell_cycle(checks, trail, trail->entries[spread->fragment->index]);
    else if (of->state == SCOPE_NEW && !follow(checks, of, trail))
        return false;
    trail->length--;
    if (of->state == SCOPE_OPEN)
        return true;
    scope->nesting = most(scope->nesting, sum(spread->nesting, of->nesting));
    if (spread->depth == 0)
        scope->root_fields = sum(scope->root_fields, of->root_fields);
    if (!spread->introspects) {
        scope->fields = sum(scope->fields, of->fields);
        if (of->depth)
            scope->depth = most(scope->depth, sum(spread->depth, of->depth));
    }
    return scope->nesting <= GRAPHQL_NESTING_LIMIT || too_deep(checks, spread->selection->place);
}

static bool follow(struct graphql_checks *checks, struct graphql_scope *scope, struct trail *trail)
{
    if (trail->length > GRAPHQL_NESTING_LIMIT)
        return too_deep(checks, trail->spreads[trail->length - 1]->selection->place);
    scope->state = SCOPE_OPEN;
    if (scope->fragment)
        trail->entries[scope->fragment->index] = trail->length;
    for (const struct graphql_spread *spread = scope->spreads; spread; spread = spread->next)
        if (spread->fragment &&
            (graphql_checks_stop(checks) || !follow_spread(checks, scope, spread, trail)))
            return false;
    scope->state = SCOPE_DONE;
    return true;
}

/* Marks the fragments that operations reach. */
static bool mark_used(struct graphql_checks *checks)
{
    size_t count = 0;
    struct graphql_scope **open =
        arena_alloc_array(checks->arena, checks->document->fragment_count + 1, sizeof *open);

    if (!open)
        return false;
    for (size_t i = 0; i < checks->document->operation_count; i++) {
        struct graphql_scope *scope = &checks->operations[i];
        for (;;) {
            for (const struct graphql_spread *spread = scope->spreads; spread;
                 spread = spread->next) {
                struct graphql_scope *of =
                    spread->fragment ? &checks->fragments[spread->fragment->index] : NULL;
                if (of && !of->used) {
                    of->used = true;
                    open[count++] = of;
                }
            }
            if (count == 0)
                break;
            scope = open[--count];
        }
    }
    return true;
}

static bool check_limits(struct graphql_checks *checks, const struct graphql_scope *scope)
{
    const struct graphql_limits *limits = checks->limits;
    struct graphql_place place = scope->operation->place;

    if (limits->depth && scope->depth > limits->depth)
        return graphql_limit_error(checks, "QUERY_TOO_DEEP", place, "levels of fields",
                                   limits->depth);
    if (limits->root_fields && scope->root_fields > limits->root_fields)
        return graphql_limit_error(checks, "QUERY_TOO_MANY_ROOT_FIELDS", place, "root fields",
                                   limits->root_fields);
    if (limits->fields && scope->fields > limits->fields)
        return graphql_limit_error(checks, "QUERY_TOO_COMPLEX", place, "fields", limits->fields);
    return true;
}

bool graphql_check_fragments(struct graphql_checks *checks)
{
    const struct graphql_document *document = checks->document;
    struct trail trail = {.length = 0};

    trail.spreads = arena_alloc_array(checks->arena, GRAPHQL_NESTING_LIMIT + 2, sizeof(void *));
    trail.entries =
        arena_alloc_array(checks->arena, document->fragment_count, sizeof *trail.entries);
    if (!trail.spreads || !trail.entries || !mark_used(checks))
        return false;
    for (size_t i = 0; i < document->fragment_count; i++)
        if (checks->fragments[i].state == SCOPE_NEW &&
            !follow(checks, &checks->fragments[i], &trail))
            return false;
    for (size_t i = 0; i < document->operation_count; i++)
        if (!follow(checks, &checks->operations[i], &trail) ||
            !check_limits(checks, &checks->operations[i]))
            return false;
    for (const struct graphql_fragment *fragment = document->fragments; fragment;
         fragment = fragment->next) {
        const struct graphql_fragment *named =
            graphql_names_find(&checks->fragment_names, fragment->name);
        if (!checks->fragments[named->index].used)
            graphql_check_error(checks, fragment->place, "Fragment \"{}\" is never used.",
                                GRAPHQL_TEXTS(fragment->name));
    }
    return true;
}
