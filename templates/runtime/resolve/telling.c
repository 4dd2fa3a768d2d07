/* telling.c - see telling.h. */
#include "resolve/telling.h"

#include "formats/json.h"
#include "graphql/parse.h"
#include "resolve/arguments.h"
#include "resolve/fetch.h"
#include "resolve/output.h"

bool telling_is_asked(const struct request *request, const struct asked *asked)
{
    const struct graphql_operation *operation;
    const struct graphql_document *document;
    struct graphql_errors errors;

    graphql_errors_init(&errors, request->context.arena, 1);
    document = graphql_parse(asked->query, request->server->graphql->limits.tokens, &errors);
    operation = document ? graphql_find_operation(document, asked->operation_name) : NULL;
    return operation && operation->kind == GRAPHQL_SUBSCRIPTION;
}

static struct run run_of(struct request *request, struct telling *telling)
{
    const struct execution *operation = &telling->operation;

    return (struct run){.resolve = operation->resolve,
                        .validation = &operation->validation,
                        .variables = &operation->variables,
                        .request = request,
                        .errors = &telling->operation.errors};
}

/* An argument that is a list, as JSON; NULL: there is none. */
static bool read_list(struct request *request, const struct graphql_field *field,
                      const struct graphql_coerced *arguments, const char *name, const cJSON **list)
{
    const struct graphql_coerced *value = argument_find(field, arguments, name);

    *list = value ? graphql_coerced_to_json(request->context.arena, value) : NULL;
    return *list || !value || fail_internal(&request->context, "out of memory");
}

bool telling_read(struct request *request, const struct asked *asked, struct telling *telling)
{
    struct execution *operation = &telling->operation;
    struct graphql_collected *collected;

    *telling = (struct telling){.field = NULL};
    graphql_errors_init(&operation->errors, request->context.arena, ERROR_LIMIT);
    json_use_arena(request->context.arena);
    if (!asked_validate(request, asked, operation) ||
        !graphql_collect(operation->resolve->schema, operation->written->root,
                         operation->written->selections, &operation->variables, &operation->errors,
                         &collected))
        return operation->errors.first ? false : fail_internal(&request->context, "out of memory");
    if (!collected || resolve_kind_of(collected) != RESOLVE_SUBSCRIBE)
        return fail_internal(&request->context, "a field of Subscription that nobody resolves");
    telling->field = collected;
    telling->class = collected->field->belongings.data;
    return true;
}

bool telling_read_arguments(struct request *request, struct telling *telling)
{
    const struct graphql_field *field = telling->field->field;
    struct graphql_path at = {.name = telling->field->response_name};
    struct connection_plan plan = {.class = telling->class};
    struct run run = run_of(request, telling);
    const struct graphql_coerced *since;

    json_use_arena(request->context.arena);
    plan.arguments = graphql_coerce_arguments(run.validation, field, telling->field->selections[0],
                                              run.variables, &at, run.errors);
    if (!plan.arguments)
        return run.errors->first ? false : fail_internal(&request->context, "out of memory");
    if (!arguments_of_find(&run, field, &plan) ||
        !read_list(request, field, plan.arguments, "watch", &telling->watch) ||
        !read_list(request, field, plan.arguments, "events", &telling->events))
        return false;
    since = argument_find(field, plan.arguments, "since");
    telling->since = since ? since->text : text_none();
    telling->where = plan.where ? plan.where : cJSON_CreateObject();
    return telling->where || fail_internal(&request->context, "out of memory");
}

/* Appends an object, with what it leads to. False: the request has failed. */
static bool write_object(struct run *run, struct buffer *json, const struct node *node,
                         const struct graphql_collected *field, const struct graphql_path *path)
{
    struct node *nodes[] = {(struct node *)(uintptr_t)node};
    struct object_plan *plan = node ? plan_object(run, node->class, field) : NULL;

    if (!plan) {
        buffer_add_string(json, "null");
        return !run->request->context.error.code;
    }
    if (!fetch_below(run, plan, nodes, 1))
        return false;
    if (!output_object(run, json, plan, node, path))
        buffer_add_string(json, "null");
    return true;
}

static bool write_member(struct run *run, struct buffer *json, const struct telling *telling,
                         const struct told *told, const struct graphql_collected *field,
                         const struct graphql_path *path)
{
    switch (resolve_kind_of(field)) {
    case RESOLVE_ID:
        global_id_write(json, telling->class, told->object_id);
        return true;
    case RESOLVE_OBJECT_ID:
        json_write_string(json, told->object_id);
        return true;
    case RESOLVE_EVENT:
        json_write_string(json, text_of(told->event));
        return true;
    case RESOLVE_EVENT_NODE:
        return write_object(run, json, told->node, field, path);
    case RESOLVE_EVENT_ORIGINAL:
        return write_object(run, json, told->original, field, path);
    case RESOLVE_EVENT_SINCE:
        json_write_string(json, told->since);
        return true;
    default:
        json_write_string(json, telling->field->field->type->named->name); /* __typename */
        return true;
    }
}

static bool write_payload(struct run *run, struct buffer *json, const struct telling *telling,
                          const struct told *told)
{
    struct graphql_path at = {.name = telling->field->response_name};
    struct graphql_collected *below;
    bool first = true;

    if (!graphql_collect_below(run->resolve->schema, telling->field->field->type->named,
                               telling->field, run->variables, run->errors, &below)) {
        buffer_add_string(json, "null");
        return run->errors->first || fail_internal(&run->request->context, "out of memory");
    }
    buffer_add_char(json, '{');
    for (; below; below = below->next) {
        struct graphql_path here = {.parent = &at, .name = below->response_name};
        output_name(json, below->response_name, &first);
        if (!write_member(run, json, telling, told, below, &here))
            return false;
    }
    buffer_add_char(json, '}');
    return true;
}

bool telling_write(struct request *request, struct telling *telling, const struct told *told,
                   struct buffer *json)
{
    struct execution *operation = &telling->operation;
    struct run run = run_of(request, telling);

    json_use_arena(request->context.arena);
    buffer_add_string(json, "{\"data\":{");
    json_write_string(json, telling->field->response_name);
    buffer_add_char(json, ':');
    if (!write_payload(&run, json, telling, told))
        return false;
    buffer_add_char(json, '}');
    operation_conceal(operation);
    if (operation->errors.first) {
        buffer_add_string(json, ",\"errors\":");
        graphql_errors_write(json, &operation->errors);
    }
    return !json->failed || fail_internal(&request->context, "out of memory");
}
