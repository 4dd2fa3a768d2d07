/* sessions.c - see sessions.h. */
#include "accounts/sessions.h"

#include "accounts/account_lock.h"

#include "accounts/session_use.h"
#include "crypto/session_token.h"
#include "formats/acl.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "objects/objects.h"
#include "request/server.h"
#include "write/row_write.h"

/* Where the named field's value is in a _Session object; marks it as set. The fields of _Session
 * are the generator's own, so they are always there. */
static void *member(const struct class *class, void *object, const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    *object_state(class, object, class_field_index(class, field)) = FIELD_SET;
    return object_member(object, field);
}

/* The member's place in an object that is there already. */
static void *value_of(struct object *object, const struct class_field *field)
{
    return object_member(object, field);
}

static bool fail_key(struct request *request, const char *key)
{
    if (strcmp(key, "ACL") == 0)
        return fail(&request->context, PARSE_INVALID_KEY_NAME, "Cannot set ACL on a Session.");
    return fail(&request->context, PARSE_INVALID_KEY_NAME, "Invalid key name: %s", key);
}

/* How long a new session lasts, in milliseconds: as the options say, but no longer than the app's
 * rules allow. */
static int64_t session_length(const struct request *request)
{
    int64_t length = request->server->options.session_seconds * 1000;
    int64_t limit = request->app->session_limit_ms;

    return limit && limit < length ? limit : length;
}

/* Forgets the token of one session. */
static bool forget_token(struct request *request, struct text session_id)
{
    request->session_changes = true;
    return session_use_end(request, session_id);
}

bool sessions_forget_tokens(struct request *request)
{
    request->session_changes = true;
    return store_execute(request->store, "DELETE FROM \"_SessionToken\"")
               ? true
               : fail_internal(&request->context, "session tokens could not be dropped");
}

/* {"user": pointer to the user}, and the installation, unless that is no text. */
static cJSON *where_user(struct text user_id, struct text installation_id)
{
    cJSON *where = cJSON_CreateObject();
    cJSON *pointer = where ? cJSON_AddObjectToObject(where, "user") : NULL;

    if (!pointer || !cJSON_AddStringToObject(pointer, "__type", "Pointer") ||
        !cJSON_AddStringToObject(pointer, "className", "_User") ||
        !cJSON_AddStringToObject(pointer, "objectId", user_id.bytes) ||
        (installation_id.bytes &&
         !cJSON_AddStringToObject(where, "installationId", installation_id.bytes)))
        return NULL;
    return where;
}

/* Ends the user's sessions: all, or with an installation those on it. */
static bool end_sessions(struct request *request, struct text user_id, struct text installation_id)
{
    struct row_query query = {
        .class = request->app->session, .operation = OPERATION_DELETE, .limit = 1};
    struct principal before;
    struct text session_id;
    bool done;

    json_use_arena(request->context.arena);
    /* An id out of the middle of a path has no NUL behind it. */
    user_id = arena_copy(request->context.arena, user_id);
    query.where = user_id.bytes ? where_user(user_id, installation_id) : NULL;
    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    before = request_act_as_server(request);
    do {
        struct store_statement *row;
        done =
            rows_select(request, &query, &row) && sql_word(&request->context, row, &session_id) &&
            (!session_id.bytes ||
             (forget_token(request, session_id) && rows_delete(request, query.class, session_id)));
    } while (done && session_id.bytes);
    request_act_as(request, before);
    return done;
}

bool sessions_end_everybodys(struct request *request)
{
    request->session_changes = true;
    return sessions_forget_tokens(request) && rows_delete_all(request, request->app->session);
}

bool sessions_end_all(struct request *request, struct text user_id)
{
    /* Of a user without sessions there may be a cached principal all the same. */
    request->session_changes = true;
    return end_sessions(request, user_id, text_none());
}

/* Sets what a new session is made of, apart from what the request itself may have said of it. */
static bool fill(struct request *request, struct object *session, struct text user_id,
                 struct text created_with)
{
    const struct class *class = request->app->session;

    session->object_id = new_object_id(request->context.arena);
    session->created_at = session->updated_at = request->now;
    session->has_acl = true;
    session->acl = acl_of_owner(request->context.arena, user_id);
    *(struct text *)member(class, session, "user") = user_id;
    *(int64_t *)member(class, session, "expiresAt") = request->now + session_length(request);
    *(struct text *)member(class, session, "createdWith") = created_with;
    if (!session->object_id.bytes || !session->acl.bytes || !created_with.bytes)
        return fail_internal(&request->context, "out of memory");
    return true;
}

/* Every way to a session comes by here: a log-in, a sign-up, a new password, another device. */
static bool note_sign_in(struct request *request, struct object *session)
{
    const struct class *class = request->app->session;
    const struct class_field *user = class_find_field(class, text_of("user"));
    const struct class_field *created_with = class_find_field(class, text_of("createdWith"));
    struct text user_id = *(struct text *)value_of(session, user);

    return audit_note_by(request, user_id, "sign-in", request->app->user->name, user_id,
                         *(struct text *)value_of(session, created_with));
}

/* Keeps a new session and makes its token. One device has one session: those that the user has got
 * on the same installation end. */
static bool insert(struct request *request, struct object *session, struct text *token)
{
    const struct class *class = request->app->session;
    const struct class_field *installation = class_find_field(class, text_of("installationId"));
    const struct class_field *user = class_find_field(class, text_of("user"));
    bool done;

    if (!session_use_prune(request))
        return false;
    if (*object_state(class, session, class_field_index(class, installation)) == FIELD_SET &&
        !end_sessions(request, *(struct text *)value_of(session, user),
                      *(struct text *)value_of(session, installation)))
        return false;
    *token = session_token_new(request->context.arena);
    if (!token->bytes)
        return fail_internal(&request->context, "out of memory");
    /* Sessions come from signing in alone: no client has the permission to create one. */
    request_make(request, class);
    done = rows_insert(request, class, session);
    request_make(request, NULL);
    return done && session_use_begin(request, *token, session->object_id) &&
           note_sign_in(request, session);
}

/* {"action":"login","authProvider":"password"}; a provider's name is the client's. */
static struct text describe_creation(struct arena *arena, const char *action, const char *provider)
{
    struct buffer json;

    buffer_init(&json, arena, 64);
    buffer_add_string(&json, "{\"action\":");
    json_write_string(&json, text_of(action));
    if (provider) {
        buffer_add_string(&json, ",\"authProvider\":");
        json_write_string(&json, text_of(provider));
    }
    buffer_add_char(&json, '}');
    return json.failed ? text_none() : buffer_text(&json);
}

bool sessions_create(struct request *request, struct text user_id, const char *action,
                     const char *provider, struct new_session *made)
{
    struct arena *arena = request->context.arena;
    const struct class *class = request->app->session;
    struct object *session = arena_alloc(arena, class->object_size);
    struct text created_with = describe_creation(arena, action, provider);

    if (!session)
        return fail_internal(&request->context, "out of memory");
    if (!account_lock_check(request, user_id))
        return false;
    *(bool *)member(class, session, "restricted") = false;
    if (request->installation_id.length)
        *(struct text *)member(class, session, "installationId") = request->installation_id;
    if (!fill(request, session, user_id, created_with) || !insert(request, session, &made->token))
        return false;
    made->id = session->object_id;
    return true;
}

bool sessions_end_of_user(struct request *request)
{
    struct text user_id = request->segments[0];

    buffer_add_string(&request->response.body, "{}");
    return sessions_end_all(request, user_id) &&
           audit_note(request, "end-sessions", request->app->user->name, user_id, text_none());
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
        own = where_user(request->principal.user_id, text_none());
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

/* Answers a session as its user sees it, with its token. */
static bool answer(struct request *request, struct text session_id, struct text token)
{
    if (!object_write_by_id(request, &request->response.body, request->app->session, session_id))
        return false;
    response_add_session_token(request, token);
    return true;
}

bool sessions_post(struct request *request)
{
    static const char *const ignored[] = {"objectId",  "user",        "sessionToken",
                                          "expiresAt", "createdWith", NULL};
    struct principal before;
    struct object_edit edit;
    struct object *session;
    struct text token;
    bool done;

    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
    if (request->principal.restricted)
        return guard_refuse(request, request->app->session, OPERATION_CREATE,
                            "the session is restricted");
    if (cJSON_GetObjectItemCaseSensitive(request->body, "ACL"))
        return fail_key(request, "ACL");
    /* The client may say that the session is restricted, and on which installation it is. */
    before = request_act_as_server(request);
    done = object_edit_read(request, request->app->session, request->body, ignored, &edit) &&
           object_edit_complete(request, &edit);
    request_act_as(request, before);
    if (!done)
        return false;
    session = edit.object;
    if (!fill(request, session, request->principal.user_id, text_of("{\"action\":\"create\"}")) ||
        !insert(request, session, &token) || !answer(request, session->object_id, token))
        return false;
    request->response.status = 201;
    request->response.location =
        arena_printf(request->context.arena, "/sessions/%.*s", TEXT_PRINTED(session->object_id));
    return true;
}

bool sessions_upgrade(struct request *request)
{
    const struct class *class = request->app->session;
    struct object *session = arena_alloc(request->context.arena, class->object_size);
    struct text token;

    if (!session)
        return fail_internal(&request->context, "out of memory");
    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "invalid session");
    *(bool *)member(class, session, "restricted") = request->principal.restricted;
    if (request->installation_id.length)
        *(struct text *)member(class, session, "installationId") = request->installation_id;
    return fill(request, session, request->principal.user_id,
                text_of("{\"action\":\"upgrade\"}")) &&
           insert(request, session, &token) && answer(request, session->object_id, token);
}

/* What may not be written: never, or by the master key alone. */
static bool check_keys(struct request *request)
{
    static const struct {
        const char *name;
        bool master_may;
    } keys[] = {{"ACL", false},          {"user", true},      {"installationId", false},
                {"sessionToken", false}, {"expiresAt", true}, {"createdWith", true}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (cJSON_GetObjectItemCaseSensitive(request->body, keys[i].name) &&
            !(keys[i].master_may && request->principal.master))
            return fail_key(request, keys[i].name);
    return true;
}

bool sessions_update(struct request *request)
{
    struct object_edit edit;

    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
    if (!check_keys(request) ||
        !object_edit_read(request, request->app->session, request->body, NULL, &edit))
        return false;
    request->session_changes = true;
    return object_edit_update(request, &edit, request->segments[0]);
}

bool sessions_delete(struct request *request)
{
    if (!objects_delete_one(request, request->app->session, request->segments[0])) {
        if (request->context.error.code == PARSE_OBJECT_NOT_FOUND)
            request->context.error.message = text_of("Object not found for delete.");
        return false;
    }
    buffer_add_string(&request->response.body, "{}");
    return forget_token(request, request->segments[0]) &&
           audit_note(request, "sign-out", request->app->session->name, request->segments[0],
                      text_none());
}

bool sessions_log_out(struct request *request)
{
    bool done = true;

    if (request->principal.session_id.bytes) {
        struct principal before = request_act_as_server(request);
        done = objects_delete_one(request, request->app->session, request->principal.session_id);
        request_act_as(request, before);
        /* A session that has been ended meanwhile is as good as one that ends now. */
        if (!done && request->context.error.code == PARSE_OBJECT_NOT_FOUND)
            done = forgive(&request->context);
        done = done && forget_token(request, request->principal.session_id) &&
               audit_note(request, "sign-out", request->app->user->name, request->principal.user_id,
                          text_none());
    }
    buffer_add_string(&request->response.body, "{}");
    return done;
}
