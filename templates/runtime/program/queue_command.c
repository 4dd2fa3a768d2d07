/* queue_command.c - see queue_command.h. To whom they go, and what they say, is never shown. */
#include "program/queue_command.h"

#include "program/user_words.h"

#include <stdio.h>

static long long number_of(const cJSON *row, const char *name)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(row, name);

    return cJSON_IsNumber(number) ? (long long)number->valuedouble : 0;
}

static void print_row(const cJSON *row)
{
    bool is_given_up = *date_text(row, "givenUpAt");
    bool is_held = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(row, "held"));

    printf("%s  %-8s%-26s %s, %lld attempts", row_text(row, "id"), row_text(row, "kind"),
           row_text(row, "about"), date_text(row, "createdAt"), number_of(row, "attempts"));
    if (is_held)
        printf(", %s\n", row_text(row, "reason"));
    else
        printf(", %s %s%s%s\n", is_given_up ? "given up" : "next",
               date_text(row, is_given_up ? "givenUpAt" : "dueAt"),
               *row_text(row, "reason") ? ": " : "", row_text(row, "reason"));
}

static bool list(struct order *order)
{
    const cJSON *answer = operator_ask(order->call, "GET", text_of("/outbox"), NULL);
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(answer, "results");

    if (!rows)
        return false;
    if (order->json)
        return print_json(rows);
    for (const cJSON *row = rows->child; row; row = row->next)
        print_row(row);
    return true;
}

static bool change(struct order *order, const char *action, const char *done)
{
    struct buffer path;
    const cJSON *answer;

    buffer_init(&path, order->call->arena, 64);
    buffer_add_string(&path, "/outbox");
    operator_add_segment(&path, text_of(order->words[0]));
    buffer_add_string(&path, action);
    answer = path.failed ? NULL : operator_ask(order->call, "POST", buffer_text(&path), NULL);
    return answer && printf("%lld %s\n", number_of(answer, "count"), done) > 0;
}

static bool retry(struct order *order)
{
    return change(order, "/retry", "will be sent again");
}

static bool release(struct order *order)
{
    return change(order, "/release", "are sent");
}

static bool drop(struct order *order)
{
    return change(order, "/drop", "will not be sent");
}

int queue_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"list", 0, 0, list, 0, "list [--format text|json]"},
        {"retry", 1, 1, retry, 0, "retry ID|all"},
        {"release", 1, 1, release, 0, "release ID|all"},
        {"drop", 1, 1, drop, 0, "drop ID|all|waiting|held"},
    };

    return actions_run(app, program, "queue", actions, sizeof actions / sizeof *actions, argc,
                       argv);
}
