/* mutation.c - see mutation.h. A kind of mutation is a row of the table: which request of REST it is. */
#include "resolve/mutation.h"

#include "formats/json.h"
#include "read/disclosure.h"
#include "request/rates.h"
#include "resolve/arguments.h"
#include "resolve/fields_input.h"
#include "resolve/payload.h"
#include "resolve/query.h"

enum { FIRST_CAPACITY = 4 };

/* Requests within a part. */

static struct request *next_write(struct request *part, struct writes *writes)
{
    if (writes->count == writes->capacity) {
        size_t capacity = writes->capacity ? 2 * writes->capacity : FIRST_CAPACITY;
        struct request *list =
            arena_alloc_array(part->context.arena, capacity, sizeof *writes->list);
        if (!list)
            return NULL;
        if (writes->count)
            memcpy(list, writes->list, writes->count * sizeof *list);
        writes->list = list;
        writes->capacity = capacity;
    }
    return &writes->list[writes->count++];
}

/* Counts one of the part's requests where those are counted: the first is counted with the part. */
static bool count_write(struct request *part, const struct writes *writes)
{
    const struct mutation *mutation = part->state;

    if (++mutation->root->operation->writes > PARTS_LIMIT)
        return fail(&part->context, PARSE_REQUEST_LIMIT_EXCEEDED,
                    "An operation may write no more than %d objects and files.", PARTS_LIMIT);
    return !writes->count || rates_take(part, RATE_REQUESTS, 1);
}

bool writes_add(struct request *part, struct writes *writes, enum http_method method,
                struct text path, cJSON *body, struct upload *upload)
{
    struct request *inner;

    if (!count_write(part, writes))
        return false;
    inner = next_write(part, writes);
    if (!inner)
        return fail_internal(&part->context, "out of memory");
    part_begin(part, inner);
    inner->method = method;
    inner->path = path;
    inner->body = body;
    inner->upload = upload;
    if (!part->server->find_route(inner) || !request_prepare(inner)) {
        part->context.error = inner->context.error;
        part->sought = inner->sought;
        return false;
    }
    return true;
}

/* Runs a stage of all of the part's requests: request_call() or request_hash(). */
static bool run_writes(struct request *part, bool (*stage)(struct request *request))
{
    struct mutation *mutation = part->state;

    for (size_t i = 0; i < mutation->writes.count; i++) {
        struct request *inner = &mutation->writes.list[i];
        if (stage(inner))
            continue;
        part->context.error = inner->context.error;
        return false;
    }
    return true;
}

static bool call_writes(struct request *part)
{
    return run_writes(part, request_call);
}

static bool hash_writes(struct request *part)
{
    return run_writes(part, request_hash);
}

/* Executes one of the part's requests as whoever the part is now. */
static bool execute_write(struct request *part, struct request *inner)
{
    bool done;

    inner->store = part->store;
    inner->principal = part->principal;
    inner->session_generation = part->session_generation;
    inner->now = part->now;
    inner->emergency = part->emergency;
    done = request_execute(inner);
    part->session_changes = part->session_changes || inner->session_changes;
    part->emergency = inner->emergency;
    if (done)
        return disclosure_hand_on(part, inner);
    part->context.error = inner->context.error;
    part->failed_log_in = inner->failed_log_in;
    part->sought = inner->sought;
    return false;
}

static struct text answer_text(const cJSON *answer, const char *name)
{
    return text_of(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(answer, name)));
}

/* What the last request has answered. */
static bool read_answer(struct request *part, struct mutation *mutation)
{
    const struct request *last = &mutation->writes.list[mutation->writes.count - 1];
    struct text answer = buffer_text(&last->response.body);

    if (answer.length) {
        mutation->answer = json_parse(&part->context, answer);
        if (!mutation->answer)
            return fail_internal(&part->context, "a route answered malformed JSON");
    }
    if (!mutation->object_id.bytes)
        mutation->object_id = answer_text(mutation->answer, "objectId");
    mutation->session_token = answer_text(mutation->answer, "sessionToken");
    return true;
}

static bool execute_writes(struct request *part)
{
    struct mutation *mutation = part->state;

    for (size_t i = 0; i < mutation->writes.count; i++)
        if (!execute_write(part, &mutation->writes.list[i]))
            return false;
    if (!read_answer(part, mutation))
        return false;
    return mutation->root->read || payload_write(part, mutation);
}

/* What was written is on disk; is there anything to be shown of it? */
static bool read_payload(struct request *part)
{
    struct root *root = part->state;

    if (root->write->context.error.code)
        return true; /* which is the field's answer */
    return payload_write(part, root->mutation);
}

/* Kinds of mutations. */

static const cJSON *input_member(const cJSON *input, const char *name)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(input, name);

    return cJSON_IsNull(member) ? NULL : member;
}

static struct text class_path(struct request *part, const struct class *class)
{
    const struct text parts[] = {TEXT("/classes/"), class->name};

    return arena_join(part->context.arena, parts, 2);
}

/* The path of the object that the input's id names. */
static struct text object_path(struct request *part, struct mutation *mutation, const cJSON *input)
{
    const char *id = cJSON_GetStringValue(input_member(input, "id"));

    mutation->object_id =
        global_id_of_class(part->context.arena, mutation->class, text_of(id ? id : ""));
    return query_object_path(part, mutation->class, mutation->object_id);
}

static bool begin_create(struct request *part, struct mutation *mutation, const cJSON *input)
{
    cJSON *body =
        fields_input_read(part, &mutation->writes, mutation->class, input_member(input, "fields"));

    return body && writes_add(part, &mutation->writes, METHOD_POST,
                              class_path(part, mutation->class), body, NULL);
}

static bool begin_update(struct request *part, struct mutation *mutation, const cJSON *input)
{
    struct text path = object_path(part, mutation, input);
    cJSON *body = path.bytes ? fields_input_read(part, &mutation->writes, mutation->class,
                                                 input_member(input, "fields"))
                             : NULL;

    return body && writes_add(part, &mutation->writes, METHOD_PUT, path, body, NULL);
}

static bool begin_delete(struct request *part, struct mutation *mutation, const cJSON *input)
{
    struct text path = object_path(part, mutation, input);

    return path.bytes && writes_add(part, &mutation->writes, METHOD_DELETE, path, NULL, NULL);
}

/* The fields of a user, with what another system says of him where that is given. */
static bool begin_sign_up(struct request *part, struct mutation *mutation, const cJSON *input)
{
    const cJSON *auth = input_member(input, "authData");
    cJSON *body =
        fields_input_read(part, &mutation->writes, part->app->user, input_member(input, "fields"));

    if (body && auth && !cJSON_AddItemToObject(body, "authData", cJSON_Duplicate(auth, true)))
        return fail_internal(&part->context, "out of memory");
    return body && writes_add(part, &mutation->writes, METHOD_POST, text_of("/users"), body, NULL);
}

/* A request whose body is the input itself, its clientMutationId apart. */
static bool begin_as_given(struct request *part, struct mutation *mutation, const cJSON *input)
{
    static const struct {
        enum resolve_kind kind;
        const char *path;
    } rows[] = {
        {RESOLVE_LOG_IN, "/login"},
        {RESOLVE_LOG_OUT, "/logout"},
        {RESOLVE_RESET_PASSWORD, "/requestPasswordReset"},
        {RESOLVE_SEND_VERIFICATION, "/verificationEmailRequest"},
        {RESOLVE_CHALLENGE, "/challenge"},
    };
    cJSON *body = cJSON_Duplicate(input, true);
    int kind = resolve_kind_of(mutation->root->collected);

    if (!body)
        return fail_internal(&part->context, "out of memory");
    cJSON_DeleteItemFromObjectCaseSensitive(body, "clientMutationId");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((int)rows[i].kind == kind)
            return writes_add(part, &mutation->writes, METHOD_POST, text_of(rows[i].path), body,
                              NULL);
    return fail_internal(&part->context, "a mutation that nobody resolves");
}

static bool begin_create_file(struct request *part, struct mutation *mutation, const cJSON *input)
{
    return fields_input_store_file(part, &mutation->writes, input_member(input, "upload")).bytes;
}

static bool is_function_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    return length && !name[length];
}

static bool begin_function(struct request *part, struct mutation *mutation, const cJSON *input)
{
    const char *name = cJSON_GetStringValue(input_member(input, "functionName"));
    const cJSON *given = input_member(input, "params");
    cJSON *parameters = given ? cJSON_Duplicate(given, true) : cJSON_CreateObject();
    struct text path;

    if (!name || !is_function_name(name) || (given && !cJSON_IsObject(given)))
        return fail(&part->context, PARSE_SCRIPT_FAILED, "Invalid function.");
    path = arena_printf(part->context.arena, "/functions/%s", name);
    if (!path.bytes || !parameters)
        return fail_internal(&part->context, "out of memory");
    return writes_add(part, &mutation->writes, METHOD_POST, path, parameters, NULL);
}

static bool begin_writes(struct request *part, struct mutation *mutation)
{
    const cJSON *input = graphql_coerced_to_json(part->context.arena, mutation->input);

    if (!input)
        return fail_internal(&part->context, "out of memory");
    switch (resolve_kind_of(mutation->root->collected)) {
    case RESOLVE_CREATE:
        return begin_create(part, mutation, input);
    case RESOLVE_UPDATE:
        return begin_update(part, mutation, input);
    case RESOLVE_DELETE:
        return begin_delete(part, mutation, input);
    case RESOLVE_SIGN_UP:
    case RESOLVE_LOG_IN_WITH:
        return begin_sign_up(part, mutation, input);
    case RESOLVE_CREATE_FILE:
        return begin_create_file(part, mutation, input);
    case RESOLVE_CALL_FUNCTION:
        return begin_function(part, mutation, input);
    default:
        return begin_as_given(part, mutation, input);
    }
}

/* The part that writes, with the requests that it is made of. */
static void begin_write(struct request *request, struct mutation *mutation)
{
    static const struct route route = {
        .method = METHOD_POST, .writes = true, .hash = hash_writes, .execute = execute_writes};
    struct root *root = mutation->root;
    struct request *part = parts_add(request, root->operation->parts);

    part->method = METHOD_POST;
    part->route = &route;
    part->state = mutation;
    root->write = part;
    if (!rates_take(part, RATE_REQUESTS, 1) || !begin_writes(part, mutation))
        return;
    for (size_t i = 0; i < mutation->writes.count; i++) {
        const struct request *inner = &mutation->writes.list[i];
        part->writes = part->writes || inner->writes;
        part->needs_hash = part->needs_hash || inner->needs_hash;
        if (inner->call)
            part->call = call_writes;
    }
}

/* The part that reads what the payload shows. */
static void begin_read(struct request *request, struct root *root,
                       bool (*execute)(struct request *))
{
    static const struct route after = {.method = METHOD_GET, .execute = read_payload};
    static const struct route before = {.method = METHOD_GET, .execute = payload_read_before};
    struct request *part = parts_add(request, root->operation->parts);

    part->method = METHOD_GET;
    part->route = execute == read_payload ? &after : &before;
    part->state = root;
    root->read = part;
}

bool mutation_begin(struct request *request, struct root *root)
{
    const struct graphql_collected *field = root->collected;
    const struct execution *operation = root->operation;
    struct mutation *mutation = arena_alloc(request->context.arena, sizeof *mutation);
    struct graphql_path at = {.name = field->response_name};
    const struct graphql_coerced *arguments;

    if (!mutation)
        return fail_internal(&request->context, "out of memory");
    if (!graphql_collect_below(operation->resolve->schema, field->field->type->named, field,
                               &operation->variables, &root->errors, &mutation->payload))
        return root->errors.first ? true : fail_internal(&request->context, "out of memory");
    arguments = graphql_coerce_arguments(&operation->validation, field->field, field->selections[0],
                                         &operation->variables, &at, &root->errors);
    if (!arguments)
        return root->errors.first ? true : fail_internal(&request->context, "out of memory");
    root->mutation = mutation;
    mutation->root = root;
    mutation->class = field->field->belongings.data;
    mutation->input = argument_find(field->field, arguments, "input");
    if (!mutation->input)
        return fail_internal(&request->context, "a mutation without an input");
    if (resolve_kind_of(field) != RESOLVE_DELETE) {
        begin_write(request, mutation);
        if (payload_reads(mutation))
            begin_read(request, root, read_payload);
        return true;
    }
    /* What goes is read before it goes. */
    if (payload_reads(mutation))
        begin_read(request, root, payload_read_before);
    begin_write(request, mutation);
    return true;
}
