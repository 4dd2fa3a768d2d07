/* migrate_command.c - see migrate_command.h. */
#include "program/migrate_command.h"

#include "base/log.h"
#include "base/wait.h"
#include "formats/json.h"
#include "program/data_folder.h"
#include "program/key_rings.h"
#include "program/migrate.h"
#include "read/rows.h"
#include "request/own_request.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A copy of that name is of an earlier try of the same migration, and rows have changed since, be it to
 * mend what the migration had refused. The first of all stays. */
static bool clear_name(struct arena *arena, const char *path)
{
    const char *first = arena_printf(arena, "%s.first", path).bytes;

    if (!first)
        return false;
    if (access(path, F_OK) != 0)
        return true;
    return access(first, F_OK) == 0 ? unlink(path) == 0 : rename(path, first) == 0;
}

/* A copy of a database that has rows already, before the first migration that is applied. */
static bool copy_before(struct server *server, struct store_connection *connection,
                        const struct migration_state *state, int to)
{
    struct arena arena;
    const char *path;
    bool done;

    if (state->applied == 0 || state->applied >= (to == 0 ? state->known : to))
        return true;
    arena_init(&arena);
    path = arena_printf(&arena, "%s.before-%d", server->database_path, state->applied + 1).bytes;
    done = path && clear_name(&arena, path) && store_copy(connection, path);
    if (!done)
        log_error("the database cannot be copied before its migration, to %s", path ? path : "");
    else
        log_info("the database as it was is kept in %s%s", path,
                 migrations_seal(server->app, state->applied, to == 0 ? state->known : to)
                     ? ", with what is encrypted from now on in plain: remove it when all is well"
                     : "");
    arena_release(&arena);
    return done;
}

bool migrate_at_start(struct server *server, struct store_connection *connection, int to)
{
    struct migration_state state;

    if (!store_add_conversions(connection)) {
        log_error("the functions of migrations cannot be made known");
        return false;
    }
    if (!migration_state_read(server->app, connection, &state))
        return false;
    if (server->options.no_migrate && state.applied > 0 && state.applied < state.known) {
        log_error("%d migrations are pending, and --no-migrate forbids them here: run `migrate`",
                  state.known - state.applied);
        return false;
    }
    return copy_before(server, connection, &state, to) && migrate(server->app, connection, to);
}

struct order {
    bool plans;
    bool rehearses;
    int to; /* 0: all */
};

static int print_usage(const char *program)
{
    fprintf(stderr, "usage: %s migrate [--plan | --to N | --rehearse] [--data DIR]\n", program);
    return 2;
}

/* Takes the command's own words from the front; returns how many, or -1. */
static int read_order(const struct app *app, struct order *order, int argc, char **argv)
{
    struct text first = argc > 0 ? text_of(argv[0]) : text_none();
    char *end;
    long number;

    *order = (struct order){0};
    order->plans = text_is(first, "--plan");
    order->rehearses = text_is(first, "--rehearse");
    if (order->plans || order->rehearses)
        return 1;
    if (!text_is(first, "--to"))
        return 0;
    number = argc > 1 ? strtol(argv[1], &end, 10) : 0;
    if (number < 1 || *end || number > (long)app->migration_count)
        return -1;
    order->to = (int)number;
    return 2;
}

static int plan(const struct server *server, struct store_connection *connection)
{
    struct migration_state state;

    if (!migration_state_read(server->app, connection, &state))
        return 1;
    printf("%d of %d migrations are applied\n", state.applied, state.known);
    for (int i = state.applied; i < state.known; i++) {
        const struct migration *migration = &server->app->migrations[i];
        printf("pending: %d %s\n", migration->version, migration->name);
        for (size_t j = 0; j < migration->statement_count; j++)
            printf("    %s;\n", migration->statements[j]);
    }
    return 0;
}

/* How many rows each class has, as the master key would count them. */
static void print_counts(struct server *server, struct arena *arena,
                         struct store_connection *connection)
{
    struct request request = own_request(server, connection, arena, NULL);

    for (size_t i = 0; i < server->app->class_count; i++) {
        const struct class *class = server->app->classes[i];
        struct row_query query = {.class = class, .operation = OPERATION_COUNT};
        int64_t count;
        if (rows_count(&request, &query, &count))
            printf("%10" PRId64 "  %.*s\n", count, TEXT_PRINTED(class->name));
    }
}

/* Migrates a copy, and says what came of it; the database itself stays as it is. */
static int rehearse(struct server *server, struct arena *arena, struct store_connection *connection)
{
    const char *path = arena_printf(arena, "%s.rehearsal", server->database_path).bytes;
    const char *reason;
    int64_t began;
    struct store_connection *copy;
    bool done;

    if (!path)
        return 1;
    unlink(path);
    if (!store_copy(connection, path)) {
        log_error("the database cannot be copied to %s", path);
        return 1;
    }
    copy = store_open(path, STORE_WRITE, &reason);
    began = wait_clock();
    done = copy && store_add_conversions(copy) && migrate(server->app, copy, 0);
    if (done) {
        printf("rehearsed in %" PRId64 " ms\n", wait_clock() - began);
        print_counts(server, arena, copy);
    }
    if (copy)
        store_close(copy);
    unlink(path);
    for (size_t i = 0; i < 2; i++) {
        const char *more = arena_printf(arena, "%s%s", path, i ? "-shm" : "-wal").bytes;
        if (more)
            unlink(more);
    }
    return done ? 0 : 1;
}

static int run(struct server *server, struct arena *arena, const struct order *order)
{
    const char *reason;
    struct store_connection *connection = store_open(server->database_path, STORE_WRITE, &reason);
    int status;

    if (!connection) {
        log_error("%s cannot be opened: %s", server->database_path, reason);
        return 1;
    }
    if (order->plans)
        status = plan(server, connection);
    else if (order->rehearses)
        status = rehearse(server, arena, connection);
    else
        status = migrate_at_start(server, connection, order->to) ? plan(server, connection) : 1;
    store_close(connection);
    return status;
}

int migrate_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct server server;
    struct options *options = &server.options;
    struct data_folder folder;
    struct order order;
    struct arena arena;
    int taken = read_order(app, &order, argc, argv);
    int status = 1;

    if (taken < 0)
        return print_usage(program);
    if (options_read(options, program, argc - taken, argv + taken) != OPTIONS_OK)
        return 2;
    options->no_migrate = false;
    json_init();
    umask(077);
    arena_init(&arena);
    server.app = app;
    server.database_path = data_folder_database(&arena, options->data, app->name);
    /* Entered as a server enters it: nobody serves the data while they change. */
    if (server.database_path && data_folder_enter(&folder, &arena, options->data, app->name) &&
        /* Values that become encrypted, or no longer are, need the key, as any other value does. */
        key_rings_open_one(NULL, options, KEY_SEAL))
        status = run(&server, &arena, &order);
    arena_release(&arena);
    return status;
}
