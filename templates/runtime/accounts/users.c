/* users.c - see users.h. Each handler's stages stand together, in the order in which they run. */
#include "accounts/users.h"

#include "accounts/account_lock.h"
#include "accounts/account_mail.h"
#include "accounts/auth_data.h"
#include "accounts/credential.h"
#include "accounts/invitations.h"
#include "accounts/log_in.h"
#include "accounts/password_change.h"
#include "accounts/sessions.h"
#include "formats/acl.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "hooks/trigger.h"
#include "hooks/webhook.h"
#include "objects/objects.h"
#include "request/rates.h"

enum { RANDOM_NAME_CHARACTERS = 25 };

/* Members of a body that are no fields here. */
static const char *const own_members[] = {"password", "authData", NULL};

/* What the stages of a sign-up or an update hand to each other. */
struct user_edit {
    struct object_edit edit;
    struct password_change change;
    struct auth_data auth;
    struct text invitation; /* the token by which an account is taken; no text: there is none */
};

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

/* The password, when the body has one; it must be a text that is not empty, and fit the policy. */
static bool read_password(struct request *request, struct text user_id, struct text username,
                          struct user_edit *user)
{
    if (!cJSON_GetObjectItemCaseSensitive(request->body, "password"))
        return true;
    user->change.password = body_text(request, "password");
    if (!user->change.password.bytes)
        return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required");
    request->needs_hash = true;
    return password_change_prepare(request, &user->change, user_id, username);
}

/* Where the app's rules say who is approved but not who signs up, accounts are made for people. */
static bool check_sign_up(struct request *request)
{
    if (request->app->sign_up_closed && !request->principal.master)
        return guard_refuse(request, request->app->user, OPERATION_CREATE,
                            "accounts are made with the master key");
    return true;
}

/* Without authData there must be a name and a password. */
static bool check_complete(struct request *request)
{
    const cJSON *auth = cJSON_GetObjectItemCaseSensitive(request->body, "authData");

    if (!body_text(request, "username").bytes)
        return fail(&request->context, PARSE_USERNAME_MISSING, "bad or missing username");
    if (!body_text(request, "password").bytes)
        return fail(&request->context, PARSE_PASSWORD_MISSING, "password is required");
    if (cJSON_IsNull(auth))
        return fail(&request->context, PARSE_UNSUPPORTED_SERVICE,
                    "This authentication method is unsupported.");
    return true;
}

/* Reads the new user's fields. Whoever comes by authData need not have a name: it gets a random one,
 * which the answer tells. */
static bool read_new_user(struct request *request, struct object_edit *edit)
{
    const struct class *class = request->app->user;
    const struct class_field *field = class_find_field(class, text_of("username"));
    int index = class_field_index(class, field);

    if (!object_edit_read(request, class, request->body, own_members, edit))
        return false;
    if (*object_state(class, edit->object, index) == FIELD_ABSENT) {
        struct text *name = (struct text *)object_member(edit->object, field);
        *name = random_name(request->context.arena, RANDOM_NAME_CHARACTERS);
        *object_state(class, edit->object, index) = FIELD_SET;
        edit->computed[index] = true;
    }
    return object_edit_complete(request, edit);
}

/* Somebody takes the account that was made for them: the rest is an update of it, as its user's. */
static bool prepare_invited(struct request *request, const cJSON *given)
{
    struct text token = text_of(cJSON_GetStringValue(given));
    struct user_edit *user;
    struct text user_id;
    bool found;

    cJSON_DetachItemFromObjectCaseSensitive(request->body, "invitationToken");
    if (!invitation_find(request, token, &user_id, &found))
        return false;
    if (!found)
        return invitation_fail(request);
    if (!check_complete(request) || !invitation_become(request, user_id) ||
        !rates_take(request, RATE_SIGN_UPS, 1) || !users_update_prepare(request))
        return false;
    user = request->state;
    user->invitation = token;
    return true;
}

bool users_create_prepare(struct request *request)
{
    const cJSON *invitation = cJSON_GetObjectItemCaseSensitive(request->body, "invitationToken");
    struct user_edit *user = arena_alloc(request->context.arena, sizeof *user);
    bool by_auth_data = auth_data_is_given(request->body);
    struct text known;

    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (invitation)
        return prepare_invited(request, invitation);
    request->state = user;
    if (!by_auth_data && !check_complete(request))
        return false;
    if (!read_password(request, text_none(), body_text(request, "username"), user) ||
        !check_email(request) || !auth_data_read(request, request->body, &user->auth) ||
        !auth_data_find_user(request, &user->auth, &known))
        return false;
    if (known.bytes)
        return webhook_before_login(request, known);
    if (!check_sign_up(request))
        return false;
    return read_new_user(request, &user->edit) && rates_take(request, RATE_SIGN_UPS, 1) &&
           webhook_before_save(request, &user->edit, text_none());
}

bool users_create_hash(struct request *request)
{
    struct user_edit *user = request->state;

    return password_change_hash(request, &user->change);
}

/* A new user's ACL is private: the user alone, besides what the sign-up itself granted. Nor can one
 * that is changed keep users from their own account, unless the master key closes it so. */
static bool grant_to_self(struct request *request, struct object *user, struct text user_id)
{
    struct text others = user->has_acl ? user->acl : text_of("");

    user->has_acl = true;
    user->acl = acl_with_owner(request->context.arena, user_id, others);
    return user->acl.bytes || fail_internal(&request->context, "out of memory");
}

static bool keep_open(struct request *request, const struct object_edit *edit)
{
    struct object *user = edit->object;

    return !user->has_acl || request->principal.master ||
           grant_to_self(request, user, request->segments[0]);
}

/* The session of a new user. parse-server calls one that came by authData a log-in. */
static bool start_session(struct request *request, const struct user_edit *user,
                          struct new_session *made)
{
    struct text user_id = ((const struct object *)user->edit.object)->object_id;
    struct text providers;

    if (!user->auth.count)
        return sessions_create(request, user_id, "signup", "password", made);
    providers = auth_data_providers(request->context.arena, &user->auth);
    return sessions_create(request, user_id, "login", providers.bytes, made);
}

static bool sign_up(struct request *request, struct user_edit *user)
{
    struct object *object = user->edit.object;
    struct text auth_response;
    struct new_session made;

    object->object_id = new_object_id(request->context.arena);
    if (!object->object_id.bytes)
        return fail_internal(&request->context, "out of memory");
    if (!grant_to_self(request, object, object->object_id) ||
        !object_edit_insert(request, &user->edit) ||
        (user->change.hash.bytes &&
         !credential_keep(request, object->object_id, user->change.hash)) ||
        !auth_data_apply(request, &user->auth, object->object_id, AUTH_SET_UP, &auth_response))
        return false;
    if (!account_mail_delays_session(request)) {
        if (!start_session(request, user, &made))
            return false;
        response_add_session_token(request, made.token);
    }
    if (auth_response.bytes)
        response_add_member(request, "authDataResponse", auth_response);
    request->response.status = 201;
    request->response.location =
        arena_printf(request->context.arena, "/users/%.*s", TEXT_PRINTED(object->object_id));
    return true;
}

/* The token is good once: the new password drops it (users_update()). */
static bool accept_invitation(struct request *request, const struct user_edit *user)
{
    struct text user_id;
    struct buffer id;
    bool found;

    if (!invitation_find(request, user->invitation, &user_id, &found))
        return false;
    if (!found)
        return invitation_fail(request);
    if (!invitation_become(request, user_id) || !users_update(request) ||
        !audit_note(request, "accept-invitation", request->app->user->name, user_id, text_none()))
        return false;
    buffer_init(&id, request->context.arena, 32);
    json_write_string(&id, user_id);
    response_add_member(request, "objectId", buffer_text(&id));
    request->response.status = 201;
    request->response.location =
        arena_printf(request->context.arena, "/users/%.*s", TEXT_PRINTED(user_id));
    return true;
}

bool users_create(struct request *request)
{
    struct user_edit *user = request->state;
    struct text known;

    if (user->invitation.bytes)
        return accept_invitation(request, user);
    /* Once more: since the request was prepared another may have signed up, or been deleted. */
    if (!auth_data_find_user(request, &user->auth, &known))
        return false;
    if (known.bytes)
        return log_in_by_auth_data(request, &user->auth, known);
    if (!user->edit.object)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "Object not found.");
    return sign_up(request, user);
}

/* Who may not write a user is told so with 206, whether or not there is such a user. */
static bool fail_not_own(struct request *request)
{
    if (request->context.error.code != PARSE_OBJECT_NOT_FOUND || request->principal.master)
        return false;
    return forgive(&request->context) &&
           fail(&request->context, PARSE_SESSION_MISSING, "Permission denied");
}

/* Checks, before anything is hashed, that the principal may write the user. Else the password history
 * would answer questions about others' passwords. */
static bool check_writable(struct request *request)
{
    return rows_require(request, request->app->user, OPERATION_UPDATE, request->segments[0]) ||
           fail_not_own(request);
}

/* An ACL opens the object of a user to others, not the account: whoever set its password, what it signs in by, or where
 * the link for a new password goes, would be that user. */
static bool check_credentials(struct request *request)
{
    static const char *const credentials[] = {"password", "authData", "username", "email"};
    const struct principal *principal = &request->principal;

    if (principal->master || text_equal(principal->user_id, request->segments[0]))
        return true;
    for (size_t i = 0; i < sizeof credentials / sizeof *credentials; i++)
        if (cJSON_GetObjectItemCaseSensitive(request->body, credentials[i]))
            return fail(&request->context, PARSE_SESSION_MISSING, "Permission denied");
    return true;
}

bool users_update_prepare(struct request *request)
{
    struct user_edit *user = arena_alloc(request->context.arena, sizeof *user);

    if (!user)
        return fail_internal(&request->context, "out of memory");
    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_SESSION_MISSING, "Permission denied");
    request->state = user;
    return check_writable(request) && check_credentials(request) &&
           read_password(request, request->segments[0], body_text(request, "username"), user) &&
           check_email(request) && auth_data_read(request, request->body, &user->auth) &&
           object_edit_read(request, request->app->user, request->body, own_members, &user->edit) &&
           keep_open(request, &user->edit) &&
           webhook_before_save(request, &user->edit, request->segments[0]);
}

bool users_update_hash(struct request *request)
{
    return users_create_hash(request);
}

bool users_update(struct request *request)
{
    struct user_edit *user = request->state;
    struct text user_id = request->segments[0];
    struct text auth_response;
    struct new_session made;

    if (!object_edit_update(request, &user->edit, user_id))
        return fail_not_own(request);
    if (!auth_data_apply(request, &user->auth, user_id, AUTH_UPDATE, &auth_response))
        return false;
    if (auth_response.bytes)
        response_add_member(request, "authDataResponse", auth_response);
    if (!user->change.password.bytes)
        return true;
    /* A new password ends every session; whoever set it goes on with a new one. */
    if (!password_change_keep(request, &user->change, user_id) ||
        !audit_note(request, "password-change", request->app->user->name, user_id, text_none()))
        return false;
    if (request->principal.master)
        return true;
    if (!sessions_create(request, user_id, "login", "password", &made))
        return false;
    response_add_session_token(request, made.token);
    return true;
}

bool users_find(struct request *request)
{
    return objects_find_class(request, request->app->user, NULL);
}

bool users_get(struct request *request)
{
    struct text user_id = request->segments[0];

    if (!object_write_by_id(request, &request->response.body, request->app->user, user_id))
        return false;
    /* As parse-server: oneself is shown with the token of the session that asks. */
    if (principal_signed_in(&request->principal) && text_equal(user_id, request->principal.user_id))
        response_add_session_token(request, request->session_token);
    return true;
}

bool users_get_me(struct request *request)
{
    if (!principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Permission denied");
    if (!object_write_by_id(request, &request->response.body, request->app->user,
                            request->principal.user_id))
        return false;
    response_add_session_token(request, request->session_token);
    return true;
}

bool users_delete_one(struct request *request, struct text user_id)
{
    return objects_delete_one(request, request->app->user, user_id) &&
           credential_forget(request, user_id) && account_lock_forget(request, user_id) &&
           auth_data_forget(request, user_id) && account_mail_forget(request, user_id) &&
           sessions_end_all(request, user_id);
}

bool users_delete_prepare(struct request *request)
{
    struct auth_data *auth = arena_alloc(request->context.arena, sizeof *auth);

    if (!auth)
        return fail_internal(&request->context, "out of memory");
    request->state = auth;
    return auth_data_read(request, request->body, auth) &&
           webhook_before_delete(request, request->app->user, request->segments[0]);
}

/* A session that was left open is not the account: where a second factor is set up, one of its codes comes along. */
static bool check_second_factor(struct request *request, struct text user_id)
{
    const struct auth_data *auth = request->state;
    struct text response;

    return request->principal.master ||
           (auth_data_check_additional(request, auth, user_id) &&
            auth_data_apply(request, auth, user_id, AUTH_LOG_IN, &response));
}

bool users_delete(struct request *request)
{
    struct text user_id = request->segments[0];

    if (!request->principal.master && (!principal_signed_in(&request->principal) ||
                                       !text_equal(request->principal.user_id, user_id)))
        return fail(&request->context, PARSE_SESSION_MISSING, "Insufficient auth to delete user");
    if (!check_second_factor(request, user_id) || !users_delete_one(request, user_id))
        return false;
    buffer_add_string(&request->response.body, "{}");
    return true;
}
