/* pages.c - see pages.h. */
#include "routes/pages.h"

#include "accounts/account_mail.h"
#include "accounts/invitations.h"
#include "accounts/password_change.h"
#include "accounts/sessions.h"
#include "accounts/users.h"
#include "formats/html.h"
#include "guard/audit.h"
#include "read/rows.h"
#include "request/server.h"

/* What the stages of a reset hand to each other. */
struct reset {
    struct text token;
    struct password_change change;
    const char *fault; /* why the form is shown again; NULL: nothing is wrong so far */
};

bool pages_has_path(struct text path)
{
    static const char start[] = "/apps/";

    return path.length >= sizeof start - 1 && memcmp(path.bytes, start, sizeof start - 1) == 0;
}

bool pages_read_form(struct request *request)
{
    if (!request->body_text.length)
        return true;
    if (!query_parse(request->context.arena, request->body_text, &request->parameters,
                     &request->parameter_count))
        return fail_internal(&request->context, "out of memory");
    return true;
}

static void open_page(struct request *request, const char *heading)
{
    struct buffer *body = &request->response.body;

    request->response.content_type = "text/html; charset=utf-8";
    body->length = 0;
    buffer_add_string(body,
                      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    buffer_add_string(body, heading);
    buffer_add_string(body, "</title>\n</head>\n<body>\n<h1>");
    html_write(body, text_of(request->app->title));
    buffer_add_string(body, "</h1>\n<h2>");
    buffer_add_string(body, heading);
    buffer_add_string(body, "</h2>\n");
}

static void close_page(struct request *request)
{
    buffer_add_string(&request->response.body, "</body>\n</html>\n");
}

/* A page that only says something. */
static bool say(struct request *request, int status, const char *heading, const char *sentence)
{
    open_page(request, heading);
    buffer_add_string(&request->response.body, "<p>");
    buffer_add_string(&request->response.body, sentence);
    buffer_add_string(&request->response.body, "</p>\n");
    close_page(request);
    request->response.status = status;
    return true;
}

static bool say_invalid_link(struct request *request)
{
    return say(request, 404, "Invalid link",
               "This link has been used already, has expired, or was never one of ours.");
}

/* Opens a page with a form that has the token in it; the fault says why it is shown again, or is NULL. */
static void open_form(struct request *request, const char *heading, const char *fault,
                      const char *action, struct text token)
{
    struct buffer *body = &request->response.body;

    open_page(request, heading);
    if (fault) {
        buffer_add_string(body, "<p role=\"alert\">");
        html_write(body, text_of(fault));
        buffer_add_string(body, "</p>\n");
    }
    buffer_add_string(body, "<form method=\"post\" action=\"");
    buffer_add_string(body, action);
    buffer_add_string(body, "\" autocomplete=\"off\">\n"
                            "<input type=\"hidden\" name=\"token\" value=\"");
    html_write(body, token);
    buffer_add_string(body, "\">\n");
}

static void close_form(struct request *request, const char *fault, const char *button)
{
    struct buffer *body = &request->response.body;

    buffer_add_string(body, "<p><label>The same again <input type=\"password\" "
                            "name=\"confirm_new_password\" autocomplete=\"new-password\" required>"
                            "</label></p>\n<p><button>");
    buffer_add_string(body, button);
    buffer_add_string(body, "</button></p>\n</form>\n");
    close_page(request);
    request->response.status = fault ? 400 : 200;
}

static bool show_form(struct request *request, struct text token, const char *fault)
{
    open_form(request, "Choose a new password", fault, "request_password_reset", token);
    buffer_add_string(&request->response.body,
                      "<p><label>New password <input type=\"password\" name=\"new_password\" "
                      "autocomplete=\"new-password\" required></label></p>\n");
    close_form(request, fault, "Change password");
    return true;
}

/* The path names the app that it is about. */
static bool check_app(struct request *request)
{
    if (text_equal(request->segments[0], request->server->options.app_id))
        return true;
    request->context.error =
        (struct parse_error){.code = -1, .status = 403, .message = text_of("unauthorized")};
    return false;
}

bool pages_verify_prepare(struct request *request)
{
    return check_app(request);
}

bool pages_verify(struct request *request)
{
    struct text token = request_parameter(request, "token");
    bool confirmed = false;

    if (token.length && !account_mail_confirm(request, token, &confirmed))
        return false;
    if (!confirmed)
        return say_invalid_link(request);
    return say(request, 200, "E-mail address confirmed", "Thank you: this address is yours.");
}

bool pages_choose_password(struct request *request)
{
    struct text token = request_parameter(request, "token");
    struct text user_id;
    bool found = false;

    if (!check_app(request) || !account_mail_find_reset(request, token, &user_id, &found))
        return false;
    return found ? show_form(request, token, NULL) : say_invalid_link(request);
}

/* What the password policy says goes onto the form; other failures stay what they are. */
static bool take_fault(struct request *request, struct reset *reset)
{
    if (request->context.error.code != PARSE_VALIDATION)
        return false;
    reset->fault = request->context.error.message.bytes;
    return forgive(&request->context);
}

bool pages_reset_prepare(struct request *request)
{
    struct reset *reset = arena_alloc(request->context.arena, sizeof *reset);
    struct text again = request_parameter(request, "confirm_new_password");
    struct text user_id;
    bool found = false;

    if (!reset)
        return fail_internal(&request->context, "out of memory");
    request->state = reset;
    reset->token = request_parameter(request, "token");
    reset->change.password = request_parameter(request, "new_password");
    if (!check_app(request) || !account_mail_find_reset(request, reset->token, &user_id, &found))
        return false;
    if (!reset->change.password.length)
        reset->fault = "Please enter a password.";
    else if (again.bytes && !text_equal(again, reset->change.password))
        reset->fault = "The two passwords differ.";
    else if (found && !password_change_prepare(request, &reset->change, user_id, text_none()))
        return take_fault(request, reset);
    /* Nobody without a good link makes the server hash. */
    request->needs_hash = found && !reset->fault;
    return true;
}

bool pages_reset_hash(struct request *request)
{
    struct reset *reset = request->state;

    return password_change_hash(request, &reset->change) || take_fault(request, reset);
}

bool pages_reset(struct request *request)
{
    struct reset *reset = request->state;
    struct text user_id;
    bool found = false;

    /* Once more: the link may have been used since the request was prepared. */
    if (!account_mail_find_reset(request, reset->token, &user_id, &found))
        return false;
    if (!found)
        return say_invalid_link(request);
    if (reset->fault)
        return show_form(request, reset->token, reset->fault);
    if (!password_change_keep(request, &reset->change, user_id) ||
        !audit_note(request, "password-reset", request->app->user->name, user_id,
                    text_of("{\"by\":\"emailLink\"}")))
        return false;
    return say(request, 200, "Password changed",
               "You can sign in with the new password now. All other sessions have ended.");
}

/* Invitations. */

/* What the stages of taking an account hand to each other: the sign-up, and what it hands to its own. */
struct acceptance {
    struct text token;
    void *sign_up;
    const char *fault; /* why the form is shown again; NULL: nothing is wrong so far */
    bool is_dead;      /* the link leads nowhere */
};

static bool show_invitation(struct request *request, struct text token, const char *fault)
{
    open_form(request, "Your account", fault, "accept_invitation", token);
    buffer_add_string(&request->response.body,
                      "<p><label>Username <input name=\"username\" "
                      "autocomplete=\"username\" required></label></p>\n"
                      "<p><label>Password <input type=\"password\" name=\"new_password\" "
                      "autocomplete=\"new-password\" required></label></p>\n");
    close_form(request, fault, "Take the account");
    return true;
}

bool pages_invite(struct request *request)
{
    struct text token = request_parameter(request, "token");
    struct text user_id;
    bool found;

    if (!check_app(request) || !invitation_find(request, token, &user_id, &found))
        return false;
    return found ? show_invitation(request, token, NULL) : say_invalid_link(request);
}

/* What a client would be told goes onto the form; the server's own failures stay what they are. */
static bool take_refusal(struct request *request, struct acceptance *acceptance)
{
    if (request->context.error.internal || request->context.error.status >= 500)
        return false;
    acceptance->fault = request->context.error.message.bytes;
    request->needs_hash = false;
    request->call = NULL;
    return forgive(&request->context);
}

/* Afterwards it would be too late to show the form: what was written must be undone then. */
static bool check_free(struct request *request, struct text username, struct text user_id)
{
    struct principal before = request_act_as_server(request);
    struct text holder;
    bool done = rows_find_id(request, request->app->user, "username", username, &holder);

    request_act_as(request, before);
    if (!done)
        return false;
    return !holder.bytes || text_equal(holder, user_id) ||
           fail(&request->context, PARSE_USERNAME_TAKEN,
                "Account already exists for this username.");
}

static bool prepare_sign_up(struct request *request, struct acceptance *acceptance,
                            struct text user_id)
{
    struct text username = request_parameter(request, "username");
    struct text password = request_parameter(request, "new_password");
    struct arena *arena = request->context.arena;
    cJSON *body = cJSON_CreateObject();

    if (!text_equal(password, request_parameter(request, "confirm_new_password")))
        return fail(&request->context, PARSE_VALIDATION, "The two passwords differ.");
    if (!username.length || !password.length)
        return fail(&request->context, PARSE_VALIDATION, "Please enter a username and a password.");
    if (!check_free(request, username, user_id))
        return false;
    if (!cJSON_AddStringToObject(body, "username", arena_copy(arena, username).bytes) ||
        !cJSON_AddStringToObject(body, "password", arena_copy(arena, password).bytes) ||
        !cJSON_AddStringToObject(body, "invitationToken",
                                 arena_copy(arena, acceptance->token).bytes) ||
        arena->failed)
        return fail_internal(&request->context, "out of memory");
    request->body = body;
    return users_create_prepare(request);
}

bool pages_accept_prepare(struct request *request)
{
    struct acceptance *acceptance = arena_alloc(request->context.arena, sizeof *acceptance);
    struct text user_id;
    bool found;
    bool done;

    if (!acceptance)
        return fail_internal(&request->context, "out of memory");
    acceptance->token = request_parameter(request, "token");
    if (!check_app(request) || !invitation_find(request, acceptance->token, &user_id, &found))
        return false;
    acceptance->is_dead = !found;
    done = !found || prepare_sign_up(request, acceptance, user_id);
    acceptance->sign_up = request->state;
    request->state = acceptance;
    return done || take_refusal(request, acceptance);
}

bool pages_accept_hash(struct request *request)
{
    struct acceptance *acceptance = request->state;
    bool done;

    request->state = acceptance->sign_up;
    done = users_create_hash(request);
    request->state = acceptance;
    return done || take_refusal(request, acceptance);
}

bool pages_accept(struct request *request)
{
    struct acceptance *acceptance = request->state;
    struct text user_id;
    bool found;

    if (!invitation_find(request, acceptance->token, &user_id, &found))
        return false;
    if (!found || acceptance->is_dead)
        return say_invalid_link(request);
    if (acceptance->fault)
        return show_invitation(request, acceptance->token, acceptance->fault);
    request->state = acceptance->sign_up;
    /* The session is nobody's: the page has no use for it. */
    if (!users_create(request) || !sessions_end_all(request, user_id))
        return false;
    request->response.location = text_none();
    return say(request, 200, "The account is yours",
               "You can sign in with the username and the password now.");
}
