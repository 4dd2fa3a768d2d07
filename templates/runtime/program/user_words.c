/* user_words.c - see user_words.h. */
#include "program/user_words.h"

#include "base/buffer.h"
#include "formats/json.h"
#include "program/command_words.h"

#include <stdio.h>
#include <sys/stat.h>

static int print_usage(const char *program, const char *command, const struct action *actions,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (actions[i].usage)
            fprintf(stderr, "%s %s %s %s\n", i ? "      " : "usage:", program, command,
                    actions[i].usage);
    fputs("and --data DIR; a server may run over it\n", stderr);
    return 2;
}

/* An app whose rules speak of roles has no others: a mistyped name is told before anything is done. */
static bool check_role(const struct app *app, const char *role)
{
    for (size_t i = 0; role && i < app->role_name_count; i++)
        if (text_is(app->role_names[i], role))
            return true;
    if (!role || !app->role_name_count)
        return true;
    fprintf(stderr, "there is no role %s; there is", role);
    for (size_t i = 0; i < app->role_name_count; i++)
        fprintf(stderr, "%s %.*s", i ? "," : "", TEXT_PRINTED(app->role_names[i]));
    fputs("\n", stderr);
    return false;
}

static bool take_values(struct order *order, int *argc, char **argv)
{
    order->yes = command_take_switch(argc, argv, "--yes");
    order->with_shared = command_take_switch(argc, argv, "--with-shared");
    order->ends_sessions = command_take_switch(argc, argv, "--end-sessions");
    order->waits = command_take_switch(argc, argv, "--wait");
    return command_take_format(argc, argv, &order->json) &&
           command_take_value(argc, argv, "--email", &order->email) &&
           command_take_value(argc, argv, "--role", &order->role) &&
           command_take_value(argc, argv, "--for", &order->row) &&
           command_take_value(argc, argv, "--from", &order->from) &&
           command_take_value(argc, argv, "--to", &order->to) &&
           command_take_value(argc, argv, "--field", &order->field) &&
           command_take_value(argc, argv, "--password-file", &order->password_file);
}

static int run(struct order *order, const struct action *action, const struct options *options)
{
    struct arena arena;
    bool done;

    umask(077);
    arena_init(&arena);
    order->call = &order->own;
    done = operator_open(order->call, order->app, options, &arena) && action->run(order);
    operator_close(order->call);
    arena_release(&arena);
    return done && fflush(stdout) == 0 ? 0 : 1;
}

int actions_run(const struct app *app, const char *program, const char *command,
                const struct action *actions, size_t count, int argc, char **argv)
{
    struct order order = {.app = app};
    const struct action *action = NULL;
    struct options options;
    int words = 0;

    for (size_t i = 0; argc > 0 && i < count; i++)
        if (strcmp(actions[i].name, argv[0]) == 0)
            action = &actions[i];
    if (!action || !take_values(&order, &argc, argv))
        return print_usage(program, command, actions, count);
    while (words < action->most && 1 + words < argc && argv[1 + words][0] != '-') {
        order.words[words] = argv[1 + words];
        words++;
    }
    if (words < action->least)
        return print_usage(program, command, actions, count);
    if (options_read(&options, program, argc - 1 - words, argv + 1 + words) != OPTIONS_OK)
        return 2;
    order.public_url = options.public_url;
    order.app_id = options.app_id;
    if (!check_role(app, order.role) ||
        !check_role(app, action->role ? order.words[action->role - 1] : NULL))
        return 2;
    return run(&order, action, &options);
}

const char *row_text(const cJSON *row, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, name));

    return text ? text : "";
}

const char *date_text(const cJSON *row, const char *name)
{
    const cJSON *date = cJSON_GetObjectItemCaseSensitive(row, name);

    return cJSON_IsString(date) ? date->valuestring : row_text(date, "iso");
}

bool print_json(const cJSON *rows)
{
    struct arena arena;
    struct buffer out;
    bool done;

    arena_init(&arena);
    buffer_init(&out, &arena, 4096);
    json_write_tree(&out, rows);
    buffer_add_char(&out, '\n');
    done = !out.failed && fwrite(out.bytes, 1, out.length, stdout) == out.length;
    arena_release(&arena);
    return done;
}

bool change_user(struct order *order, const char *method, struct text user_id, const char *behind,
                 const cJSON *body)
{
    struct buffer path;

    buffer_init(&path, order->call->arena, 128);
    buffer_add_string(&path, "/users");
    operator_add_segment(&path, user_id);
    buffer_add_string(&path, behind);
    return !path.failed && operator_ask(order->call, method, buffer_text(&path), body);
}
