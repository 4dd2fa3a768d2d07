/* user_erase.c - see user_erase.h. */
#include "program/user_erase.h"

#include <stdio.h>

static void print_counts(const cJSON *counts, const char *what)
{
    const cJSON *count;

    cJSON_ArrayForEach(count, counts)
    {
        printf("%-24s %8.0f  %s\n", count->string, cJSON_GetNumberValue(count), what);
    }
}

static void print_kept(const cJSON *list)
{
    const cJSON *kept;

    cJSON_ArrayForEach(kept, list)
    {
        printf("%-24s %8.0f  stay: %s\n", row_text(kept, "className"),
               cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(kept, "count")),
               row_text(kept, "reason"));
    }
}

static void print_answer(const struct order *order, const cJSON *answer)
{
    double plain = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(answer, "plainEntries"));

    print_counts(cJSON_GetObjectItemCaseSensitive(answer, "erased"),
                 order->yes ? "erased" : "to be erased");
    print_counts(cJSON_GetObjectItemCaseSensitive(answer, "shared"),
                 "stay: they are another user's, too (--with-shared)");
    print_kept(cJSON_GetObjectItemCaseSensitive(answer, "kept"));
    if (plain > 0)
        printf("%.0f entries of the audit trail, made by an older server, have texts about the "
               "person, and stay\n",
               plain);
}

/* They are a safety of the operator's own, which nobody else takes away. */
static void tell_of_copies(const cJSON *list)
{
    const cJSON *copy;

    cJSON_ArrayForEach(copy, list)
    {
        fprintf(stderr,
                "%s, the database as it was before a migration, has still what was erased: remove "
                "it when it is needed no more\n",
                copy->valuestring);
    }
}

/* A user without an account any more is named by the id. */
static const cJSON *ask(struct order *order)
{
    struct text id = operator_look_for_user(order->call, order->words[0]);
    cJSON *body = cJSON_CreateObject();
    struct buffer path;

    if (order->call->failed || !cJSON_AddBoolToObject(body, "dryRun", !order->yes) ||
        !cJSON_AddBoolToObject(body, "withShared", order->with_shared))
        return NULL;
    buffer_init(&path, order->call->arena, 128);
    buffer_add_string(&path, "/users");
    operator_add_segment(&path, id.bytes ? id : text_of(order->words[0]));
    buffer_add_string(&path, "/erasure");
    return path.failed ? NULL : operator_ask(order->call, "POST", buffer_text(&path), body);
}

bool user_erase(struct order *order)
{
    const cJSON *answer = ask(order);
    bool finished = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(answer, "isFinished"));

    if (!answer)
        return false;
    if (order->json)
        (void)print_json(answer);
    else
        print_answer(order, answer);
    tell_of_copies(cJSON_GetObjectItemCaseSensitive(answer, "copies"));
    if (!order->yes)
        fputs("nothing has been done: say --yes\n", stderr);
    else if (finished)
        fprintf(order->json ? stderr : stdout, "%s is erased\n", order->words[0]);
    else
        fputs("the person is erased, and traces are left in the files: the log says why, and the "
              "next start of the server ends it\n",
              stderr);
    return order->yes && finished;
}
