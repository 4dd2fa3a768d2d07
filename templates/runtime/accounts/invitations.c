/* invitations.c - see invitations.h. The row is created or updated by the route that clients have for it, in a
 * request within the request: what refuses it there refuses it here. */
#include "accounts/invitations.h"

#include "accounts/account_mail.h"
#include "accounts/session_cache.h"
#include "formats/acl.h"
#include "formats/date.h"
#include "formats/encoding.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "guard/guard.h"
#include "objects/objects.h"
#include "outside/mail.h"
#include "request/rates.h"
#include "request/server.h"

enum { RANDOM_NAME_CHARACTERS = 25 };

/* What the stages hand to each other. */
struct invitation {
    struct object_edit user;
    struct text user_id;
    struct text email;    /* no text: the token is answered */
    struct request *link; /* the request for the row; NULL: there is none */
};

static const char *member_text(const struct request *request, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(request->body, name));
}

/* Where the user is to stand: the field that is named, or the class's only pointer to users. */
static const struct class_field *find_field(const struct request *request,
                                            const struct class *class, const char *name)
{
    const struct class_field *only = NULL;

    for (int i = 0; i < class->field_count; i++) {
        const struct class_field *field = &class->fields[i];
        if (field->type != FIELD_POINTER || field->target != request->app->user)
            continue;
        if (name && text_is(field->name, name))
            return field;
        if (!name && only)
            return NULL;
        only = name ? NULL : field;
    }
    return only;
}

/* The app's own route for it; NULL where nobody may do such a thing with the class. */
static const struct route *find_route(const struct app *app, enum http_method method,
                                      struct text pattern)
{
    for (size_t i = 0; i < app->route_count; i++)
        if (app->routes[i].method == method && text_equal(app->routes[i].pattern, pattern))
            return &app->routes[i];
    return NULL;
}

/* The object that the row is made of, with the pointer to the user in it. */
static cJSON *body_of(const struct request *request, const struct class_field *field,
                      struct text user_id)
{
    cJSON *object = cJSON_GetObjectItemCaseSensitive(request->body, "object");
    cJSON *body = object ? cJSON_Duplicate(object, true) : cJSON_CreateObject();
    cJSON *pointer;

    if (!body)
        return NULL;
    cJSON_DeleteItemFromObjectCaseSensitive(body, field->name.bytes);
    pointer = cJSON_AddObjectToObject(body, field->name.bytes);
    return cJSON_AddStringToObject(pointer, "__type", "Pointer") &&
                   cJSON_AddStringToObject(pointer, "className", "_User") &&
                   cJSON_AddStringToObject(pointer, "objectId", user_id.bytes)
               ? body
               : NULL;
}

/* Makes the request for the row, of the same principal, and prepares it. */
static bool prepare_link(struct request *request, struct invitation *invitation)
{
    struct arena *arena = request->context.arena;
    const char *class_name = member_text(request, "className");
    const char *object_id = member_text(request, "objectId");
    bool makes = cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(request->body, "object"));
    const struct class *class = app_find_class(request->app, text_of(class_name));
    const struct class_field *field =
        class ? find_field(request, class, member_text(request, "field")) : NULL;
    struct request *link = arena_alloc(arena, sizeof *link);

    if (!link)
        return fail_internal(&request->context, "out of memory");
    if (!field || makes == (object_id != NULL))
        return fail(&request->context, PARSE_INVALID_JSON,
                    "An invitation names a className, an objectId or an object, and the field "
                    "that points to the user, where there are several.");
    *link = *request;
    link->context = (struct context){.arena = arena};
    link->method = makes ? METHOD_POST : METHOD_PUT;
    link->path = arena_printf(arena, makes ? "/classes/%.*s" : "/classes/%.*s/%s",
                              TEXT_PRINTED(class->name), object_id ? object_id : "");
    link->route = find_route(request->app, link->method,
                             arena_printf(arena, makes ? "/classes/%.*s" : "/classes/%.*s/:id",
                                          TEXT_PRINTED(class->name)));
    link->segments[0] = arena_copy(arena, text_of(object_id));
    link->parameter_count = 0;
    link->state = NULL;
    link->call = NULL;
    link->response = (struct response){.status = 200};
    buffer_init(&link->response.body, arena, 256);
    link->body = body_of(request, field, invitation->user_id);
    if (!link->body || arena->failed)
        return fail_internal(&request->context, "out of memory");
    if (!link->route)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "Nobody sets a pointer to a user there.");
    invitation->link = link;
    if (request_prepare(link))
        return true;
    request->context.error = link->context.error;
    return false;
}

static bool call_link(struct request *request)
{
    struct invitation *invitation = request->state;

    if (request_call(invitation->link))
        return true;
    request->context.error = invitation->link->context.error;
    return false;
}

/* Fields that the app's users must have are given by "user", as its client may give them. */
static bool read_user(struct request *request, struct invitation *invitation)
{
    static const char *const not_given[] = {"password", "authData", NULL};
    const struct class *class = request->app->user;
    cJSON *given = cJSON_GetObjectItemCaseSensitive(request->body, "user");
    cJSON *body = cJSON_IsObject(given) ? cJSON_Duplicate(given, true) : cJSON_CreateObject();
    struct object *object;

    cJSON_DeleteItemFromObjectCaseSensitive(body, "username");
    if (!body ||
        !cJSON_AddStringToObject(body, "username",
                                 random_name(request->context.arena, RANDOM_NAME_CHARACTERS).bytes))
        return fail_internal(&request->context, "out of memory");
    if (!object_edit_read(request, class, body, not_given, &invitation->user) ||
        !object_edit_complete(request, &invitation->user))
        return false;
    object = invitation->user.object;
    object->object_id = invitation->user_id;
    object->has_acl = true;
    object->acl = acl_with_owner(request->context.arena, invitation->user_id, text_of(""));
    return object->acl.bytes || fail_internal(&request->context, "out of memory");
}

static bool check_email(struct request *request, struct text email)
{
    if (!email.bytes)
        return true;
    if (!mail_is_configured(&request->server->options))
        return fail(&request->context, PARSE_INTERNAL,
                    "This server sends no mail: leave the address out, and hand the token over.");
    return mail_address_is_safe(email) ||
           fail(&request->context, PARSE_INVALID_EMAIL_ADDRESS, "Email address format is invalid.");
}

/* Where sign-ups are open everybody can make accounts. Where they are not, a patient who may point to another
 * user still makes none: staff are those in a role. */
static bool is_staff(const struct request *request)
{
    const struct app *app = request->app;

    if (request->principal.master || !app->sign_up_closed)
        return true;
    for (size_t i = 0; i < app->role_name_count; i++)
        if (principal_has_role(&request->principal, app->role_names[i]))
            return true;
    return false;
}

bool invitations_prepare(struct request *request)
{
    struct invitation *invitation = arena_alloc(request->context.arena, sizeof *invitation);
    bool has_row = cJSON_HasObjectItem(request->body, "className");

    if (!invitation)
        return fail_internal(&request->context, "out of memory");
    if (!request->principal.master && !principal_signed_in(&request->principal))
        return fail(&request->context, PARSE_INVALID_SESSION_TOKEN, "Session token required.");
    *invitation = (struct invitation){.user_id = new_object_id(request->context.arena),
                                      .email = text_of(member_text(request, "email"))};
    request->state = invitation;
    if (!invitation->user_id.bytes)
        return fail_internal(&request->context, "out of memory");
    if (request->principal.restricted)
        return guard_refuse(request, request->app->user, OPERATION_CREATE,
                            "the session is restricted");
    if (!is_staff(request))
        return guard_refuse(request, request->app->user, OPERATION_CREATE,
                            "accounts are made by those in a role");
    if (!has_row && !request->principal.master)
        return fail(&request->context, PARSE_OPERATION_FORBIDDEN,
                    "An invitation names the row that it is about.");
    if (!check_email(request, invitation->email) || !read_user(request, invitation) ||
        (has_row && !prepare_link(request, invitation)))
        return false;
    if (invitation->link && invitation->link->call)
        request->call = call_link;
    return rates_take(request, RATE_SIGN_UPS, 1);
}

/* The account is the server's to make, whatever sign-ups are open to: it lets nobody in. What it says is the client's. */
static bool make_user(struct request *request, struct invitation *invitation)
{
    bool done;

    request_make(request, request->app->user);
    done = object_edit_insert(request, &invitation->user);
    request_make(request, NULL);
    return done;
}

/* As whoever asks is judged now, which may be otherwise than when it was prepared. */
static bool link_row(struct request *request, struct invitation *invitation)
{
    struct request *link = invitation->link;
    bool done;

    if (!link)
        return true;
    link->principal = request->principal;
    link->store = request->store;
    link->now = request->now;
    link->emergency = request->emergency;
    done = request_execute(link);
    request->session_changes = request->session_changes || link->session_changes;
    request->context.error = link->context.error;
    return done;
}

static bool note(struct request *request, const struct invitation *invitation)
{
    struct buffer payload;

    buffer_init(&payload, request->context.arena, 128);
    if (invitation->link) {
        buffer_add_string(&payload, "{\"for\":");
        json_write_string(&payload, text_of(member_text(request, "className")));
        buffer_add_char(&payload, '}');
    }
    return audit_note(request, "invite", request->app->user->name, invitation->user_id,
                      invitation->link ? buffer_text(&payload) : text_none());
}

static void answer(struct request *request, const struct invitation *invitation, struct text token)
{
    int64_t seconds = request->server->options.invitation_seconds;
    struct buffer *body = &request->response.body;

    body->length = 0;
    buffer_add_string(body, "{\"userId\":");
    json_write_string(body, invitation->user_id);
    if (invitation->link && invitation->link->method == METHOD_POST) {
        buffer_add_string(body, ",\"object\":");
        buffer_add_text(body, buffer_text(&invitation->link->response.body));
    }
    buffer_add_string(body, ",\"expiresAt\":");
    date_write_json(body, request->now + seconds * 1000);
    if (!invitation->email.bytes) {
        buffer_add_string(body, ",\"invitationToken\":");
        json_write_string(body, token);
    }
    buffer_add_char(body, '}');
    request->response.status = 201;
}

bool invitations_execute(struct request *request)
{
    struct invitation *invitation = request->state;
    struct email_token owner = {.user_id = invitation->user_id,
                                .email = invitation->email.bytes ? invitation->email : text_of("")};
    struct text token;

    if (!make_user(request, invitation) || !link_row(request, invitation) ||
        !account_mail_invite(request, &owner, &token) || !note(request, invitation))
        return false;
    answer(request, invitation, token);
    return true;
}

bool invitation_find(struct request *request, struct text token, struct text *user_id, bool *found)
{
    struct email_token owner;

    *found = false;
    if (!token.length)
        return true;
    if (!email_token_find(request, EMAIL_INVITE, token, &owner, found))
        return false;
    if (*found)
        *user_id = owner.user_id;
    return true;
}

bool invitation_fail(struct request *request)
{
    return request->context.error.code == 0 &&
           fail(&request->context, PARSE_OBJECT_NOT_FOUND,
                "This invitation has been used already, has expired, or was never one of ours.");
}

bool invitation_become(struct request *request, struct text user_id)
{
    struct principal principal;
    bool known;

    if (!session_principal_of_user(request, user_id, &principal, &known))
        return false;
    if (!known)
        return invitation_fail(request);
    request->principal = principal;
    request->segments[0] = user_id;
    return true;
}
