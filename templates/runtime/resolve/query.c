/* query.c - see query.h. */
#include "resolve/query.h"

#include "formats/json.h"
#include "resolve/arguments.h"
#include "resolve/connections.h"
#include "resolve/fetch.h"
#include "resolve/output.h"

static bool fail_not_found(struct request *part)
{
    return fail(&part->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
}

struct text query_object_path(struct request *part, const struct class *class,
                              struct text object_id)
{
    const struct text parts[] = {TEXT("/classes/"), class->name, TEXT("/"), object_id};
    struct text path;

    /* A slash would lead to another route. */
    if (!object_id.length || memchr(object_id.bytes, '/', object_id.length)) {
        fail_not_found(part);
        return text_none();
    }
    path = arena_join(part->context.arena, parts, 4);
    if (!path.bytes)
        fail_internal(&part->context, "out of memory");
    return path;
}

bool query_write_object(struct run *run, struct buffer *json, const struct class *class,
                        struct text path, const struct graphql_collected *field,
                        const struct graphql_path *at)
{
    struct object_plan *plan = plan_object(run, class, field);
    struct node_list list;

    if (!plan) {
        buffer_add_string(json, "null");
        return !run->request->context.error.code;
    }
    if (!fetch_object(run, plan, path, &list))
        return false;
    if (list.count != 1)
        return fail_not_found(run->request);
    if (!fetch_below(run, plan, list.nodes, list.count))
        return false;
    if (!output_object(run, json, plan, list.nodes[0], at))
        buffer_add_string(json, "null");
    return true;
}

/* The value of the field's argument "id". */
static struct text id_argument(struct run *run, const struct graphql_collected *field,
                               const struct graphql_path *at)
{
    const struct graphql_coerced *arguments = graphql_coerce_arguments(
        run->validation, field->field, field->selections[0], run->variables, at, run->errors);
    const struct graphql_coerced *id =
        arguments ? argument_find(field->field, arguments, "id") : NULL;

    return id ? id->text : text_none();
}

static bool write_get(struct run *run, struct buffer *json, const struct graphql_collected *field,
                      const struct graphql_path *at)
{
    const struct class *class = field->field->belongings.data;
    struct text id = id_argument(run, field, at);
    struct text path;

    if (!id.bytes) {
        buffer_add_string(json, "null");
        return !run->request->context.error.code;
    }
    path = query_object_path(run->request, class,
                             global_id_of_class(run->request->context.arena, class, id));
    return path.bytes && query_write_object(run, json, class, path, field, at);
}

static bool write_node(struct run *run, struct buffer *json, const struct graphql_collected *field,
                       const struct graphql_path *at)
{
    struct text id = id_argument(run, field, at);
    const struct class *class;
    struct text path;

    if (!id.bytes) {
        buffer_add_string(json, "null");
        return !run->request->context.error.code;
    }
    if (!global_id_read(run, id, &class, &id))
        return false;
    if (!class || !resolve_type(run->resolve, run->request->app, class))
        return fail_not_found(run->request);
    path = query_object_path(run->request, class, id);
    return path.bytes && query_write_object(run, json, class, path, field, at);
}

static bool write_find(struct run *run, struct buffer *json, const struct graphql_collected *field,
                       const struct graphql_path *at)
{
    const struct class *class = field->field->belongings.data;
    struct connection_plan *plan = plan_connection(run, class, field, at);
    struct connection connection;

    if (!plan) {
        buffer_add_string(json, "null");
        return !run->request->context.error.code;
    }
    if (!connection_fetch(run, plan, &connection) ||
        !fetch_below_connection(run, plan, connection.list.nodes, connection.list.count))
        return false;
    if (connection.error.code) {
        run->request->context.error = connection.error;
        return false;
    }
    if (!output_connection(run, json, plan, &connection, at))
        buffer_add_string(json, "null");
    return true;
}

bool query_write_viewer(struct run *run, struct buffer *json, const struct graphql_collected *field,
                        const struct graphql_path *at)
{
    struct request *request = run->request;
    const struct class *user = request->app->user;
    struct graphql_collected *below;
    bool first = true;

    if (!graphql_collect_below(run->resolve->schema, field->field->type->named, field,
                               run->variables, run->errors, &below)) {
        buffer_add_string(json, "null");
        return run->errors->first || fail_internal(&request->context, "out of memory");
    }
    buffer_add_char(json, '{');
    for (; below; below = below->next) {
        struct graphql_path here = {.parent = at, .name = below->response_name};
        output_name(json, below->response_name, &first);
        if (resolve_kind_of(below) == RESOLVE_VIEWER_USER) {
            if (!query_write_object(run, json, user, text_of("/users/me"), below, &here))
                return false;
        } else if (resolve_kind_of(below) == RESOLVE_SESSION_TOKEN) {
            json_write_string(json, request->session_token);
        } else {
            json_write_string(json, field->field->type->named->name);
        }
    }
    buffer_add_char(json, '}');
    return true;
}

static bool write_own_viewer(struct run *run, struct buffer *json,
                             const struct graphql_collected *field, const struct graphql_path *at)
{
    if (!principal_signed_in(&run->request->principal))
        return fail(&run->request->context, PARSE_INVALID_SESSION_TOKEN, "Invalid session token");
    return query_write_viewer(run, json, field, at);
}

bool query_read(struct request *part)
{
    struct root *root = part->state;
    const struct graphql_collected *field = root->collected;
    struct run run = operation_run(root, part);
    struct graphql_path at = {.name = field->response_name};
    struct buffer *json = &part->response.body;

    json_use_arena(part->context.arena);
    switch (resolve_kind_of(field)) {
    case RESOLVE_GET:
        return write_get(&run, json, field, &at);
    case RESOLVE_FIND:
        return write_find(&run, json, field, &at);
    case RESOLVE_NODE:
        return write_node(&run, json, field, &at);
    case RESOLVE_VIEWER:
        return write_own_viewer(&run, json, field, &at);
    default:
        return fail_internal(&part->context, "a field of Query that nobody resolves");
    }
}
