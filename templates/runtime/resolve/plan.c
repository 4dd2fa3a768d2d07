/* plan.c - see plan.h. */
#include "resolve/plan.h"

#include "resolve/arguments.h"

static void *allocate(struct run *run, size_t size)
{
    void *memory = arena_alloc(run->request->context.arena, size);

    if (!memory)
        fail_internal(&run->request->context, "out of memory");
    return memory;
}

/* What is asked of a value that has fields of its own. */
static bool collect_below(struct run *run, const struct graphql_type *type,
                          const struct graphql_collected *field, struct graphql_collected **below)
{
    if (graphql_collect_below(run->resolve->schema, type, field, run->variables, run->errors,
                              below))
        return true;
    return run->errors->first ? false : fail_internal(&run->request->context, "out of memory");
}

/* Elements may be objects of any class: only those that somebody asks something of are read. */
static bool plan_elements(struct run *run, struct member *member)
{
    const struct app *app = run->request->app;

    member->elements = allocate(run, (app->graphql->class_count + 1) * sizeof *member->elements);
    if (!member->elements)
        return false;
    for (size_t i = 0; i < app->graphql->class_count; i++) {
        member->elements[i] = plan_object(run, app->graphql->classes[i].class, member->collected);
        if (!member->elements[i])
            return false;
    }
    return collect_below(run, graphql_find_type(run->resolve->schema, text_of("Element")),
                         member->collected, &member->below);
}

/* What is below a member that is a field of the class. */
static bool plan_field(struct run *run, struct member *member)
{
    const struct class_field *field = member->field;
    const struct graphql_type *type = member->collected->field->type->named;

    switch (field->type) {
    case FIELD_POINTER:
        member->target = plan_object(run, field->target, member->collected);
        return member->target != NULL;
    case FIELD_RELATION:
        member->connection = plan_connection(run, field->target, member->collected, NULL);
        return member->connection != NULL;
    case FIELD_ARRAY:
        return plan_elements(run, member);
    default:
        return type->kind != GRAPHQL_OBJECT ||
               collect_below(run, type, member->collected, &member->below);
    }
}

static bool add_member(struct run *run, struct member ***end,
                       const struct graphql_collected *collected)
{
    struct member *member = allocate(run, sizeof *member);

    if (!member)
        return false;
    **end = member;
    *end = &member->next;
    member->name = collected->response_name;
    member->collected = collected;
    if (resolve_kind_of(collected) == RESOLVE_ACL)
        return collect_below(run, collected->field->type->named, collected, &member->below);
    if (resolve_kind_of(collected) != RESOLVE_FIELD)
        return true;
    member->field = collected->field->belongings.data;
    return plan_field(run, member);
}

struct object_plan *plan_object(struct run *run, const struct class *class,
                                const struct graphql_collected *field)
{
    struct object_plan *plan = allocate(run, sizeof *plan);
    struct graphql_collected *collected;
    struct member **end;

    if (!plan)
        return NULL;
    plan->class = class;
    plan->type = resolve_type(run->resolve, run->request->app, class);
    if (!plan->type || !collect_below(run, plan->type, field, &collected))
        return NULL;
    end = &plan->members;
    for (; collected; collected = collected->next)
        if (!add_member(run, &end, collected))
            return NULL;
    return plan;
}

void plan_mark_columns(const struct object_plan *plan, unsigned char *columns)
{
    for (const struct member *member = plan->members; member; member = member->next)
        if (member->field)
            columns[class_field_index(plan->class, member->field)] = 1;
}

/* Connections. */

static struct connection_member *plan_members(struct run *run, struct connection_plan *plan,
                                              const struct graphql_type *type,
                                              const struct graphql_collected *field, bool *planned);

static bool plan_member(struct run *run, struct connection_plan *plan,
                        struct connection_member *member)
{
    const struct graphql_type *type = member->collected->field->type->named;
    bool planned = true;

    switch (resolve_kind_of(member->collected)) {
    case RESOLVE_PAGE_INFO:
        plan->wants_rows = true;
        if (!collect_below(run, type, member->collected, &member->details))
            return false;
        for (const struct graphql_collected *at = member->details; at; at = at->next)
            plan->wants_count = plan->wants_count || text_is(at->field->name, "hasNextPage") ||
                                text_is(at->field->name, "hasPreviousPage");
        return true;
    case RESOLVE_EDGES:
        plan->wants_rows = true;
        member->below = plan_members(run, plan, type, member->collected, &planned);
        return planned;
    case RESOLVE_EDGE_NODE:
        member->node = plan_object(run, plan->class, member->collected);
        return member->node != NULL;
    case RESOLVE_COUNT:
        plan->wants_count = true;
        return true;
    default:
        return true;
    }
}

static struct connection_member *plan_members(struct run *run, struct connection_plan *plan,
                                              const struct graphql_type *type,
                                              const struct graphql_collected *field, bool *planned)
{
    struct connection_member *first = NULL;
    struct connection_member **end = &first;
    struct graphql_collected *collected;

    *planned = collect_below(run, type, field, &collected);
    for (; *planned && collected; collected = collected->next) {
        struct connection_member *member = allocate(run, sizeof *member);
        *planned = member != NULL;
        if (!member)
            break;
        *end = member;
        end = &member->next;
        member->name = collected->response_name;
        member->collected = collected;
        *planned = plan_member(run, plan, member);
    }
    return first;
}

struct connection_plan *plan_connection(struct run *run, const struct class *class,
                                        const struct graphql_collected *field,
                                        const struct graphql_path *path)
{
    struct connection_plan *plan = allocate(run, sizeof *plan);
    bool planned;

    if (!plan)
        return NULL;
    plan->class = class;
    plan->type = field->field->type->named;
    plan->collected = field;
    plan->members = plan_members(run, plan, plan->type, field, &planned);
    if (!planned)
        return NULL;
    plan->arguments = graphql_coerce_arguments(run->validation, field->field, field->selections[0],
                                               run->variables, path, run->errors);
    if (!plan->arguments)
        return NULL;
    return arguments_of_find(run, field->field, plan) ? plan : NULL;
}
