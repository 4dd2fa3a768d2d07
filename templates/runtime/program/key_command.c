/* key_command.c - see key_command.h. The server does it, by DATA/control; a key is never shown. */
#include "program/key_command.h"

#include "program/user_words.h"

#include <stdio.h>
#include <time.h>

enum { FIRST_PAUSE = 100, LONGEST_PAUSE = 5000 }; /* ms */

static cJSON *ask_keys(struct order *order)
{
    return operator_ask(order->call, "GET", text_of("/keys"), NULL);
}

static long long number(const cJSON *object, const char *name)
{
    return (long long)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void print_key(const char *purpose, const cJSON *key)
{
    const char *made = row_text(key, "madeAt");
    long long needed = number(key, "needed");
    long long fixed = number(key, "fixed");

    printf("%-8s %s  %-7s %s  ", purpose, row_text(key, "id"), row_text(key, "state"),
           *made ? made : "made by an earlier version");
    if (needed && strcmp(purpose, "session") == 0)
        printf("%lld sessions, until they end or are used again\n", needed);
    else if (needed)
        printf("%lld values need it%s", needed, fixed ? "" : "\n");
    else if (strcmp(row_text(key, "state"), "newest") == 0)
        puts("in use");
    else
        puts("nothing in the data needs it; backups made before it was replaced do");
    if (fixed && strcmp(purpose, "session") != 0)
        printf(", %lld of them for good\n", fixed);
}

static bool list(struct order *order)
{
    const cJSON *answer = ask_keys(order);
    const cJSON *rings = cJSON_GetObjectItemCaseSensitive(answer, "rings");
    const cJSON *ring;
    const cJSON *key;

    if (!answer)
        return false;
    if (order->json)
        return print_json(answer);
    cJSON_ArrayForEach(ring, rings)
    {
        cJSON_ArrayForEach(key, cJSON_GetObjectItemCaseSensitive(ring, "keys"))
        {
            print_key(row_text(ring, "purpose"), key);
        }
    }
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "wrapped")))
        puts("their files in the data folder are wrapped by a key from outside");
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "rewrapping")))
        puts("what is under older keys is being sealed anew");
    return true;
}

/* Until all that can be is under the newest keys. Each answer counts all that is sealed, so it is asked for more and more
 * seldom. */
static bool wait(struct order *order)
{
    long pause = FIRST_PAUSE;
    const cJSON *answer;

    while ((answer = ask_keys(order)) &&
           cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "rewrapping"))) {
        const struct timespec time = {pause / 1000, pause % 1000 * 1000000};
        nanosleep(&time, NULL);
        pause = pause < LONGEST_PAUSE ? 2 * pause : LONGEST_PAUSE;
    }
    return answer != NULL;
}

static struct text path_of(struct order *order, const char *behind)
{
    struct buffer path;

    buffer_init(&path, order->call->arena, 64);
    buffer_add_string(&path, "/keys");
    operator_add_segment(&path, text_of(order->words[0]));
    if (order->words[1])
        operator_add_segment(&path, text_of(order->words[1]));
    buffer_add_string(&path, behind);
    return path.failed ? text_none() : buffer_text(&path);
}

static bool rotate(struct order *order)
{
    cJSON *body = cJSON_CreateObject();
    const cJSON *answer;
    struct text path = path_of(order, "/rotate");

    if (!path.bytes || (order->ends_sessions && !cJSON_AddTrueToObject(body, "endSessions")))
        return false;
    answer = operator_ask(order->call, "POST", path, body);
    if (!answer)
        return false;
    printf("the %s-key %s is the newest from now on: keep a copy of DATA/%s-key where you keep the "
           "keys\n",
           order->words[0], row_text(answer, "id"), order->words[0]);
    if (order->ends_sessions)
        puts("all sessions have ended");
    /* A server that is there for this command alone ends with it. */
    if (!order->waits && !order->call->server)
        return true;
    return wait(order) && puts("what could be is sealed by it: key list") > 0;
}

static bool drop(struct order *order)
{
    struct text path = path_of(order, "");

    return path.bytes && operator_ask(order->call, "DELETE", path, NULL) &&
           puts("it is gone from the data folder; backups made before need it: keep your copy as "
                "long as you keep these") > 0;
}

static bool rewrap(struct order *order)
{
    return operator_ask(order->call, "POST", text_of("/keys/rewrap"), NULL) &&
           puts("the keys are wrapped by the one that comes from outside now") > 0;
}

int key_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"list", 0, 0, list, 0, "list [--format text|json]"},
        {"rotate", 1, 1, rotate, 0, "rotate seal|file|audit|session [--end-sessions] [--wait]"},
        {"drop", 2, 2, drop, 0, "drop seal|file|audit|session ID"},
        {"rewrap", 0, 0, rewrap, 0, "rewrap"},
    };

    return actions_run(app, program, "key", actions, sizeof actions / sizeof *actions, argc, argv);
}
