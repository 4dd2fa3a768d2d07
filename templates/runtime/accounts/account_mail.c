/* account_mail.c - see account_mail.h. */
#include "accounts/account_mail.h"

#include "base/log.h"
#include "base/utf8.h"
#include "formats/date.h"
#include "formats/json.h"
#include "outside/mail.h"
#include "outside/outbox.h"
#include "read/rows.h"
#include "request/server.h"
#include "write/row_write.h"

/* A user is sent the same kind of mail on request no sooner than this: a stranger could fill
 * somebody's mailbox otherwise. */
enum { MAIL_PAUSE = 60 }; /* seconds */

struct account {
    struct text user_id; /* no text: there is none */
    struct text username;
    struct text email;
    bool verified;
};

static int column_of(const struct class *class, const char *name)
{
    const struct class_field *field = class_find_field(class, text_of(name));

    return field ? field->column : -1;
}

/* The one account that matches, read with the server's own rights; none when there are several. */
static bool find_account(struct request *request, struct text user_id, const cJSON *where,
                         struct account *account)
{
    struct arena *arena = request->context.arena;
    struct row_query query = {
        .class = request->app->user,
        .operation = OPERATION_UPDATE,
        .object_id = user_id,
        .where = where,
        .limit = 2,
    };
    struct principal before = request_act_as_server(request);
    struct store_statement *rows;
    bool found = false;
    bool done;
    int count = 0;

    *account = (struct account){.user_id = text_none()};
    done = rows_select(request, &query, &rows);
    while (done && (done = sql_next(&request->context, rows, &found)) && found && count++ == 0) {
        account->user_id = arena_copy(arena, store_column_text(rows, COLUMN_OBJECT_ID));
        account->username =
            arena_copy(arena, store_column_text(rows, column_of(query.class, "username")));
        account->email =
            arena_copy(arena, store_column_text(rows, column_of(query.class, "email")));
        account->verified = store_column_int64(rows, column_of(query.class, "emailVerified")) != 0;
    }
    store_release(rows);
    request_act_as(request, before);
    if (count > 1)
        account->user_id = text_none();
    return done;
}

/* The field's value in an edit; no text when the edit does not set it. */
static struct text text_value(const struct object_edit *edit, const char *name)
{
    const struct class_field *field = class_find_field(edit->class, text_of(name));
    int index = field ? class_field_index(edit->class, field) : -1;

    if (index < 0 || *object_state(edit->class, edit->object, index) != FIELD_SET)
        return text_none();
    return *(const struct text *)object_value(edit->object, field);
}

/* Sets emailVerified, unless the edit, which is the master key's then, does it itself. */
static void set_verified(const struct class *class, void *object, bool verified)
{
    const struct class_field *field = class_find_field(class, text_of("emailVerified"));
    unsigned char *state =
        field ? object_state(class, object, class_field_index(class, field)) : NULL;

    if (!state || *state != FIELD_ABSENT)
        return;
    *state = FIELD_SET;
    *(bool *)object_member(object, field) = verified;
}

bool account_mail_before_save(struct request *request, struct save *save)
{
    struct object_edit *edit = save->edit;
    const struct class_field *field =
        edit->class == request->app->user ? class_find_field(edit->class, text_of("email")) : NULL;
    int index = field ? class_field_index(edit->class, field) : -1;
    bool verifies = request->server->options.verify_emails;
    struct text email = text_value(edit, "email");
    struct account account = {.user_id = text_none()};

    if (index < 0 || *object_state(edit->class, edit->object, index) == FIELD_ABSENT)
        return true;
    if (!save->is_new &&
        !find_account(request, ((const struct object *)edit->object)->object_id, NULL, &account))
        return false;
    if (text_equal(account.email, email))
        return true;
    /* A new user has no older links to be dropped. */
    save->new_email = !save->is_new || (verifies && email.length);
    if ((verifies && email.length) || account.verified)
        set_verified(edit->class, edit->object, false);
    return true;
}

/* A text that somebody chose, as one line of plain text: nobody writes a letter of his own by his name. */
static void add_line(struct buffer *buffer, struct text text)
{
    size_t length;

    for (size_t i = 0; i < text.length; i += length ? length : 1) {
        length = utf8_character_length(text, i);
        if (length == 0 || (unsigned char)text.bytes[i] < ' ' || text.bytes[i] == 0x7f)
            buffer_add_char(buffer, '?');
        else
            buffer_add(buffer, text.bytes + i, length);
    }
}

/* What a letter of each purpose says, and where its link leads. */
static const struct {
    const char *about; /* for operators */
    const char *subject;
    const char *end;
    const char *page;
} kinds[] = {
    [EMAIL_VERIFY] = {"confirm an address", "Please verify your e-mail for ", "\r\n",
                      "verify_email"},
    [EMAIL_RESET] = {"choose a new password", "Password reset for ",
                     "\r\n\r\nIf it was not you, there is nothing to do: the password stays as it "
                     "is.\r\n",
                     "request_password_reset"},
    [EMAIL_INVITE] = {"take an account", "Your account with ",
                      "\r\n\r\nIf you do not know why, there is nothing to do: the account lets "
                      "nobody in.\r\n",
                      "accept_invitation"},
};

static int64_t seconds_of(const struct options *options, enum email_purpose purpose)
{
    const int64_t seconds[] = {[EMAIL_VERIFY] = options->verify_seconds,
                               [EMAIL_RESET] = options->reset_seconds,
                               [EMAIL_INVITE] = options->invitation_seconds};

    return seconds[purpose];
}

static struct text write_subject(struct arena *arena, enum email_purpose purpose, const char *title)
{
    struct buffer subject;

    buffer_init(&subject, arena, 128);
    buffer_add_string(&subject, kinds[purpose].subject);
    add_line(&subject, text_of(title));
    return subject.failed ? text_none() : buffer_text(&subject);
}

static struct text write_body(struct arena *arena, enum email_purpose purpose, const char *title,
                              const struct account *account, struct text link)
{
    struct buffer body;

    buffer_init(&body, arena, 1024);
    buffer_add_string(&body, "Hi,\r\n\r\n");
    if (purpose == EMAIL_VERIFY) {
        buffer_add_string(&body, "you are being asked to confirm the e-mail address ");
        add_line(&body, account->email);
        buffer_add_string(&body, " with ");
        add_line(&body, text_of(title));
        buffer_add_string(&body, ".\r\n\r\nFollow this link to confirm it:\r\n");
    } else if (purpose == EMAIL_INVITE) {
        buffer_add_string(&body, "an account was made for you with ");
        add_line(&body, text_of(title));
        buffer_add_string(&body, ".\r\n\r\nFollow this link to choose its name and password:\r\n");
    } else {
        buffer_add_string(&body, "somebody, hopefully you, asked to reset your password for ");
        add_line(&body, text_of(title));
        buffer_add_string(&body, " (your username is '");
        add_line(&body, account->username);
        buffer_add_string(&body, "').\r\n\r\nFollow this link to choose a new one:\r\n");
    }
    add_line(&body, link);
    buffer_add_string(&body, kinds[purpose].end);
    return body.failed ? text_none() : buffer_text(&body);
}

/* A token of nobody is made, so that no address is known by its time, but leads nowhere. */
static bool put_letter(struct request *request, const struct outbox_letter *letter, bool is_nobodys)
{
    if (is_nobodys)
        return outbox_put_nothing(request, letter);
    if (mail_address_is_safe(letter->to))
        return outbox_put(request, letter);
    log_error("a mail was not sent: its address is none");
    return true;
}

/* Mails the link of a token that was made, once it is on disk. */
static bool mail_token(struct request *request, enum email_purpose purpose,
                       const struct account *account, struct text token)
{
    const struct options *options = &request->server->options;
    const char *title = request->app->title;
    struct arena *arena = request->context.arena;
    struct outbox_letter letter = {.kind = OUTBOX_MAIL,
                                   .about = kinds[purpose].about,
                                   .to = account->email,
                                   .subject = account->user_id,
                                   .seconds = seconds_of(options, purpose)};
    struct mail mail = {.from = options->mail_from, .to = account->email};
    struct buffer message;
    struct text link;

    link = arena_printf(arena, "%.*s/apps/%.*s/%s?token=%.*s", TEXT_PRINTED(options->public_url),
                        TEXT_PRINTED(options->app_id), kinds[purpose].page, TEXT_PRINTED(token));
    mail.subject = write_subject(arena, purpose, title);
    mail.body = write_body(arena, purpose, title, account, link);
    letter.id = mail.id = outbox_new_id(request);
    buffer_init(&message, arena, 2048);
    if (!mail.subject.bytes || !mail.body.bytes || !letter.id.bytes || arena->failed)
        return fail_internal(&request->context, "out of memory");
    mail_compose(&message, &mail, date_wall());
    letter.body = buffer_text(&message);
    if (message.failed)
        return fail_internal(&request->context, "out of memory");
    return put_letter(request, &letter, !account->user_id.length);
}

static bool mail_link(struct request *request, enum email_purpose purpose,
                      const struct account *account)
{
    struct email_token owner = {account->user_id, account->email};
    struct text token;

    return email_token_issue(request, purpose, &owner,
                             seconds_of(&request->server->options, purpose), &token) &&
           mail_token(request, purpose, account, token);
}

bool account_mail_invite(struct request *request, const struct email_token *owner,
                         struct text *token)
{
    struct account account = {.user_id = owner->user_id, .email = owner->email};

    return email_token_issue(request, EMAIL_INVITE, owner,
                             seconds_of(&request->server->options, EMAIL_INVITE), token) &&
           (!owner->email.length || mail_token(request, EMAIL_INVITE, &account, *token));
}

bool account_mail_after_save(struct request *request, const struct save *save)
{
    const struct object *head = save->edit->object;
    struct account account = {.user_id = head->object_id};

    if (!save->new_email)
        return true;
    account.email = text_value(save->edit, "email");
    /* What was sent to the address before is not the user's any more. */
    if (!email_token_drop(request, EMAIL_RESET, head->object_id))
        return false;
    if (!account.email.length || !request->server->options.verify_emails)
        return email_token_drop(request, EMAIL_VERIFY, head->object_id);
    return mail_link(request, EMAIL_VERIFY, &account);
}

bool account_mail_check_log_in(struct request *request, struct text user_id)
{
    struct account account;

    if (!request->server->options.prevent_unverified_login)
        return true;
    if (!find_account(request, user_id, NULL, &account))
        return false;
    return account.verified ||
           fail(&request->context, PARSE_EMAIL_NOT_FOUND, "User email is not verified.");
}

bool account_mail_delays_session(const struct request *request)
{
    return request->server->options.prevent_unverified_login;
}

bool account_mail_forget(struct request *request, struct text user_id)
{
    return email_token_drop(request, EMAIL_VERIFY, user_id) &&
           email_token_drop(request, EMAIL_RESET, user_id) &&
           email_token_drop(request, EMAIL_INVITE, user_id) &&
           outbox_forget_mails(request, user_id);
}

bool account_mail_confirm(struct request *request, struct text token, bool *confirmed)
{
    const struct class *class = request->app->user;
    struct principal before;
    struct object *object;
    struct email_token owner;
    struct account account;
    bool done;

    *confirmed = false;
    if (!email_token_find(request, EMAIL_VERIFY, token, &owner, confirmed) || !*confirmed)
        return request->context.error.code == 0;
    if (!find_account(request, owner.user_id, NULL, &account))
        return false;
    *confirmed = account.user_id.bytes && text_equal(account.email, owner.email);
    if (!*confirmed)
        return true;
    object = arena_alloc(request->context.arena, class->object_size);
    if (!object)
        return fail_internal(&request->context, "out of memory");
    object->object_id = account.user_id;
    object->updated_at = request->now;
    set_verified(class, object, true);
    before = request_act_as_server(request);
    done = rows_update(request, class, object, NULL);
    request_act_as(request, before);
    return done && email_token_drop(request, EMAIL_VERIFY, account.user_id);
}

/* Where letters to the user go: the e-mail address, or without one the name, which may be one. */
static struct text address_of(const struct account *account)
{
    return account->email.length ? account->email : account->username;
}

bool account_mail_find_reset(struct request *request, struct text token, struct text *user_id,
                             bool *found)
{
    struct email_token owner;
    struct account account;

    *found = false;
    if (!token.length)
        return true;
    if (!email_token_find(request, EMAIL_RESET, token, &owner, found) || !*found)
        return request->context.error.code == 0;
    if (!find_account(request, owner.user_id, NULL, &account))
        return false;
    *found = account.user_id.bytes && text_equal(address_of(&account), owner.email);
    *user_id = account.user_id;
    return true;
}

bool account_mail_request_prepare(struct request *request)
{
    const cJSON *email =
        request->body ? cJSON_GetObjectItemCaseSensitive(request->body, "email") : NULL;

    if (!mail_is_configured(&request->server->options))
        return fail(&request->context, PARSE_INTERNAL,
                    "An appName, publicServerURL, and emailAdapter are required for password reset "
                    "and email verification functionality.");
    if (!email || cJSON_IsNull(email) || (cJSON_IsString(email) && !email->valuestring[0]))
        return fail(&request->context, PARSE_EMAIL_MISSING, "you must provide an email");
    if (!cJSON_IsString(email))
        return fail(&request->context, PARSE_INVALID_EMAIL_ADDRESS,
                    "you must provide a valid email string");
    request->state = email->valuestring;
    return true;
}

/* {"email": address}, or who has no e-mail address but this username. */
static cJSON *where_address(const char *address, bool is_username)
{
    cJSON *where = cJSON_CreateObject();

    if (!where || !cJSON_AddStringToObject(where, is_username ? "username" : "email", address) ||
        (is_username &&
         !cJSON_AddBoolToObject(cJSON_AddObjectToObject(where, "email"), "$exists", false)))
        return NULL;
    return where;
}

/* Mails a link to whoever the address belongs to, if anybody. */
static bool mail_to(struct request *request, enum email_purpose purpose, bool is_username)
{
    const char *address = request->state;
    struct account account;
    const cJSON *where;
    bool recent = false;

    json_use_arena(request->context.arena);
    where = where_address(address, is_username);
    if (!where)
        return fail_internal(&request->context, "out of memory");
    if (!find_account(request, text_none(), where, &account))
        return false;
    if (purpose == EMAIL_VERIFY && (account.verified || !request->server->options.verify_emails))
        account.user_id = text_none();
    if (account.user_id.bytes &&
        !email_token_is_recent(request, purpose, account.user_id, MAIL_PAUSE, &recent))
        return false;
    if (!account.user_id.bytes || recent)
        account.user_id = text_of("");
    account.email = text_of(address);
    return mail_link(request, purpose, &account);
}

/* Answers {} whatever was done. One user's name may be another's address: each is sent a link of its
 * own, and it is for the mailbox's owner to say which of the two accounts is meant. */
static bool answer_request(struct request *request, enum email_purpose purpose)
{
    buffer_add_string(&request->response.body, "{}");
    return mail_to(request, purpose, false) &&
           (purpose != EMAIL_RESET || mail_to(request, purpose, true));
}

bool account_mail_request_reset(struct request *request)
{
    return answer_request(request, EMAIL_RESET);
}

bool account_mail_request_verification(struct request *request)
{
    return answer_request(request, EMAIL_VERIFY);
}
