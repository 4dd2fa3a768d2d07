/* report_command.c - see report_command.h. The server is asked page by page. */
#include "program/report_command.h"

#include "program/user_words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 1000 };

/* A cell; what a spreadsheet would take for a formula has an apostrophe before it. */
static void print_cell(const char *text, const char *before)
{
    bool is_formula = *text && strchr("=+-@\t\r", *text);

    fputs(before, stdout);
    fputs(is_formula ? "\"'" : "\"", stdout);
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

/* The texts of an array, or of a member of its objects, with a mark between. */
static void print_list(const cJSON *array, const char *member, const char *mark)
{
    char *cell = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&cell, &length);
    const cJSON *item;

    if (!out)
        return;
    cJSON_ArrayForEach(item, array)
    {
        const char *text = member ? row_text(item, member) : cJSON_GetStringValue(item);
        fprintf(out, "%s%s", item == array->child ? "" : mark, text ? text : "");
    }
    if (fclose(out) == 0)
        print_cell(cell, ",");
    free(cell);
}

static void print_entry(const cJSON *entry)
{
    static const char *const texts[] = {"action", "path", "className"};
    const cJSON *who = cJSON_GetObjectItemCaseSensitive(entry, "who");

    print_cell(date_text(entry, "at"), "");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        print_cell(row_text(entry, texts[i]), ",");
    print_list(cJSON_GetObjectItemCaseSensitive(entry, "objectIds"), NULL, " ");
    print_cell(row_text(who, "name"), ",");
    print_list(cJSON_GetObjectItemCaseSensitive(who, "roles"), NULL, " ");
    print_cell(row_text(who, "userId"), ",");
    print_cell(row_text(entry, "by"), ",");
    print_list(cJSON_GetObjectItemCaseSensitive(entry, "grounds"), NULL, " ");
    print_list(cJSON_GetObjectItemCaseSensitive(entry, "emergencies"), "reason", "; ");
    print_list(cJSON_GetObjectItemCaseSensitive(entry, "consents"), "purpose", "; ");
    print_cell(row_text(entry, "notice"), ",");
    fputs("\r\n", stdout);
}

static cJSON *next_page(struct order *order, struct text user_id, const char *after)
{
    cJSON *body = cJSON_CreateObject();

    if (!cJSON_AddStringToObject(body, "user", user_id.bytes) ||
        !cJSON_AddNumberToObject(body, "limit", PAGE) ||
        (order->from && !cJSON_AddStringToObject(body, "from", order->from)) ||
        (order->to && !cJSON_AddStringToObject(body, "to", order->to)) ||
        (*after && !cJSON_AddStringToObject(body, "after", after)))
        return NULL;
    return cJSON_GetObjectItemCaseSensitive(
        operator_ask(order->call, "POST", text_of("/functions/accessReport"), body), "result");
}

static bool access(struct order *order)
{
    struct text id = operator_find_user(order->call, order->words[0]);
    cJSON *listed = cJSON_CreateArray();
    const char *after = "";
    const cJSON *entry;
    cJSON *page;

    if (!id.bytes)
        return false;
    if (!order->json)
        fputs("at,action,path,className,objectIds,name,roles,userId,by,grounds,reasons,purposes,"
              "notice\r\n",
              stdout);
    do {
        page = next_page(order, id, after);
        if (!page)
            return false;
        after = row_text(page, "next");
        cJSON_ArrayForEach(entry, cJSON_GetObjectItemCaseSensitive(page, "results"))
        {
            if (!order->json)
                print_entry(entry);
            else if (!cJSON_AddItemReferenceToArray(listed, (cJSON *)(uintptr_t)entry))
                return false;
        }
    } while (*after);
    return !order->json || print_json(listed);
}

int report_command(const struct app *app, const char *program, int argc, char **argv)
{
    static const struct action actions[] = {
        {"access", 1, 1, access, 0,
         "access USERNAME [--from DATE] [--to DATE] [--format text|json]"},
    };

    return actions_run(app, program, "report", actions, sizeof actions / sizeof *actions, argc,
                       argv);
}
