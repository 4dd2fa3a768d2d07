/* user_command.c - see user_command.h. Each action is a row of the table. */
#include "program/user_command.h"

#include "formats/encoding.h"
#include "program/user_erase.h"
#include "program/user_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGE = 1000, PASSWORD_CHARACTERS = 20, PASSWORD_LIMIT = 4096, NAME_LIMIT = 128 };

/* Listing. */

/* Users by their ids, a page behind the last. */
static cJSON *next_page(struct order *order, const char *after)
{
    cJSON *parameters = cJSON_CreateObject();
    cJSON *where = cJSON_AddObjectToObject(parameters, "where");
    cJSON *id = cJSON_AddObjectToObject(where, "objectId");

    if (!cJSON_AddStringToObject(id, "$gt", after) ||
        !cJSON_AddStringToObject(parameters, "keys", "username,email") ||
        !cJSON_AddStringToObject(parameters, "order", "objectId") ||
        !cJSON_AddNumberToObject(parameters, "limit", PAGE))
        return NULL;
    return operator_find(order->call, "/users", parameters);
}

static const cJSON *find_lock(const cJSON *locks, const char *id)
{
    const cJSON *lock;

    cJSON_ArrayForEach(lock, locks)
    {
        if (strcmp(row_text(lock, "objectId"), id) == 0)
            return lock;
    }
    return NULL;
}

/* Takes what the list has of a user out of the row that the API has. */
static void print_user(const struct order *order, const cJSON *row, const cJSON *lock,
                       cJSON *listed)
{
    cJSON *item;

    if (!order->json) {
        printf("%-12s %-24s %-30s %s\n", row_text(row, "objectId"), row_text(row, "username"),
               row_text(row, "email"), lock ? "locked" : "");
        return;
    }
    item = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(item, "objectId", row_text(row, "objectId"));
    (void)cJSON_AddStringToObject(item, "username", row_text(row, "username"));
    (void)cJSON_AddStringToObject(item, "email", row_text(row, "email"));
    (void)cJSON_AddStringToObject(item, "createdAt", row_text(row, "createdAt"));
    (void)cJSON_AddBoolToObject(item, "locked", lock != NULL);
    (void)cJSON_AddItemToArray(listed, item);
}

static bool list(struct order *order)
{
    const cJSON *answer = operator_ask(order->call, "GET", text_of("/lockedUsers"), NULL);
    const cJSON *locks = cJSON_GetObjectItemCaseSensitive(answer, "results");
    cJSON *listed = cJSON_CreateArray();
    const char *after = "";
    const cJSON *row;
    const cJSON *page;

    if (!answer)
        return false;
    do {
        page = next_page(order, after);
        if (!page)
            return false;
        cJSON_ArrayForEach(row, page)
        {
            after = row_text(row, "objectId");
            print_user(order, row, find_lock(locks, after), listed);
        }
    } while (cJSON_GetArraySize(page) == PAGE);
    return !order->json || print_json(listed);
}

/* Passwords. */

/* The one in the file, or a new one, which is printed once it counts. */
static bool take_password(struct order *order, char *password, bool *made)
{
    FILE *file = NULL;
    struct text random;

    *made = !order->password_file;
    if (*made) {
        random = random_name(order->call->arena, PASSWORD_CHARACTERS);
        snprintf(password, PASSWORD_LIMIT, "%.*s", TEXT_PRINTED(random));
        return random.bytes != NULL;
    }
    file = strcmp(order->password_file, "-") == 0 ? stdin : fopen(order->password_file, "re");
    if (!file || !fgets(password, PASSWORD_LIMIT, file))
        password[0] = '\0';
    if (file && file != stdin)
        fclose(file);
    password[strcspn(password, "\r\n")] = '\0';
    if (!*password)
        fprintf(stderr, "%s has no password\n", order->password_file);
    return *password != '\0';
}

static void tell_password(const char *password, bool made)
{
    if (made)
        printf("password: %s\n", password);
}

/* Ends the sessions of a user: one was begun for whoever made the account. */
static bool end_sessions(struct order *order, struct text user_id)
{
    return change_user(order, "DELETE", user_id, "/sessions", NULL);
}

static bool give_role(struct order *order, const char *method, struct text user_id,
                      const char *role)
{
    struct buffer behind;

    buffer_init(&behind, order->call->arena, 64);
    buffer_add_string(&behind, "/roles");
    operator_add_segment(&behind, text_of(role));
    buffer_add_char(&behind, '\0');
    return !behind.failed && change_user(order, method, user_id, behind.bytes, NULL);
}

static bool create(struct order *order)
{
    char password[PASSWORD_LIMIT];
    cJSON *body = cJSON_CreateObject();
    const cJSON *made;
    struct text id;
    bool is_made;

    if (!take_password(order, password, &is_made) ||
        !cJSON_AddStringToObject(body, "username", order->words[0]) ||
        !cJSON_AddStringToObject(body, "password", password) ||
        (order->email && !cJSON_AddStringToObject(body, "email", order->email)))
        return false;
    made = operator_ask(order->call, "POST", text_of("/users"), body);
    if (!made)
        return false;
    id = text_of(row_text(made, "objectId"));
    if (!end_sessions(order, id))
        return false;
    printf("%s is user %s\n", order->words[0], id.bytes);
    tell_password(password, is_made);
    if (!order->role)
        return true;
    if (!give_role(order, "PUT", id, order->role))
        return false;
    printf("%s is in the role %s\n", order->words[0], order->role);
    return true;
}

/* Finds the user, asks for the change, and says what has become of it. */
static bool change(struct order *order, const char *method, const char *behind, const cJSON *body,
                   const char *said)
{
    struct text id = operator_find_user(order->call, order->words[0]);

    if (!id.bytes || !change_user(order, method, id, behind, body))
        return false;
    printf("%s %s\n", order->words[0], said);
    return true;
}

/* {"className": CLASS, "objectId": ID} of "CLASS/ID". */
static bool add_row(cJSON *body, const char *row)
{
    const char *slash = strchr(row, '/');
    char name[NAME_LIMIT];

    if (!slash || (size_t)(slash - row) >= sizeof name || !slash[1]) {
        fputs("--for takes CLASS/ID\n", stderr);
        return false;
    }
    memcpy(name, row, (size_t)(slash - row));
    name[slash - row] = '\0';
    return cJSON_AddStringToObject(body, "className", name) &&
           cJSON_AddStringToObject(body, "objectId", slash + 1);
}

static bool invite(struct order *order)
{
    cJSON *body = cJSON_CreateObject();
    const cJSON *made;
    const char *token;

    if ((order->row && !add_row(body, order->row)) ||
        (order->field && !cJSON_AddStringToObject(body, "field", order->field)) ||
        (order->email && !cJSON_AddStringToObject(body, "email", order->email)))
        return false;
    made = operator_ask(order->call, "POST", text_of("/invitations"), body);
    if (!made)
        return false;
    token = row_text(made, "invitationToken");
    printf("user %s may take the account until %s\n", row_text(made, "userId"),
           date_text(made, "expiresAt"));
    if (*token && order->public_url.length && order->app_id.length)
        printf("%.*s/apps/%.*s/accept_invitation?token=%s\n", TEXT_PRINTED(order->public_url),
               TEXT_PRINTED(order->app_id), token);
    else if (*token)
        printf("invitationToken: %s\n", token);
    return !order->role || give_role(order, "PUT", text_of(row_text(made, "userId")), order->role);
}

static bool set_password(struct order *order)
{
    char password[PASSWORD_LIMIT];
    cJSON *body = cJSON_CreateObject();
    bool is_made;

    if (!take_password(order, password, &is_made) ||
        !cJSON_AddStringToObject(body, "password", password) ||
        !change(order, "PUT", "", body, "has another password, and no session"))
        return false;
    tell_password(password, is_made);
    return true;
}

static bool reset_second_factor(struct order *order)
{
    cJSON *body = cJSON_CreateObject();
    cJSON *auth = cJSON_AddObjectToObject(body, "authData");

    return cJSON_AddNullToObject(auth, "mfa") &&
           change(order, "PUT", "", body, "signs in without a second factor until one is set up");
}

static bool lock(struct order *order)
{
    return change(order, "POST", "/lock", NULL, "is locked, and has no session");
}

static bool unlock(struct order *order)
{
    return change(order, "POST", "/unlock", NULL, "may sign in");
}

static bool delete (struct order *order)
{
    return change(order, "DELETE", "", NULL, "is no user any more");
}

static bool change_role(struct order *order, bool adds)
{
    struct text id = operator_find_user(order->call, order->words[0]);

    if (!id.bytes || !give_role(order, adds ? "PUT" : "DELETE", id, order->words[1]))
        return false;
    printf("%s is %s the role %s\n", order->words[0], adds ? "in" : "no longer in",
           order->words[1]);
    return true;
}

static bool add_role(struct order *order)
{
    return change_role(order, true);
}

static bool remove_role(struct order *order)
{
    return change_role(order, false);
}

int user_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"list", 0, 0, list, 0, "list [--format text|json]"},
        {"create", 1, 1, create, 0,
         "create USERNAME [--email ADDRESS] [--role ROLE] [--password-file FILE|-]"},
        {"invite", 0, 0, invite, 0,
         "invite [--for CLASS/ID [--field NAME]] [--email ADDRESS] [--role ROLE]"},
        {"erase", 1, 1, user_erase, 0,
         "erase USERNAME [--yes] [--with-shared] [--format text|json]"},
        {"lock", 1, 1, lock, 0, "lock|unlock|delete|reset-second-factor USERNAME"},
        {"unlock", 1, 1, unlock, 0, NULL},
        {"delete", 1, 1, delete, 0, NULL},
        {"reset-second-factor", 1, 1, reset_second_factor, 0, NULL},
        {"set-password", 1, 1, set_password, 0, "set-password USERNAME [--password-file FILE|-]"},
        {"add-role", 2, 2, add_role, 2, "add-role|remove-role USERNAME ROLE"},
        {"remove-role", 2, 2, remove_role, 2, NULL},
    };

    return actions_run(app, program, "user", actions, sizeof actions / sizeof *actions, argc, argv);
}

/* `role`: the same by another name, and which there are. */

static cJSON *members_of(struct order *order, const cJSON *role)
{
    cJSON *parameters = cJSON_CreateObject();
    cJSON *where = cJSON_AddObjectToObject(parameters, "where");
    cJSON *related = cJSON_AddObjectToObject(where, "$relatedTo");
    cJSON *object = cJSON_AddObjectToObject(related, "object");

    if (!cJSON_AddStringToObject(object, "__type", "Pointer") ||
        !cJSON_AddStringToObject(object, "className", "_Role") ||
        !cJSON_AddStringToObject(object, "objectId", row_text(role, "objectId")) ||
        !cJSON_AddStringToObject(related, "key", "users") ||
        !cJSON_AddStringToObject(parameters, "keys", "username") ||
        !cJSON_AddStringToObject(parameters, "order", "username") ||
        !cJSON_AddNumberToObject(parameters, "limit", 10 * PAGE))
        return NULL;
    return operator_find(order->call, "/users", parameters);
}

static bool list_roles(struct order *order)
{
    cJSON *parameters = cJSON_CreateObject();
    cJSON *listed = cJSON_CreateArray();
    const cJSON *roles;
    const cJSON *role;

    (void)cJSON_AddStringToObject(parameters, "order", "name");
    (void)cJSON_AddNumberToObject(parameters, "limit", PAGE);
    roles = operator_find(order->call, "/roles", parameters);
    if (!roles)
        return false;
    cJSON_ArrayForEach(role, roles)
    {
        const cJSON *users = members_of(order, role);
        const cJSON *user;
        cJSON *item = cJSON_CreateObject();
        cJSON *names = NULL;
        if (!users || !cJSON_AddStringToObject(item, "name", row_text(role, "name")))
            return false;
        names = cJSON_AddArrayToObject(item, "users");
        if (!order->json)
            printf("%s:", row_text(role, "name"));
        cJSON_ArrayForEach(user, users)
        {
            (void)cJSON_AddItemToArray(names, cJSON_CreateString(row_text(user, "username")));
            if (!order->json)
                printf(" %s", row_text(user, "username"));
        }
        if (!order->json)
            printf("\n");
        (void)cJSON_AddItemToArray(listed, item);
    }
    return !order->json || print_json(listed);
}

int role_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"list", 0, 0, list_roles, 0, "list [--format text|json]"},
        {"add", 2, 2, add_role, 2, "add|remove USERNAME ROLE"},
        {"remove", 2, 2, remove_role, 2, NULL},
    };

    return actions_run(app, program, "role", actions, sizeof actions / sizeof *actions, argc, argv);
}
