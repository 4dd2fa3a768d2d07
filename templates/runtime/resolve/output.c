/* output.c - see output.h. */
#include "resolve/output.h"

#include "formats/date.h"
#include "formats/json.h"
#include "read/file_writer.h"
#include "resolve/arguments.h"
#include "resolve/fetch.h"
#include "resolve/value_output.h"

void output_name(struct buffer *json, struct text name, bool *first)
{
    if (!*first)
        buffer_add_char(json, ',');
    *first = false;
    json_write_string(json, name);
    buffer_add_char(json, ':');
}

void output_error(struct run *run, const struct parse_error *error,
                  const struct graphql_collected *field, const struct graphql_path *path)
{
    struct graphql_error *added =
        graphql_error_add(run->errors, NULL, "{}", GRAPHQL_TEXTS(error->message));

    if (added && error->code != -1)
        graphql_error_set_number(added, parse_code_on_wire(error->code));
    graphql_error_at(run->errors, added, field->selections[0]->place);
    graphql_error_in(run->errors, added, path);
}

/* Ends a member that is null: false, and with an error, where it must not be. */
static bool end_with_null(struct run *run, struct buffer *json,
                          const struct graphql_collected *field, const struct graphql_path *path)
{
    if (field->field->type->wrapping != GRAPHQL_NON_NULL) {
        buffer_add_string(json, "null");
        return true;
    }
    struct graphql_error *error =
        graphql_error_add(run->errors, NULL, "Cannot return null for non-nullable field {}.{}.",
                          GRAPHQL_TEXTS(field->field->parent->name, field->field->name));
    graphql_error_at(run->errors, error, field->selections[0]->place);
    graphql_error_in(run->errors, error, path);
    return false;
}

/* An element that is no object that somebody could get: {"value": ...}. */
static void write_element(struct run *run, struct buffer *json, const struct member *member,
                          const struct node *node, const cJSON *element)
{
    struct file_writer files = {
        .request = run->request,
        .place = {.class_name = node->class->name,
                  .object_id = ((const struct object *)node->object)->object_id}};
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = member->below; at; at = at->next) {
        output_name(json, at->response_name, &first);
        if (at->field == run->resolve->schema->typename_field)
            buffer_add_string(json, "\"Element\"");
        else
            file_value_write_tree(json, element, file_writer_add, &files);
    }
    buffer_add_char(json, '}');
}

/* The class and id of an element that is a pointer to a class of the app; else NULL. */
static const struct class *pointer_class(const struct run *run, const cJSON *element,
                                         struct text *object_id)
{
    const char *type = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "__type"));
    const char *class =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "className"));
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(element, "objectId"));

    if (!type || !class || !id || strcmp(type, "Pointer") != 0)
        return NULL;
    *object_id = text_of(id);
    return app_find_class(run->request->app, text_of(class));
}

static const struct object_plan *plan_of_class(const struct run *run, const struct member *member,
                                               const struct class *class)
{
    const struct app_graphql *app = run->request->app->graphql;

    for (size_t i = 0; i < app->class_count; i++)
        if (app->classes[i].class == class)
            return member->elements[i];
    return NULL;
}

/* Pointers become what they lead to; those that lead to nothing for the principal are left out, as of an included
 * array. */
static bool write_elements_of(struct run *run, struct buffer *json, const struct member *member,
                              const struct node *node, const struct graphql_path *path)
{
    struct arena *arena = run->request->context.arena;
    const void *source = value_source_of(node, member->field);
    const struct text *stored = source ? object_value(source, member->field) : NULL;
    const char *separator = "";
    const cJSON *element;
    size_t place = 0;

    if (!stored)
        return false;
    buffer_add_char(json, '[');
    cJSON_ArrayForEach(element, json_parse(&run->request->context, *stored))
    {
        struct graphql_path item = {.parent = path, .index = place};
        struct text id;
        const struct class *class = pointer_class(run, element, &id);
        const struct object_plan *plan = class ? plan_of_class(run, member, class) : NULL;
        const struct node *target = plan ? fetch_find(member, class, id, arena) : NULL;
        if (plan && !target)
            continue;
        buffer_add_string(json, separator);
        separator = ",";
        place++;
        if (!target)
            write_element(run, json, member, node, element);
        else if (!output_object(run, json, plan, target, &item))
            buffer_add_string(json, "null");
    }
    buffer_add_char(json, ']');
    return true;
}

static bool write_target(struct run *run, struct buffer *json, const struct member *member,
                         const struct node *node, const struct graphql_path *path)
{
    const void *source = value_source_of(node, member->field);
    const struct node *target = NULL;

    if (!source)
        return false;
    if (member->error.code)
        output_error(run, &member->error, member->collected, path);
    else
        target = fetch_find(member, member->field->target,
                            *(const struct text *)object_value(source, member->field),
                            run->request->context.arena);
    return target && output_object(run, json, member->target, target, path);
}

static bool write_relation_of(struct run *run, struct buffer *json, const struct member *member,
                              const struct node *node, const struct graphql_path *path)
{
    const struct connection *connection =
        graphql_names_find(&member->found, ((const struct object *)node->object)->object_id);

    return connection && output_connection(run, json, member->connection, connection, path);
}

/* False: the member is null. */
static bool write_value(struct run *run, struct buffer *json, const struct member *member,
                        const struct node *node, const struct graphql_path *path)
{
    const struct object *object = node->object;

    switch (resolve_kind_of(member->collected)) {
    case RESOLVE_ID:
        global_id_write(json, node->class, object->object_id);
        return true;
    case RESOLVE_OBJECT_ID:
        json_write_string(json, object->object_id);
        return true;
    case RESOLVE_CREATED_AT:
        date_write_json(json, object->created_at);
        return true;
    case RESOLVE_UPDATED_AT:
        date_write_json(json, object->updated_at);
        return true;
    case RESOLVE_ACL:
        return value_output_acl(run, json, member, node);
    default:
        break;
    }
    if (!member->field)
        return false;
    if (member->target)
        return write_target(run, json, member, node, path);
    if (member->elements)
        return write_elements_of(run, json, member, node, path);
    if (member->connection)
        return write_relation_of(run, json, member, node, path);
    return value_output(run, json, member, node);
}

bool output_object(struct run *run, struct buffer *json, const struct object_plan *plan,
                   const struct node *node, const struct graphql_path *path)
{
    size_t start = json->length;
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct member *member = plan->members; member; member = member->next) {
        struct graphql_path here = {.parent = path, .name = member->name};
        output_name(json, member->name, &first);
        if (member->collected->field == run->resolve->schema->typename_field) {
            json_write_string(json, plan->type->name);
            continue;
        }
        if (write_value(run, json, member, node, &here) ||
            end_with_null(run, json, member->collected, &here))
            continue;
        json->length = start;
        return false;
    }
    buffer_add_char(json, '}');
    return true;
}

/* Connections. */

static void write_page_info(struct run *run, struct buffer *json,
                            const struct connection_member *member,
                            const struct connection *connection)
{
    int64_t end = connection->skip + (int64_t)connection->list.count;
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = member->details; at; at = at->next) {
        output_name(json, at->response_name, &first);
        if (at->field == run->resolve->schema->typename_field)
            buffer_add_string(json, "\"PageInfo\"");
        else if (text_is(at->field->name, "hasNextPage"))
            buffer_add_string(json, connection->count > end ? "true" : "false");
        else if (text_is(at->field->name, "hasPreviousPage"))
            buffer_add_string(json,
                              connection->skip > 0 && connection->count > 0 ? "true" : "false");
        else if (!connection->list.count)
            buffer_add_string(json, "null");
        else
            cursor_write(json,
                         text_is(at->field->name, "startCursor") ? connection->skip : end - 1);
    }
    buffer_add_char(json, '}');
}

/* False: the edge is null. */
static bool write_edge(struct run *run, struct buffer *json,
                       const struct connection_member *members, const struct graphql_type *type,
                       const struct connection *connection, size_t place,
                       const struct graphql_path *path)
{
    const struct node *node = connection->list.nodes[place];
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct connection_member *member = members; member; member = member->next) {
        struct graphql_path here = {.parent = path, .name = member->name};
        output_name(json, member->name, &first);
        if (member->node) {
            if (!output_object(run, json, member->node, node, &here))
                buffer_add_string(json, "null");
        } else if (resolve_kind_of(member->collected) == RESOLVE_CURSOR) {
            cursor_write(json, connection->skip + (int64_t)place);
        } else {
            json_write_string(json, type->name);
        }
    }
    buffer_add_char(json, '}');
    return true;
}

static void write_edges(struct run *run, struct buffer *json,
                        const struct connection_member *member, const struct connection *connection,
                        const struct graphql_path *path)
{
    const struct graphql_type *type = member->collected->field->type->named;

    buffer_add_char(json, '[');
    for (size_t i = 0; i < connection->list.count; i++) {
        struct graphql_path here = {.parent = path, .index = i};
        if (i)
            buffer_add_char(json, ',');
        write_edge(run, json, member->below, type, connection, i, &here);
    }
    buffer_add_char(json, ']');
}

bool output_connection(struct run *run, struct buffer *json, const struct connection_plan *plan,
                       const struct connection *connection, const struct graphql_path *path)
{
    static const struct parse_error damaged = {.code = PARSE_INTERNAL,
                                               .message = TEXT("An object cannot be read.")};
    bool first = true;

    if (connection->error.code) {
        output_error(run, &connection->error, plan->collected, path);
        return false;
    }
    if (connection->damaged)
        output_error(run, &damaged, plan->collected, path);
    buffer_add_char(json, '{');
    for (const struct connection_member *member = plan->members; member; member = member->next) {
        struct graphql_path here = {.parent = path, .name = member->name};
        output_name(json, member->name, &first);
        switch (resolve_kind_of(member->collected)) {
        case RESOLVE_PAGE_INFO:
            write_page_info(run, json, member, connection);
            break;
        case RESOLVE_EDGES:
            write_edges(run, json, member, connection, &here);
            break;
        case RESOLVE_COUNT:
            buffer_add_int64(json, connection->count);
            break;
        default:
            json_write_string(json, plan->type->name);
            break;
        }
    }
    buffer_add_char(json, '}');
    return true;
}
