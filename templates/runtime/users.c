/* users.c - see users.h. Each handler's stages stand together, in the order in which they run. */
#include "users.h"

#include "account_mail.h"
#include "acl.h"
#include "encoding.h"
#include "json.h"
#include "objects.h"
#include "password.h"
#include "sessions.h"
#include "trigger.h"
#include "webhook.h"

static const char *const password_member[] = {"password", NULL};

/* What the stages of a sign-up or an update hand to each other. */
struct user_edit {
    struct object_edit edit;
    struct text password; /* no text: not mentioned */
    struct text hash;
};

/* What the stages of a log-in hand to each other. */
struct log_in {
    struct text user_id;
    struct text hash;
    struct text password;
    bool right;
};

static bool keep_credential(struct request *request, struct text user_id, struct text hash)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of(
            "INSERT INTO \"_Credential\" (\"userId\", \"passwordHash\") VALUES (?1, ?2) "
            "ON CONFLICT (\"userId\") DO UPDATE SET \"passwordHash\" = excluded.\"passwordHash\""));
    bool done = statement && store_bind_text(statement, 1, user_id) &&
                store_bind_text(statement, 2, hash) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "a credential could not be kept");
}

static bool forget_credential(struct request *request, struct text user_id)
{
    struct store_statement *statement =
        store_prepare(request->store, text_of("DELETE FROM \"_Credential\" WHERE \"userId\" = ?1"));
    bool done =
        statement && store_bind_text(statement, 1, user_id) && store_step(statement) == STORE_DONE;

    store_release(statement);
    return done ? true : fail_internal(&request->context, "a credential could not be dropped");
}

/* The user's password hash; no text when there is none. */
static bool read_credential(struct request *request, struct text user_id, struct text *hash)
{
    struct store_statement *statement = store_prepare(
        request->store,
        text_of("SELECT \"passwordHash\" FROM \"_Credential\" WHERE \"userId\" = ?1"));
    enum store_step step = STORE_ERROR;

    *hash = text_none();
    if (statement && store_bind_text(statement, 1, user_id))
        step = store_step(statement);
    if (step == STORE_ROW)
        *hash = arena_copy(request->context.arena, store_column_text(statement, 0));
    store_release(statement);
    if (step != STORE_ROW && step != STORE_DONE)
        return fail_internal(&request->context, "a credential could not be read");
    return true;
}

/* The body's member of that name when it is a text that is not empty, else no text. */
static struct text body_text(const struct request *request, const char *name)
{
    const cJSON *member =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, name) : NULL;

    const char *string = cJSON_GetStringValue(member);

    return string && *string ? text_of(string) : text_none();
}

/* parse-server's own test: something, an @, something. */
static bool email_is_plausible(struct text email)
{
    const char *at = memchr(email.bytes, '@', email.length);
    size_t before = at ? (size_t)(at - email.bytes) : 0;

    return (before > 0 && before + 1 < email.length) ||
           (at && email.length > 2 && memchr(email.bytes + 1, '@', email.length - 2));
}

static bool check_email(struct request *request)
{
    struct text email = body_text(request, "email");

    if (email.bytes && !email_is_plausible(email))
        return fail(&request->context, PARSE_INVALID_EMAIL_ADDRESS,
                    "Email address format is invalid.");
    return true;
}

bool users_create_prepare(struct request *request)
{
    struct user_edit *user = arena_alloc(request->context.arena, sizeof *user);

    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (!body_text(request, "username").bytes)
        return fail(&request->context, PARSE_USERNAME_MISSING, "bad or missing username");
    user->password = body_text(request, "password");
    if (!user->password.bytes)
        return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required");
    request->state = user;
    request->needs_hash = true;
    return check_email(request) &&
           object_edit_read(request, request->app->user, request->body, password_member,
                            &user->edit) &&
           object_edit_complete(request, &user->edit) &&
           webhook_before_save(request, &user->edit, text_none());
}

bool users_create_hash(struct request *request)
{
    struct user_edit *user = request->state;

    return password_hash(&request->context, user->password, &user->hash);
}

/* A new user's ACL is private: the user alone, besides what the sign-up itself granted. */
static bool grant_to_self(struct request *request, struct object *user)
{
    struct arena *arena = request->context.arena;
    struct text own = acl_of_owner(arena, user->object_id);

    if (user->has_acl && user->acl.length)
        own = arena_printf(arena, "%.*s%.*s", (int)own.length, own.bytes, (int)user->acl.length,
                           user->acl.bytes);
    if (!own.bytes)
        return fail_internal(&request->context, "out of memory");
    user->has_acl = true;
    user->acl = own;
    return true;
}

/* Takes the closing brace off, so that a member can follow. */
static void reopen_object(struct buffer *buffer)
{
    if (buffer->length && buffer->bytes[buffer->length - 1] == '}')
        buffer->length--;
}

static void write_session_token(struct buffer *buffer, struct text token)
{
    reopen_object(buffer);
    buffer_add_string(buffer, ",\"sessionToken\":");
    json_write_string(buffer, token);
    buffer_add_string(buffer, "}");
}

bool users_create(struct request *request)
{
    struct user_edit *user = request->state;
    struct object *object = user->edit.object;
    struct text token;

    object->object_id = new_object_id(request->context.arena);
    if (!object->object_id.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!grant_to_self(request, object) || !object_edit_insert(request, &user->edit) ||
        !keep_credential(request, object->object_id, user->hash))
        return false;
    if (!account_mail_delays_session(request)) {
        if (!sessions_create(request, object->object_id, "signup", "password", &token))
            return false;
        write_session_token(&request->response.body, token);
    }
    request->response.status = 201;
    request->response.location =
        arena_printf(request->context.arena, "/users/%.*s", (int)object->object_id.length,
                     object->object_id.bytes);
    return true;
}

/* {"username": ..} and/or {"email": ..}; a username alone may also be an e-mail address. */
static cJSON *where_account(struct text username, struct text email)
{
    cJSON *where = cJSON_CreateObject();
    cJSON *either;
    cJSON *first;
    cJSON *second;

    if (!where)
        return NULL;
    if (email.bytes) {
        if (username.bytes && !cJSON_AddStringToObject(where, "username", username.bytes))
            return NULL;
        return cJSON_AddStringToObject(where, "email", email.bytes) ? where : NULL;
    }
    either = cJSON_AddArrayToObject(where, "$or");
    first = cJSON_CreateObject();
    second = cJSON_CreateObject();
    if (!either || !first || !second ||
        !cJSON_AddStringToObject(first, "username", username.bytes) ||
        !cJSON_AddStringToObject(second, "email", username.bytes))
        return NULL;
    cJSON_AddItemToArray(either, first);
    cJSON_AddItemToArray(either, second);
    return where;
}

/* Finds the account and its hash. No account is no error yet: the hash stage takes as long. */
static bool find_account(struct request *request, struct text username, struct text email,
                         struct log_in *log_in)
{
    struct request system = *request;
    struct row_query query = {.class = request->app->user, .operation = OPERATION_FIND, .limit = 2};
    int username_column = class_find_field(query.class, text_of("username"))->column;
    struct store_statement *rows;

    system.principal.master = true;
    json_use_arena(request->context.arena);
    query.where = where_account(username, email);
    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    if (!rows_select(&system, &query, &rows)) {
        request->context.error = system.context.error;
        return false;
    }
    /* One user's name may be another's e-mail address: then the name counts. */
    while (store_step(rows) == STORE_ROW) {
        struct text acl = store_column_text(rows, COLUMN_ACL);
        bool locked_out = acl.bytes && acl.length == 0;
        if (log_in->user_id.bytes &&
            !text_equal(store_column_text(rows, username_column), username))
            continue;
        log_in->user_id = arena_copy(request->context.arena,
                                     locked_out ? text_of("") : store_column_text(rows, 0));
    }
    store_release(rows);
    if (!log_in->user_id.length)
        return true;
    return read_credential(request, log_in->user_id, &log_in->hash);
}

bool users_log_in_prepare(struct request *request)
{
    struct log_in *log_in = arena_alloc(request->context.arena, sizeof *log_in);
    struct text username = request_parameter(request, "username");
    struct text email = request_parameter(request, "email");

    if (!log_in)
        return fail_internal(&request->context, "out of memory");
    if (!username.length && !email.length)
        return fail(&request->context, PARSE_USERNAME_MISSING, "username/email is required.");
    log_in->password = request_parameter(request, "password");
    if (!log_in->password.length)
        return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required.");
    request->state = log_in;
    request->needs_hash = true;
    return find_account(request, username.length ? username : text_none(),
                        email.length ? email : text_none(), log_in) &&
           webhook_before_login(request, log_in->user_id);
}

bool users_log_in_hash(struct request *request)
{
    struct log_in *log_in = request->state;

    log_in->right = password_matches(log_in->hash, log_in->password);
    if (!log_in->right)
        request->call = NULL;
    return true;
}

bool users_log_in(struct request *request)
{
    struct log_in *log_in = request->state;
    struct text token;

    if (!log_in->right)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Invalid username/password.");
    if (!account_mail_check_log_in(request, log_in->user_id) ||
        !trigger_before_login(request, log_in->user_id) ||
        !sessions_create(request, log_in->user_id, "login", "password", &token))
        return false;
    if (!request->principal.master) {
        request->principal.user_id = log_in->user_id;
        request->principal.roles = NULL;
        request->principal.role_count = 0;
    }
    if (!object_write_by_id(request, &request->response.body, request->app->user,
                            log_in->user_id)) {
        /* Class-level permissions may hide users even from themselves: then the id is all. */
        request->context.error = (struct parse_error){0};
        request->response.body.length = 0;
        buffer_add_string(&request->response.body, "{\"objectId\":");
        json_write_string(&request->response.body, log_in->user_id);
        buffer_add_string(&request->response.body, "}");
    }
    write_session_token(&request->response.body, token);
    return trigger_after_login(request, log_in->user_id);
}

bool users_update_prepare(struct request *request)
{
    struct user_edit *user = arena_alloc(request->context.arena, sizeof *user);
    const cJSON *password =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, "password") : NULL;

    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_SESSION_MISSING, "Permission denied");
    if (password) {
        user->password = body_text(request, "password");
        if (!user->password.bytes)
            return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required");
        request->needs_hash = true;
    }
    request->state = user;
    return check_email(request) &&
           object_edit_read(request, request->app->user, request->body, password_member,
                            &user->edit) &&
           webhook_before_save(request, &user->edit, request->segments[0]);
}

bool users_update_hash(struct request *request)
{
    return users_create_hash(request);
}

bool users_change_password(struct request *request, struct text user_id, struct text hash)
{
    return keep_credential(request, user_id, hash) && sessions_end_all(request, user_id);
}

bool users_update(struct request *request)
{
    struct user_edit *user = request->state;
    struct text user_id = request->segments[0];
    struct text token;

    if (!object_edit_update(request, &user->edit, user_id))
        return false;
    if (!user->password.bytes)
        return true;
    /* A new password ends every session; whoever set it goes on with a new one. */
    if (!users_change_password(request, user_id, user->hash) ||
        !email_token_drop(request, EMAIL_RESET, user_id))
        return false;
    if (request->principal.master)
        return true;
    if (!sessions_create(request, user_id, "login", "password", &token))
        return false;
    write_session_token(&request->response.body, token);
    return true;
}

bool users_find(struct request *request)
{
    return objects_find_class(request, request->app->user, NULL);
}

bool users_get(struct request *request)
{
    return object_write_by_id(request, &request->response.body, request->app->user,
                              request->segments[0]);
}

bool users_get_me(struct request *request)
{
    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    if (!object_write_by_id(request, &request->response.body, request->app->user,
                            request->principal.user_id))
        return false;
    write_session_token(&request->response.body, request->session_token);
    return true;
}

bool users_delete_one(struct request *request, struct text user_id)
{
    return objects_delete_one(request, request->app->user, user_id) &&
           forget_credential(request, user_id) && account_mail_forget(request, user_id) &&
           sessions_end_all(request, user_id);
}

bool users_delete_prepare(struct request *request)
{
    return webhook_before_delete(request, request->app->user, request->segments[0]);
}

bool users_delete(struct request *request)
{
    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_SESSION_MISSING, "Permission denied");
    if (!users_delete_one(request, request->segments[0]))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return true;
}
