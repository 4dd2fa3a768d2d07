/* operation.c - see operation.h. */
#include "resolve/operation.h"

#include "formats/json.h"
#include "graphql/introspect.h"
#include "request/rates.h"
#include "resolve/concealment.h"
#include "resolve/mutation.h"
#include "resolve/output.h"
#include "resolve/query.h"
#include "routes/refusals.h"

struct run operation_run(struct root *root, struct request *part)
{
    const struct execution *operation = root->operation;

    graphql_errors_init(&root->errors, part->context.arena, ERROR_LIMIT);
    return (struct run){.resolve = operation->resolve,
                        .validation = &operation->validation,
                        .variables = &operation->variables,
                        .request = part,
                        .errors = &root->errors};
}

/* What is known without asking anybody: __typename, the schema, that the server is there. */
static bool needs_nobody(const struct root *root)
{
    const struct graphql_schema *schema = root->operation->resolve->schema;
    const struct graphql_field *field = root->collected->field;

    return field == schema->typename_field || field == schema->schema_field ||
           field == schema->type_field || field->belongings.number == RESOLVE_HEALTH;
}

static void begin_query(struct request *request, struct root *root)
{
    static const struct route route = {.method = METHOD_GET, .execute = query_read};
    struct request *part = parts_add(request, root->operation->parts);

    part->method = METHOD_GET;
    part->route = &route;
    part->state = root;
    root->read = part;
    rates_take(part, RATE_REQUESTS, 1);
}

static size_t count(const struct graphql_collected *collected)
{
    size_t number = 0;

    for (; collected; collected = collected->next)
        number++;
    return number;
}

bool operation_begin(struct request *request, struct execution *operation)
{
    struct arena *arena = request->context.arena;
    struct graphql_collected *collected;
    struct root **end = &operation->roots;

    if (!graphql_collect(operation->resolve->schema, operation->written->root,
                         operation->written->selections, &operation->variables, &operation->errors,
                         &collected))
        return false;
    /* A field of Mutation is two parts: one writes, one reads. */
    operation->parts = parts_new(request, 2 * count(collected), false);
    if (!operation->parts)
        return false;
    for (; collected; collected = collected->next) {
        struct root *root = arena_alloc(arena, sizeof *root);
        if (!root)
            return fail_internal(&request->context, "out of memory");
        *root = (struct root){.operation = operation, .collected = collected};
        graphql_errors_init(&root->errors, arena, ERROR_LIMIT);
        *end = root;
        end = &root->next;
        if (needs_nobody(root))
            continue;
        if (operation->written->kind == GRAPHQL_MUTATION) {
            if (!mutation_begin(request, root))
                return false;
        } else {
            begin_query(request, root);
        }
    }
    return true;
}

static bool write_known(struct request *request, struct root *root, struct buffer *json)
{
    const struct execution *operation = root->operation;
    const struct graphql_field *field = root->collected->field;

    if (field == operation->resolve->schema->typename_field) {
        json_write_string(json, operation->written->root->name);
        return true;
    }
    if (field->belongings.number == RESOLVE_HEALTH) {
        buffer_add_string(json, "true");
        return true;
    }
    size_t start = json->length;
    if (graphql_introspect(&operation->validation, root->collected, &operation->variables, json,
                           &root->errors))
        return true;
    json->length = start;
    buffer_add_string(json, "null");
    return !request->context.arena->failed;
}

/* The part that failed, or NULL. */
static const struct request *failed_part(const struct root *root)
{
    if (root->write && root->write->context.error.code)
        return root->write;
    return root->read && root->read->context.error.code ? root->read : NULL;
}

static void write_root(struct root *root, struct buffer *json)
{
    const struct request *failed = failed_part(root);
    const struct request *part = root->read ? root->read : root->write;
    struct graphql_path at = {.name = root->collected->response_name};
    struct run run = {.errors = &root->errors};

    if (!failed) {
        buffer_add_text(json, part ? buffer_text(&part->response.body) : text_of("null"));
        return;
    }
    refusal_note(failed);
    /* What could not be read beside it is of no concern. */
    graphql_errors_init(&root->errors, root->errors.arena, ERROR_LIMIT);
    output_error(&run, &failed->context.error, root->collected, &at);
    buffer_add_string(json, "null");
}

/* Where memory ran out, or the database cannot be read, nothing is known of anything: the request fails. */
static bool has_failed(struct request *request, const struct execution *operation)
{
    for (const struct root *root = operation->roots; root; root = root->next) {
        const struct request *failed = failed_part(root);
        if (failed && failed->context.error.internal) {
            request->context.error = failed->context.error;
            return true;
        }
    }
    return false;
}

/* The errors of all fields behind each other, in the fields' order. */
static void gather_errors(struct execution *operation)
{
    for (struct root *root = operation->roots; root; root = root->next) {
        if (!root->errors.first)
            continue;
        *operation->errors.end = root->errors.first;
        operation->errors.end = root->errors.end;
        operation->errors.count += root->errors.count;
    }
}

void operation_conceal(struct execution *operation)
{
    if (operation->validation.hides_schema)
        conceal_types(&operation->errors, operation->resolve->schema, operation->text);
}

bool operation_answer(struct request *request, struct execution *operation)
{
    struct buffer *json = &request->response.body;
    bool first = true;

    if (has_failed(request, operation))
        return false;
    buffer_add_string(json, "{\"data\":{");
    for (struct root *root = operation->roots; root; root = root->next) {
        output_name(json, root->collected->response_name, &first);
        if (!needs_nobody(root))
            write_root(root, json);
        else if (!write_known(request, root, json))
            return fail_internal(&request->context, "out of memory");
    }
    buffer_add_char(json, '}');
    gather_errors(operation);
    operation_conceal(operation);
    if (operation->errors.first) {
        buffer_add_string(json, ",\"errors\":");
        graphql_errors_write(json, &operation->errors);
    }
    buffer_add_char(json, '}');
    return !json->failed || fail_internal(&request->context, "out of memory");
}
