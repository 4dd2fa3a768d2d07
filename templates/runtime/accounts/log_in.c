/* log_in.c - see log_in.h. The stages of a log-in stand together, in the order in which they run.
 *
 * Neither the answer nor its time tells whether an account exists: an unknown name is hashed against
 * nobody's hash, and its failures are counted as an account's are. */
#include "accounts/log_in.h"

#include "accounts/account_lock.h"

#include "accounts/account_mail.h"
#include "accounts/credential.h"
#include "accounts/lockout.h"
#include "accounts/password_policy.h"
#include "accounts/sessions.h"
#include "crypto/password.h"
#include "formats/json.h"
#include "hooks/trigger.h"
#include "hooks/webhook.h"
#include "objects/objects.h"

/* What the stages hand to each other. */
struct log_in {
    struct text username;
    struct text email;
    struct text user_id; /* no text: there is no such user */
    struct text account; /* what failures are counted under */
    struct credential credential;
    struct text password;
    bool right;
    bool locked; /* nothing was hashed, since the account lets nobody in */
    struct auth_data auth;
};

static bool fail_log_in(struct request *request)
{
    return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Invalid username/password.");
}

/* A parameter that must be a text: no text when it is absent or, as JavaScript has it, falsy. */
static bool read_text(struct request *request, const char *name, struct text *text)
{
    const cJSON *member =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, name) : NULL;
    bool falsy = cJSON_IsNull(member) || cJSON_IsFalse(member) ||
                 (cJSON_IsNumber(member) && cJSON_GetNumberValue(member) == 0);

    *text = text_none();
    if (falsy)
        return true;
    if (member && !cJSON_IsString(member))
        return fail_log_in(request);
    *text = request_parameter(request, name);
    if (!text->length)
        *text = text_none();
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
static bool find_account(struct request *request, struct log_in *log_in)
{
    struct text username = log_in->username;
    struct text email = log_in->email;
    struct arena *arena = request->context.arena;
    struct row_query query = {.class = request->app->user, .operation = OPERATION_FIND, .limit = 2};
    int username_column = class_find_field(query.class, text_of("username"))->column;
    struct store_statement *rows;
    struct principal before;
    bool locked_out = false;
    bool found = false;
    bool done;

    json_use_arena(arena);
    query.where = where_account(username, email);
    if (!query.where)
        return fail_internal(&request->context, "out of memory");
    before = request_act_as_server(request);
    done = rows_select(request, &query, &rows);
    request_act_as(request, before);
    /* One user's name may be another's e-mail address: then the name counts. */
    while (done && (done = sql_next(&request->context, rows, &found)) && found) {
        struct text acl = store_column_text(rows, COLUMN_ACL);
        if (log_in->user_id.bytes &&
            (!username.bytes || !text_equal(store_column_text(rows, username_column), username)))
            continue;
        log_in->user_id = arena_copy(arena, store_column_text(rows, COLUMN_OBJECT_ID));
        /* An ACL that names nobody is parse-server's way to lock a user out. */
        locked_out = acl.bytes && acl.length == 0 && !request->principal.master;
    }
    store_release(rows);
    if (!done)
        return false;
    log_in->account = lockout_account(request, log_in->user_id, username, email);
    if (!log_in->account.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!credential_read(request, log_in->user_id.bytes ? log_in->user_id : text_of(""),
                         &log_in->credential))
        return false;
    if (locked_out)
        log_in->credential.hash = text_none();
    return true;
}

bool log_in_verify_prepare(struct request *request)
{
    struct log_in *log_in = arena_alloc(request->context.arena, sizeof *log_in);

    if (!log_in)
        return fail_internal(&request->context, "out of memory");
    request->state = log_in;
    request->needs_hash = true;
    if (!read_text(request, "username", &log_in->username) ||
        !read_text(request, "email", &log_in->email))
        return false;
    if (!log_in->username.bytes && !log_in->email.bytes)
        return fail(&request->context, PARSE_USERNAME_MISSING, "username/email is required.");
    if (!read_text(request, "password", &log_in->password))
        return false;
    if (!log_in->password.bytes)
        return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required.");
    if (!auth_data_read(request, request->body, &log_in->auth) || !find_account(request, log_in) ||
        !lockout_look(request, log_in->account, &log_in->locked))
        return false;
    request->needs_hash = !log_in->locked;
    return true;
}

bool log_in_prepare(struct request *request)
{
    const struct log_in *log_in;

    if (!log_in_verify_prepare(request))
        return false;
    log_in = request->state;
    return log_in->locked || webhook_before_login(request, log_in->user_id);
}

bool log_in_hash(struct request *request)
{
    struct log_in *log_in = request->state;
    bool too_long = log_in->password.length > PASSWORD_BYTES_LIMIT;
    struct text password = log_in->password;

    if (too_long)
        password.length = PASSWORD_BYTES_LIMIT;
    log_in->right = password_matches(log_in->credential.hash, password) && !too_long;
    if (!log_in->right)
        request->call = NULL; /* nobody is asked about a log-in that fails */
    return true;
}

/* Whether the password was held against what is the account's now. While it was hashed the account may
 * have got another name, another password, or have been closed. */
static bool confirm_account(struct request *request, const struct log_in *log_in)
{
    struct log_in now = {.username = log_in->username, .email = log_in->email};

    if (!find_account(request, &now))
        return false;
    return (text_equal(now.user_id, log_in->user_id) &&
            text_equal(now.credential.hash, log_in->credential.hash)) ||
           fail_log_in(request);
}

/* The outcome of the password: counts failures, and refuses. */
static bool check_password(struct request *request, const struct log_in *log_in)
{
    if (!lockout_check(request, log_in->account))
        return false;
    if (log_in->locked) /* not any more, but nothing was compared */
        return lockout_refuse(request);
    if (!confirm_account(request, log_in))
        return false;
    if (log_in->right)
        return account_mail_check_log_in(request, log_in->user_id);
    return lockout_note_failure(request, log_in->account) && fail_log_in(request);
}

/* Verifies second factors and what else comes along. */
static bool apply_auth_data(struct request *request, const struct auth_data *auth,
                            struct text user_id, struct text *response)
{
    return auth_data_check_additional(request, auth, user_id) &&
           auth_data_apply(request, auth, user_id, AUTH_LOG_IN, response);
}

static void write_id(struct request *request, struct text user_id)
{
    struct buffer *body = &request->response.body;

    body->length = 0;
    buffer_add_string(body, "{\"objectId\":");
    json_write_string(body, user_id);
    buffer_add_string(body, "}");
}

/* Writes the user as the user may see itself, and the session's token, when there is a new one. */
static bool answer_user(struct request *request, struct text user_id, struct new_session made,
                        struct text auth_response)
{
    if (!request->principal.master) {
        request->principal.user_id = user_id;
        if (made.id.bytes)
            request->principal.session_id = made.id;
        request->principal.roles = NULL;
        request->principal.role_count = 0;
    }
    if (!object_write_by_id(request, &request->response.body, request->app->user, user_id)) {
        /* Class-level permissions may hide users even from themselves: then the id is all. */
        if (!forgive(&request->context))
            return false;
        write_id(request, user_id);
    }
    if (made.token.bytes)
        response_add_session_token(request, made.token);
    if (auth_response.bytes)
        response_add_member(request, "authDataResponse", auth_response);
    return true;
}

bool log_in(struct request *request)
{
    struct log_in *log_in = request->state;
    struct text response;
    struct new_session made;

    return check_password(request, log_in) &&
           apply_auth_data(request, &log_in->auth, log_in->user_id, &response) &&
           password_policy_check_age(request, log_in->credential.changed_at) &&
           trigger_before_login(request, log_in->user_id) &&
           lockout_clear(request, log_in->account) &&
           sessions_create(request, log_in->user_id, "login", "password", &made) &&
           answer_user(request, log_in->user_id, made, response) &&
           trigger_after_login(request, log_in->user_id);
}

/* Whether a second factor, which nobody has shown here, keeps whoever knows the password from being the user. */
static bool needs_second_factor(struct request *request, struct text user_id, bool *needs)
{
    static const struct auth_data none = {.count = 0};
    const struct principal *principal = &request->principal;

    *needs = !principal->master && !text_equal(principal->user_id, user_id) &&
             !auth_data_check_additional(request, &none, user_id);
    return !*needs || forgive(&request->context);
}

bool log_in_verify_password(struct request *request)
{
    struct log_in *log_in = request->state;
    bool needs_more;

    if (!check_password(request, log_in) || !account_lock_check(request, log_in->user_id) ||
        !lockout_clear(request, log_in->account) ||
        !needs_second_factor(request, log_in->user_id, &needs_more))
        return false;
    if (!needs_more)
        return answer_user(request, log_in->user_id, (struct new_session){.id = text_none()},
                           text_none());
    write_id(request, log_in->user_id);
    return true;
}

/* Whether there is a user with that id; *locked_out tells whether its ACL names nobody. */
static bool find_user(struct request *request, struct text user_id, bool *found, bool *locked_out)
{
    struct row_query query = {
        .class = request->app->user, .operation = OPERATION_GET, .object_id = user_id, .limit = -1};
    struct principal before = request_act_as_server(request);
    struct store_statement *row;
    bool done;

    *found = *locked_out = false;
    done = rows_select(request, &query, &row) && sql_next(&request->context, row, found);
    if (*found) {
        struct text acl = store_column_text(row, COLUMN_ACL);
        *locked_out = acl.bytes && acl.length == 0;
    }
    store_release(row);
    request_act_as(request, before);
    return done;
}

bool log_in_as(struct request *request)
{
    struct text user_id = request_parameter(request, "userId");
    struct new_session made;
    bool locked_out;
    bool found;

    if (!request->principal.master)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN, "Permission denied");
    if (!user_id.length)
        return fail(&request->context, PARSE_INVALID_VALUE,
                    "userId must not be empty, null, or undefined");
    if (!find_user(request, user_id, &found, &locked_out))
        return false;
    if (!found)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "user not found");
    return sessions_create(request, user_id, "login", "masterkey", &made) &&
           answer_user(request, user_id, made, text_none());
}

bool log_in_challenge_prepare(struct request *request)
{
    struct text username;
    struct text email;
    struct text password;

    if (!read_text(request, "username", &username) || !read_text(request, "email", &email) ||
        !read_text(request, "password", &password))
        return false;
    if (!username.bytes && !email.bytes)
        return true;
    if (!password.bytes)
        return fail(&request->context, PARSE_OTHER_CAUSE,
                    "You provided username or email, you need to also provide password.");
    return log_in_verify_prepare(request);
}

bool log_in_challenge(struct request *request)
{
    const cJSON *challenge =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, "challengeData") : NULL;
    struct log_in *log_in = request->state;

    if (log_in &&
        (!check_password(request, log_in) || !account_lock_check(request, log_in->user_id) ||
         !lockout_clear(request, log_in->account)))
        return false;
    if (!challenge || cJSON_IsNull(challenge))
        return fail(&request->context, PARSE_OTHER_CAUSE, "Nothing to challenge.");
    if (!cJSON_IsObject(challenge))
        return fail(&request->context, PARSE_OTHER_CAUSE, "challengeData should be an object.");
    buffer_add_string(&request->response.body, "{\"challengeData\":{}}");
    return true;
}

bool log_in_by_auth_data(struct request *request, const struct auth_data *auth, struct text user_id)
{
    struct arena *arena = request->context.arena;
    struct text account = lockout_account(request, user_id, text_none(), text_none());
    bool signed_in = principal_signed_in(&request->principal) && !request->principal.master;
    struct text response;
    struct new_session made = {.id = text_none()};
    bool locked_out;
    bool found;

    if (!account.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!find_user(request, user_id, &found, &locked_out))
        return false;
    if ((signed_in && !text_equal(request->principal.user_id, user_id)) ||
        (locked_out && !request->principal.master))
        return fail(&request->context, PARSE_ACCOUNT_ALREADY_LINKED, "this auth is already used");
    if (!lockout_check(request, account) || !apply_auth_data(request, auth, user_id, &response) ||
        !trigger_before_login(request, user_id) || !lockout_clear(request, account))
        return false;
    if (!signed_in &&
        !sessions_create(request, user_id, "login", auth_data_providers(arena, auth).bytes, &made))
        return false;
    request->response.location = arena_printf(arena, "/users/%.*s", TEXT_PRINTED(user_id));
    return answer_user(request, user_id, made, response) && trigger_after_login(request, user_id);
}
