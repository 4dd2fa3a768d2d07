/* payload.c - see payload.h. */
#include "resolve/payload.h"

#include "accounts/session_cache.h"
#include "formats/json.h"
#include "resolve/arguments.h"
#include "resolve/output.h"
#include "resolve/query.h"

/* What the answer to a write tells of an object: its id, and when. */
static bool is_told(const struct mutation *mutation, const struct graphql_collected *member)
{
    int kind = resolve_kind_of(member);
    int done = resolve_kind_of(mutation->root->collected);

    if (member->field == mutation->root->operation->resolve->schema->typename_field ||
        kind == RESOLVE_ID || kind == RESOLVE_OBJECT_ID)
        return true;
    return (kind == RESOLVE_CREATED_AT && done == RESOLVE_CREATE) ||
           (kind == RESOLVE_UPDATED_AT && (done == RESOLVE_CREATE || done == RESOLVE_UPDATE));
}

static struct graphql_collected *below(const struct mutation *mutation,
                                       const struct graphql_collected *field)
{
    const struct execution *operation = mutation->root->operation;
    struct graphql_collected *collected;

    if (!graphql_collect_below(operation->resolve->schema, field->field->type->named, field,
                               &operation->variables, &mutation->root->errors, &collected))
        return NULL;
    return collected;
}

/* Whether something is asked of the object that nobody knows yet. */
static bool asks_more(const struct mutation *mutation, const struct graphql_collected *field)
{
    for (const struct graphql_collected *at = below(mutation, field); at; at = at->next)
        if (!is_told(mutation, at))
            return true;
    return false;
}

/* Whether a viewer's user is asked for. */
static bool asks_user(const struct mutation *mutation, const struct graphql_collected *field)
{
    for (const struct graphql_collected *at = below(mutation, field); at; at = at->next)
        if (resolve_kind_of(at) == RESOLVE_VIEWER_USER)
            return true;
    return false;
}

bool payload_reads(const struct mutation *mutation)
{
    for (const struct graphql_collected *at = mutation->payload; at; at = at->next)
        if ((resolve_kind_of(at) == RESOLVE_PAYLOAD_OBJECT && asks_more(mutation, at)) ||
            (resolve_kind_of(at) == RESOLVE_PAYLOAD_VIEWER && asks_user(mutation, at)))
            return true;
    return false;
}

/* A failure to read is the member's, and not that of what has been written. */
static bool keep_refusal(struct run *run, struct buffer *json, size_t start,
                         const struct graphql_collected *field, const struct graphql_path *at)
{
    struct request *part = run->request;
    struct parse_error error = part->context.error;

    if (part->budget->leaves || !forgive(&part->context))
        return false;
    json->length = start;
    output_error(run, &error, field, at);
    buffer_add_string(json, "null");
    return true;
}

static void write_told(struct buffer *json, const struct mutation *mutation,
                       const struct graphql_collected *field)
{
    const cJSON *created = cJSON_GetObjectItemCaseSensitive(mutation->answer, "createdAt");
    const cJSON *updated = cJSON_GetObjectItemCaseSensitive(mutation->answer, "updatedAt");
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = below(mutation, field); at; at = at->next) {
        const cJSON *date = updated ? updated : created;
        output_name(json, at->response_name, &first);
        switch (resolve_kind_of(at)) {
        case RESOLVE_ID:
            global_id_write(json, mutation->class, mutation->object_id);
            break;
        case RESOLVE_OBJECT_ID:
            json_write_string(json, mutation->object_id);
            break;
        case RESOLVE_CREATED_AT:
        case RESOLVE_UPDATED_AT:
            json_write_string(json, text_of(cJSON_GetStringValue(date)));
            break;
        default:
            json_write_string(json, field->field->type->named->name);
            break;
        }
    }
    buffer_add_char(json, '}');
}

static bool write_object(struct run *run, struct buffer *json, struct mutation *mutation,
                         const struct graphql_collected *field, const struct graphql_path *at)
{
    size_t start = json->length;
    struct text path;

    if (!asks_more(mutation, field)) {
        write_told(json, mutation, field);
        return true;
    }
    path = query_object_path(run->request, mutation->class, mutation->object_id);
    return (path.bytes && query_write_object(run, json, mutation->class, path, field, at)) ||
           keep_refusal(run, json, start, field, at);
}

/* The part goes on as whoever has signed in. */
static bool become(struct request *part, struct text session_token)
{
    part->session_token = session_token;
    part->principal = (struct principal){.session_id = text_of(""),
                                         .no_acl_is_public = !part->app->private_by_default};
    return session_confirm(part, true);
}

/* There is none where no session was made: the address is to be confirmed first. */
static bool write_viewer(struct run *run, struct buffer *json, struct mutation *mutation,
                         const struct graphql_collected *field, const struct graphql_path *at)
{
    size_t start = json->length;

    if (!mutation->session_token.bytes) {
        buffer_add_string(json, "null");
        return true;
    }
    if (!asks_user(mutation, field)) {
        run->request->session_token = mutation->session_token;
        return query_write_viewer(run, json, field, at);
    }
    return (become(run->request, mutation->session_token) &&
            query_write_viewer(run, json, field, at)) ||
           keep_refusal(run, json, start, field, at);
}

/* {"name", "url"} as the answer to an upload has them. */
static void write_file_info(struct run *run, struct buffer *json, const struct mutation *mutation,
                            const struct graphql_collected *field)
{
    bool first = true;

    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = below(mutation, field); at; at = at->next) {
        const char *name = text_is(at->field->name, "name") ? "name" : "url";
        output_name(json, at->response_name, &first);
        if (at->field == run->resolve->schema->typename_field)
            json_write_string(json, field->field->type->named->name);
        else
            json_write_string(json, text_of(cJSON_GetStringValue(
                                        cJSON_GetObjectItemCaseSensitive(mutation->answer, name))));
    }
    buffer_add_char(json, '}');
}

static void write_tree(struct buffer *json, const cJSON *tree)
{
    if (tree)
        json_write_tree(json, tree);
    else
        buffer_add_string(json, "null");
}

static bool write_member(struct run *run, struct buffer *json, struct mutation *mutation,
                         const struct graphql_collected *field, const struct graphql_path *at)
{
    const struct graphql_coerced *id;

    switch (resolve_kind_of(field)) {
    case RESOLVE_PAYLOAD_OBJECT:
        return write_object(run, json, mutation, field, at);
    case RESOLVE_PAYLOAD_VIEWER:
        return write_viewer(run, json, mutation, field, at);
    case RESOLVE_CLIENT_MUTATION_ID:
        id = graphql_coerced_member(mutation->input, "clientMutationId");
        json_write_string_or_null(json,
                                  id && id->kind == GRAPHQL_COERCED_TEXT ? id->text : text_none());
        return true;
    case RESOLVE_PAYLOAD_OK:
        buffer_add_string(json, "true");
        return true;
    case RESOLVE_PAYLOAD_FILE:
        write_file_info(run, json, mutation, field);
        return true;
    case RESOLVE_PAYLOAD_RESULT:
        write_tree(json, cJSON_GetObjectItemCaseSensitive(mutation->answer, "result"));
        return true;
    case RESOLVE_PAYLOAD_CHALLENGE:
        write_tree(json, cJSON_GetObjectItemCaseSensitive(mutation->answer, "challengeData"));
        return true;
    default:
        json_write_string(json, field->field == run->resolve->schema->typename_field
                                    ? mutation->root->collected->field->type->named->name
                                    : text_of(""));
        return true;
    }
}

bool payload_write(struct request *part, struct mutation *mutation)
{
    struct root *root = mutation->root;
    struct run run = operation_run(root, part);
    struct graphql_path top = {.name = root->collected->response_name};
    struct buffer *json = &part->response.body;
    bool first = true;

    json_use_arena(part->context.arena);
    buffer_add_char(json, '{');
    for (const struct graphql_collected *at = mutation->payload; at; at = at->next) {
        struct graphql_path here = {.parent = &top, .name = at->response_name};
        output_name(json, at->response_name, &first);
        if (!write_member(&run, json, mutation, at, &here))
            return false;
    }
    buffer_add_char(json, '}');
    return true;
}

bool payload_read_before(struct request *part)
{
    struct root *root = part->state;

    return payload_write(part, root->mutation);
}
