/* sessions.c - see sessions.h. */
#include "sessions.h"

#include "acl.h"
#include "encoding.h"
#include "json.h"
#include "objects.h"
#include "server.h"
#include "session_token.h"

/* Where the named field's value is in a _Session object; marks it as set. The fields of _Session
 * are the generator's own, so they are always there. */
static void *member(const struct class *class, void *object, const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    *object_state(class, object, (int)(field - class->fields)) = FIELD_SET;
    return (char *)object + field->offset;
}

static bool keep_token(struct request *request, struct text token, struct text session_id)
{
    unsigned char hash[SESSION_TOKEN_HASH_BYTES];
    struct text hash_text = {(const char *)hash, sizeof hash};
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("INSERT INTO \"_SessionToken\" (\"tokenHash\", \"sessionId\") VALUES (?1, ?2)"));
    bool done;

    session_token_hash(token, hash);
    done = statement && store_bind_bytes(statement, 1, hash_text) &&
           store_bind_text(statement, 2, session_id) && store_step(statement) == STORE_DONE;
    store_release(statement);
    return done ? true : fail_internal(&request->context, "a session token could not be kept");
}

/* How long a new session lasts, in milliseconds: as the options say, but no longer than the app's
 * rules allow. */
static int64_t session_length(const struct request *request)
{
    int64_t length = request->server->options.session_seconds * 1000;
    int64_t limit = request->app->session_limit_ms;

    return limit && limit < length ? limit : length;
}

bool sessions_create(struct request *request, struct text user_id, const char *action,
                     const char *provider, struct text *token)
{
    struct arena *arena = request->context.arena;
    const struct class *class = request->app->session;
    struct object *session = arena_alloc(arena, class->object_size);
    struct request system = *request;

    *token = session_token_new(arena);
    if (!session || !token->bytes)
        return fail_internal(&request->context, "out of memory");
    session->object_id = new_object_id(arena);
    session->created_at = session->updated_at = request->now;
    session->has_acl = true;
    session->acl = acl_of_owner(arena, user_id);
    *(struct text *)member(class, session, "user") = user_id;
    *(bool *)member(class, session, "restricted") = false;
    *(int64_t *)member(class, session, "expiresAt") = request->now + session_length(request);
    *(struct text *)member(class, session, "createdWith") =
        provider
            ? arena_printf(arena, "{\"action\":\"%s\",\"authProvider\":\"%s\"}", action, provider)
            : arena_printf(arena, "{\"action\":\"%s\"}", action);
    if (request->installation_id.bytes)
        *(struct text *)member(class, session, "installationId") = request->installation_id;
    if (arena->failed)
        return fail_internal(&request->context, "out of memory");
    /* Sessions come from signing in alone: no client has the permission to create one. */
    system.principal.master = true;
    if (!rows_insert(&system, class, session)) {
        request->context.error = system.context.error;
        return false;
    }
    return keep_token(request, *token, session->object_id);
}

/* Forgets the token of one session. */
static bool forget_token(struct request *request, struct text session_id)
{
    struct store_statement *statement = store_prepare(
        request->store, text_of("DELETE FROM \"_SessionToken\" WHERE \"sessionId\" = ?1"));
    bool done = statement && store_bind_text(statement, 1, session_id) &&
                store_step(statement) == STORE_DONE;

    store_release(statement);
    request->session_changes = true;
    return done ? true : fail_internal(&request->context, "a session token could not be dropped");
}

bool sessions_forget_tokens(struct request *request)
{
    request->session_changes = true;
    return store_execute(request->store, "DELETE FROM \"_SessionToken\"")
               ? true
               : fail_internal(&request->context, "session tokens could not be dropped");
}

/* {"user": pointer to the user} */
static cJSON *where_user(struct text user_id)
{
    cJSON *where = cJSON_CreateObject();
    cJSON *pointer = where ? cJSON_AddObjectToObject(where, "user") : NULL;

    if (!pointer || !cJSON_AddStringToObject(pointer, "__type", "Pointer") ||
        !cJSON_AddStringToObject(pointer, "className", "_User") ||
        !cJSON_AddStringToObject(pointer, "objectId", user_id.bytes))
        return NULL;
    return where;
}

bool sessions_end_all(struct request *request, struct text user_id)
{
    struct request system = *request;
    struct row_query query = {
        .class = request->app->session, .operation = OPERATION_DELETE, .limit = 1};
    struct store_statement *rows;
    enum store_step step;

    system.principal.master = true;
    json_use_arena(request->context.arena);
    query.where = where_user(user_id);
    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    do {
        struct text session_id = text_none();
        if (!rows_select(&system, &query, &rows))
            break;
        step = store_step(rows);
        if (step == STORE_ROW)
            session_id = arena_copy(request->context.arena, store_column_text(rows, 0));
        store_release(rows);
        if (step == STORE_ROW &&
            (!forget_token(&system, session_id) || !rows_delete(&system, query.class, session_id)))
            break;
    } while (step == STORE_ROW);
    request->context.error = system.context.error;
    request->session_changes = true;
    return request->context.error.code == 0;
}

bool sessions_get_me(struct request *request)
{
    if (!request->principal.session_id.bytes)
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
    return object_write_by_id(request, &request->response.body, request->app->session,
                              request->principal.session_id);
}

bool sessions_find(struct request *request)
{
    cJSON *own = NULL;

    if (!request->principal.master) {
        if (!principal_signed_in(&request->principal))
            return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
        json_use_arena(request->context.arena);
        own = where_user(request->principal.user_id);
        if (!own)
            return fail_internal(&request->context, "out of memory");
    }
    return objects_find_class(request, request->app->session, own);
}

bool sessions_get(struct request *request)
{
    return object_write_by_id(request, &request->response.body, request->app->session,
                              request->segments[0]);
}

bool sessions_post(struct request *request)
{
    struct text token;
    struct buffer *body = &request->response.body;

    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
    if (!sessions_create(request, request->principal.user_id, "create", NULL, &token))
        return false;
    buffer_add_string(body, "{\"sessionToken\":");
    json_write_string(body, token);
    buffer_add_string(body, "}");
    request->response.status = 201;
    return true;
}

bool sessions_update(struct request *request)
{
    struct object_edit edit;

    if (!object_edit_read(request, request->app->session, request->body, NULL, &edit))
        return false;
    request->session_changes = true;
    return object_edit_update(request, &edit, request->segments[0]);
}

bool sessions_delete(struct request *request)
{
    if (!objects_delete_one(request, request->app->session, request->segments[0]))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return forget_token(request, request->segments[0]);
}

bool sessions_log_out(struct request *request)
{
    struct request system = *request;
    bool done = true;

    if (request->principal.session_id.bytes) {
        system.principal.master = true;
        done = objects_delete_one(&system, request->app->session, request->principal.session_id);
        /* A session that has been ended meanwhile is as good as one that ends now. */
        if (!done && system.context.error.code == PARSE_OBJECT_NOT_FOUND)
            done = true;
        else
            request->context.error = system.context.error;
        done = done && forget_token(request, request->principal.session_id);
    }
    buffer_add_string(&request->response.body, "{}");
    return done;
}
