/* explain_command.c - see explain_command.h. */
#include "program/explain_command.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "formats/json.h"
#include "guard/guard.h"
#include "objects/explanation.h"
#include "program/command_words.h"
#include "program/inspection.h"
#include "read/rows.h"

#include <stdio.h>
#include <stdlib.h>

enum { OUTPUT_BYTES = 4096 };

/* Somebody who is asked about. */
struct person {
    struct principal principal;
    struct text name; /* the username, "nobody" or "the master key" */
};

struct order {
    const char *user;
    const char *class;
    const char *id;
    const char *operation;
    const char *version;
    const char *change;
    bool json;
    bool who;
};

static int print_usage(const char *program)
{
    fprintf(
        stderr,
        "usage: %s explain --user U --class C [--id I] [--operation O] [--version N]\n"
        "           [--change JSON] [--format text|json] [--data DIR]\n"
        "       %s explain --who --class C [--id I] [--operation O] ...\n\n"
        "Says what the server answers to the user, and which permission, rule, ACL or hidden\n"
        "field admits or refuses. U is a username, an objectId, nobody, or master. O is get\n"
        "(read), find, count, create, update, delete or addField. With --change an update is\n"
        "judged by the body that would be sent, lifecycles included. --who lists the users who\n"
        "may. Nothing is changed; the server may run. What is said may be more than the user\n"
        "may know.\n",
        program, program);
    return 2;
}

static bool read_order(struct order *order, int *argc, char **argv)
{
    const struct {
        const char *flag;
        const char **value;
    } values[] = {
        {"--user", &order->user},       {"--class", &order->class},
        {"--id", &order->id},           {"--operation", &order->operation},
        {"--version", &order->version}, {"--change", &order->change},
    };

    *order = (struct order){.user = NULL};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!command_take_value(argc, argv, values[i].flag, values[i].value))
            return false;
    order->who = command_take_switch(argc, argv, "--who");
    return command_take_format(argc, argv, &order->json) && order->class &&
           order->who == !order->user;
}

/* What is asked, from the words; false, and it is said, when they are none. */
static bool read_question(struct request *request, const struct order *order,
                          struct explanation *question)
{
    char *end = NULL;

    *question = (struct explanation){.class = app_find_class(request->app, text_of(order->class)),
                                     .operation = OPERATION_GET,
                                     .object_id = text_of(order->id)};
    if (order->operation)
        question->operation = operation_from_word(text_of(order->operation));
    if (order->version)
        question->version = strtoll(order->version, &end, 10);
    if (order->change)
        question->change = json_parse(&request->context, text_of(order->change));
    if (!question->class)
        fprintf(stderr, "there is no class %s\n", order->class);
    else if (question->operation == OPERATION_TOTAL)
        fprintf(stderr, "there is no operation %s\n", order->operation);
    else if (order->version &&
             (*end || question->version < 1 || !order->id || question->operation != OPERATION_GET))
        fputs("--version takes the number of a version, of a get by --id\n", stderr);
    else if (order->change && (!cJSON_IsObject(question->change) || !order->id ||
                               question->operation != OPERATION_UPDATE))
        fputs("--change takes a JSON object, for an update by --id\n", stderr);
    else
        return true;
    return false;
}

/* Reads a user by its objectId, or by its name, into a person; *known tells whether there is one. */
static bool find_user(struct request *request, const char *field, const char *value,
                      struct person *person, bool *known)
{
    struct row_query query = {.class = request->app->user, .operation = OPERATION_FIND, .limit = 1};
    const struct class_field *username = class_find_field(query.class, text_of("username"));
    cJSON *where = cJSON_CreateObject();
    struct principal before = request_act_as_server(request);
    struct store_statement *rows = NULL;
    struct text id = text_none();
    bool done;

    *known = false;
    query.where = where;
    done = where && cJSON_AddStringToObject(where, field, value)
               ? rows_select(request, &query, &rows) && sql_next(&request->context, rows, known)
               : fail_internal(&request->context, "out of memory");
    if (done && *known) {
        id = arena_copy(request->context.arena, store_column_text(rows, COLUMN_OBJECT_ID));
        person->name =
            arena_copy(request->context.arena, store_column_text(rows, username->column));
    }
    store_release(rows);
    request_act_as(request, before);
    return done && (!*known || session_principal_of_user(request, id, &person->principal, known));
}

static bool find_person(struct request *request, const char *user, struct person *person)
{
    bool known = true;

    *person = (struct person){.principal = request->principal, .name = text_of("nobody")};
    if (strcmp(user, "nobody") == 0)
        return true;
    if (strcmp(user, "master") == 0) {
        (void)request_act_as_server(request);
        *person = (struct person){request->principal, text_of("the master key")};
        return true;
    }
    if (!find_user(request, "username", user, person, &known) ||
        (!known && !find_user(request, "objectId", user, person, &known)))
        return false;
    if (!known)
        fprintf(stderr, "there is no user %s\n", user);
    return known;
}

/* Output. */

static const char *verdict_word(enum finding_verdict verdict)
{
    return verdict == FINDING_ADMITS ? "admits" : verdict == FINDING_REFUSES ? "refuses" : "aside";
}

/* "agent.md:34" and the sentence of "agent.md:34: Users can ...". */
static void split_said(const char *said, struct text *source, struct text *sentence)
{
    const char *colon = said ? strstr(said, ": ") : NULL;

    *source = colon ? (struct text){said, (size_t)(colon - said)} : text_none();
    *sentence = text_of(colon ? colon + 2 : said);
}

static void write_person(struct buffer *out, const struct person *person)
{
    buffer_add_string(out, "{\"user\":{\"username\":");
    json_write_string(out, person->name);
    json_write_named(out, "objectId", person->principal.user_id);
    buffer_add_string(out, ",\"roles\":[");
    for (size_t i = 0; i < person->principal.role_count; i++) {
        buffer_add_string(out, i ? "," : "");
        json_write_string(out, person->principal.roles[i]);
    }
    buffer_add_string(out, "]}");
}

static void write_json_answer(struct buffer *out, const struct person *person,
                              const struct explanation *explanation)
{
    const struct parse_error *answer = &explanation->answer;
    struct text source;
    struct text sentence;

    write_person(out, person);
    json_write_named(out, "class", explanation->class->name);
    json_write_named(out, "objectId", explanation->object_id);
    json_write_named(out, "operation", text_of(guard_operation_name(explanation->operation)));
    buffer_add_string(out, ",\"exists\":");
    buffer_add_string(out, explanation->is_there ? "true" : "false");
    buffer_add_string(out, explanation->is_allowed ? ",\"allowed\":true" : ",\"allowed\":false");
    if (answer->code) {
        buffer_add_string(out, ",\"answer\":{\"status\":");
        buffer_add_int64(out, answer->status);
        buffer_add_string(out, ",\"code\":");
        buffer_add_int64(out, parse_code_on_wire(answer->code));
        json_write_named(out, "error", answer->message);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, ",\"findings\":[");
    for (const struct finding *finding = explanation->first; finding; finding = finding->next) {
        split_said(finding->said, &source, &sentence);
        buffer_add_string(out, finding == explanation->first ? "{\"verdict\":" : ",{\"verdict\":");
        json_write_string(out, text_of(verdict_word(finding->verdict)));
        json_write_named(out, "what", text_of(finding->what));
        json_write_named(out, "detail", finding->detail);
        json_write_named(out, "source", source);
        json_write_named(out, "sentence", sentence);
        buffer_add_string(out, "}");
    }
    buffer_add_string(out, "]}\n");
}

static void write_text_answer(struct buffer *out, const struct person *person,
                              const struct explanation *explanation)
{
    const struct parse_error *answer = &explanation->answer;

    buffer_add_text(out, person->name);
    buffer_add_string(out, explanation->is_allowed ? " may " : " may not ");
    buffer_add_string(out, guard_operation_name(explanation->operation));
    buffer_add_char(out, ' ');
    buffer_add_text(out, explanation->class->name);
    if (explanation->object_id.bytes) {
        buffer_add_char(out, '/');
        buffer_add_text(out, explanation->object_id);
        if (!explanation->is_there)
            buffer_add_string(out, ", and there is no such object");
    }
    if (answer->code) {
        buffer_add_string(out, ": the server answers ");
        buffer_add_int64(out, answer->status);
        buffer_add_string(out, ", code ");
        buffer_add_int64(out, parse_code_on_wire(answer->code));
        buffer_add_string(out, ", ");
        buffer_add_text(out, answer->message);
    }
    buffer_add_char(out, '\n');
    for (const struct finding *finding = explanation->first; finding; finding = finding->next) {
        static const char *const marks[] = {"  + ", "  - ", "    "};
        buffer_add_string(out, marks[finding->verdict]);
        buffer_add_string(out, finding->what);
        buffer_add_string(out, ": ");
        buffer_add_text(out, finding->detail);
        buffer_add_char(out, '\n');
        if (finding->said) {
            buffer_add_string(out, "        ");
            buffer_add_string(out, finding->said);
            buffer_add_char(out, '\n');
        }
    }
}

static bool print(struct request *request, const struct person *person,
                  const struct explanation *explanation, bool json)
{
    struct buffer out;

    buffer_init(&out, request->context.arena, OUTPUT_BYTES);
    (json ? write_json_answer : write_text_answer)(&out, person, explanation);
    return (!out.failed || fail_internal(&request->context, "out of memory")) &&
           fwrite(out.bytes, 1, out.length, stdout) == out.length;
}

/* Who may. */

/* The ids of all users, one after the other, each behind the last. */
static bool next_user(struct request *request, struct text *id)
{
    return sql_word(&request->context,
                    request_statement(request,
                                      "SELECT \"userId\" FROM \"_AccountName\" WHERE \"kind\" = "
                                      "'username' AND \"userId\" > ?1 ORDER BY \"userId\" LIMIT 1",
                                      SQL_VALUES(sql_text(*id))),
                    id);
}

static bool list_one(struct inspection *inspection, const struct explanation *question,
                     struct person *person, bool json, int64_t *count)
{
    struct request request = inspection->request;
    struct explanation explanation = *question;
    struct arena arena;
    bool done;

    arena_init(&arena);
    request.context.arena = &arena;
    request.principal = person->principal;
    json_use_arena(&arena);
    buffer_init(&request.response.body, &arena, 256);
    done = explanation_make(&request, &explanation);
    *count += done && explanation.is_allowed;
    if (done && explanation.is_allowed && json) {
        done = print(&request, person, &explanation, true);
    } else if (done && explanation.is_allowed) {
        const struct finding *finding = explanation.first;
        while (finding && !(finding->said && finding->verdict == FINDING_ADMITS))
            finding = finding->next;
        printf("%-24.*s %-12.*s %s\n", TEXT_PRINTED(person->name),
               TEXT_PRINTED(person->principal.user_id), finding ? finding->said : "");
    }
    json_use_arena(&inspection->arena);
    arena_release(&arena);
    return done;
}

static bool list_all(struct inspection *inspection, const struct explanation *question, bool json)
{
    struct request *request = &inspection->request;
    struct person person = {.principal = request->principal, .name = text_of("nobody")};
    struct text id = text_of("");
    int64_t count = 0;
    bool known;

    if (!list_one(inspection, question, &person, json, &count))
        return false;
    for (;;) {
        if (!next_user(request, &id))
            return false;
        if (!id.bytes)
            break;
        if (!find_user(request, "objectId", id.bytes, &person, &known) ||
            (known && !list_one(inspection, question, &person, json, &count)))
            return false;
    }
    if (!json)
        printf("%lld of all users, and nobody, may\n", (long long)count);
    return true;
}

static bool explain(struct inspection *inspection, const struct order *order, int *status)
{
    struct request *request = &inspection->request;
    struct explanation question;
    struct person person;

    *status = 2;
    if (!read_question(request, order, &question))
        return false;
    *status = 1;
    if (order->who)
        return list_all(inspection, &question, order->json);
    if (!find_person(request, order->user, &person))
        return false;
    request->principal = person.principal;
    return explanation_make(request, &question) && print(request, &person, &question, order->json);
}

int explain_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct inspection inspection;
    struct options options;
    struct order order;
    int status = 1;
    bool done;

    if (!read_order(&order, &argc, argv))
        return print_usage(program);
    if (options_read(&options, program, argc, argv) != OPTIONS_OK)
        return 2;
    done = inspection_open(&inspection, app, &options) && explain(&inspection, &order, &status);
    if (!done && inspection.request.context.error.code)
        fprintf(stderr, "%.*s\n", TEXT_PRINTED(inspection.request.context.error.message));
    inspection_close(&inspection);
    return done ? 0 : status;
}
