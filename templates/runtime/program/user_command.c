/* user_command.c - see user_command.h. */
#include "program/user_command.h"

#include "accounts/roles.h"
#include "base/log.h"
#include "formats/date.h"
#include "formats/json.h"
#include "guard/audit.h"
#include "program/data_folder.h"
#include "program/migrate.h"
#include "program/object_steps.h"
#include "read/rows.h"
#include "request/server.h"
#include "store/database_clock.h"

#include <stdio.h>
#include <sys/stat.h>

enum { FIXED_ARGUMENTS = 3 };

static bool is_option(const char *word)
{
    return word[0] == '-';
}

static int print_usage(const char *program)
{
    fprintf(stderr,
            "usage: %s user add-role USERNAME ROLE [--data DIR]\n"
            "       %s user remove-role USERNAME ROLE [--data DIR]\n",
            program, program);
    return 2;
}

/* An app whose rules speak of roles has no others: a mistyped name is told. */
static bool check_role(const struct app *app, struct text role)
{
    for (size_t i = 0; i < app->role_name_count; i++)
        if (text_equal(app->role_names[i], role))
            return true;
    if (app->role_name_count == 0)
        return true;
    fprintf(stderr, "there is no role %.*s; there is", TEXT_PRINTED(role));
    for (size_t i = 0; i < app->role_name_count; i++)
        fprintf(stderr, "%s %.*s", i ? "," : "", TEXT_PRINTED(app->role_names[i]));
    fputs("\n", stderr);
    return false;
}

static bool change_role(struct request *request, struct text username, struct text role,
                        bool member)
{
    struct text user_id;
    struct buffer payload;

    if (!rows_find_id(request, request->app->user, "username", username, &user_id))
        return false;
    if (!user_id.bytes)
        return fail(&request->context, PARSE_OBJECT_NOT_FOUND, "there is no user %.*s",
                    TEXT_PRINTED(username));
    buffer_init(&payload, request->context.arena, 64);
    buffer_add_string(&payload, "{\"role\":");
    json_write_string(&payload, role);
    buffer_add_char(&payload, '}');
    return roles_set_member(request, role, user_id, member) &&
           audit_note(request, member ? "add-role" : "remove-role", request->app->user->name,
                      user_id, buffer_text(&payload));
}

/* Runs the change in a transaction of its own; says itself what went wrong. */
static bool run(struct server *server, struct arena *arena, struct text username, struct text role,
                bool member)
{
    const char *reason;
    struct request request = {
        .context = {.arena = arena},
        .server = server,
        .app = server->app,
        .method = METHOD_POST,
        .principal = {.master = true, .no_acl_is_public = !server->app->private_by_default},
        .store = store_open(server->database_path, STORE_WRITE, &reason),
        .response = {.status = 200},
    };
    int64_t clock_noted_at = 0;
    bool done;

    if (!request.store) {
        log_error("%s cannot be opened: %s", server->database_path, reason);
        return false;
    }
    buffer_init(&request.response.body, arena, 256);
    done = migration_is_complete(server->app, request.store) &&
           database_clock_resume(request.store) && store_begin(request.store) &&
           database_clock_note(request.store, &clock_noted_at);
    request.now = date_now();
    if (done) {
        done = change_role(&request, username, role, member) && store_commit(request.store);
        if (!done)
            store_rollback(request.store);
    }
    if (!done && request.context.error.code)
        fprintf(stderr, "%.*s\n", TEXT_PRINTED(request.context.error.message));
    store_close(request.store);
    return done;
}

int user_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct server server;
    struct text action = argc >= FIXED_ARGUMENTS ? text_of(argv[0]) : text_none();
    bool adds = text_is(action, "add-role");
    struct arena arena;
    bool done;

    if ((!adds && !text_is(action, "remove-role")) || is_option(argv[1]) || is_option(argv[2]))
        return print_usage(program);
    if (options_read(&server.options, program, argc - FIXED_ARGUMENTS, argv + FIXED_ARGUMENTS) !=
        OPTIONS_OK)
        return 2;
    if (!check_role(app, text_of(argv[2])))
        return 2;
    json_init();
    umask(077);
    arena_init(&arena);
    server.app = app;
    server.object_steps = &object_steps;
    server.database_path = data_folder_database(&arena, server.options.data, app->name);
    done = server.database_path && run(&server, &arena, text_of(argv[1]), text_of(argv[2]), adds);
    if (done)
        printf("%s is %s the role %s\n", argv[1], adds ? "in" : "no longer in", argv[2]);
    arena_release(&arena);
    return done ? 0 : 1;
}
