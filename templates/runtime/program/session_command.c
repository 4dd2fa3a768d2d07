/* session_command.c - see session_command.h. A session's token is never shown. */
#include "program/session_command.h"

#include "program/user_words.h"

#include <stdio.h>

enum { MOST = 10000 };

static cJSON *find_sessions(struct order *order, struct text user_id)
{
    cJSON *parameters = cJSON_CreateObject();
    cJSON *where = cJSON_AddObjectToObject(parameters, "where");
    cJSON *user = cJSON_AddObjectToObject(where, "user");

    if (!cJSON_AddStringToObject(user, "__type", "Pointer") ||
        !cJSON_AddStringToObject(user, "className", "_User") ||
        !cJSON_AddStringToObject(user, "objectId", user_id.bytes) ||
        !cJSON_AddStringToObject(parameters, "order", "createdAt") ||
        !cJSON_AddNumberToObject(parameters, "limit", MOST))
        return NULL;
    return operator_find(order->call, "/sessions", parameters);
}

static bool list(struct order *order)
{
    struct text id = operator_find_user(order->call, order->words[0]);
    const cJSON *sessions = id.bytes ? find_sessions(order, id) : NULL;
    cJSON *listed = cJSON_CreateArray();
    const cJSON *row;

    if (!sessions)
        return false;
    cJSON_ArrayForEach(row, sessions)
    {
        const cJSON *with = cJSON_GetObjectItemCaseSensitive(row, "createdWith");
        cJSON *item = cJSON_CreateObject();
        if (!order->json)
            printf("%-12s begun %s, until %s, by %s %s\n", row_text(row, "objectId"),
                   row_text(row, "createdAt"), date_text(row, "expiresAt"),
                   row_text(with, "action"), row_text(with, "authProvider"));
        (void)cJSON_AddStringToObject(item, "objectId", row_text(row, "objectId"));
        (void)cJSON_AddStringToObject(item, "createdAt", row_text(row, "createdAt"));
        (void)cJSON_AddStringToObject(item, "expiresAt", date_text(row, "expiresAt"));
        (void)cJSON_AddStringToObject(item, "action", row_text(with, "action"));
        (void)cJSON_AddStringToObject(item, "authProvider", row_text(with, "authProvider"));
        (void)cJSON_AddItemToArray(listed, item);
    }
    return !order->json || print_json(listed);
}

static bool end_one(struct order *order, struct text user_id)
{
    const cJSON *sessions = find_sessions(order, user_id);
    const cJSON *row;
    struct buffer path;

    buffer_init(&path, order->call->arena, 64);
    buffer_add_string(&path, "/sessions");
    operator_add_segment(&path, text_of(order->words[1]));
    cJSON_ArrayForEach(row, sessions)
    {
        if (strcmp(row_text(row, "objectId"), order->words[1]) == 0)
            return !path.failed && operator_ask(order->call, "DELETE", buffer_text(&path), NULL) &&
                   printf("the session %s has ended\n", order->words[1]) > 0;
    }
    if (sessions)
        fprintf(stderr, "%s has no session %s\n", order->words[0], order->words[1]);
    return false;
}

static bool end(struct order *order)
{
    struct text id = operator_find_user(order->call, order->words[0]);

    if (!id.bytes)
        return false;
    if (order->words[1])
        return end_one(order, id);
    return change_user(order, "DELETE", id, "/sessions", NULL) &&
           printf("%s has no session any more\n", order->words[0]) > 0;
}

int session_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"list", 1, 1, list, 0, "list USERNAME [--format text|json]"},
        {"end", 1, 2, end, 0, "end USERNAME [SESSION]"},
    };

    return actions_run(app, program, "session", actions, sizeof actions / sizeof *actions, argc,
                       argv);
}
