/* serve.c - starts everything in order, waits for a signal, and stops it in the reverse order. */
#include "program/serve.h"

#include "accounts/auth_adapter.h"
#include "accounts/password_policy.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/wait.h"
#include "files/file_store.h"
#include "files/file_url.h"
#include "formats/json.h"
#include "hooks/webhook.h"
#include "http/http.h"
#include "http/writer.h"
#include "model/sealed_value.h"
#include "outside/mail.h"
#include "outside/transfer.h"
#include "program/audit_anchor.h"
#include "program/audit_command.h"
#include "program/demo.h"
#include "program/key_files.h"
#include "program/migrate.h"
#include "program/user_command.h"
#include "request/server.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>

/* They wait for other servers most of their time. */
enum { CALL_THREADS = 16, MILLISECONDS = 1000 };

/* What the start hands to the greeting. */
struct greeting {
    bool master_key_made;
    struct demo_account accounts[DEMO_ACCOUNTS];
};

/* Prints where the server listens, and, with --demo, a line to paste. Secrets go to standard output
 * once, when they are made. */
static void greet(const struct server *server, const struct http *http,
                  const struct greeting *greeting)
{
    const struct options *options = &server->options;
    const char *colon = strrchr(options->listen, ':');
    int host_length = colon ? (int)(colon - options->listen) : 0;
    const struct demo_account *patient = &greeting->accounts[0];

    printf("application id: %.*s\n", (int)options->app_id.length, options->app_id.bytes);
    if (greeting->master_key_made)
        printf("master key (shown this once; kept in %s): %.*s\n",
               options->master_key_file ? options->master_key_file : "the data folder",
               (int)options->master_key.length, options->master_key.bytes);
    for (int i = 0; i < DEMO_ACCOUNTS; i++)
        if (greeting->accounts[i].username.bytes)
            printf("demo account: %.*s, password %.*s\n",
                   (int)greeting->accounts[i].username.length, greeting->accounts[i].username.bytes,
                   (int)greeting->accounts[i].password.length,
                   greeting->accounts[i].password.bytes);
    if (patient->username.bytes) {
        printf("try: curl -s -H 'X-Parse-Application-Id: %.*s' ", (int)options->app_id.length,
               options->app_id.bytes);
        if (options->rest_key.bytes)
            printf("-H 'X-Parse-REST-API-Key: %.*s' ", (int)options->rest_key.length,
                   options->rest_key.bytes);
        printf("-H 'Content-Type: application/json' "
               "-d '{\"username\":\"%.*s\",\"password\":\"%.*s\"}' http://%.*s:%u%.*s/login\n",
               (int)patient->username.length, patient->username.bytes,
               (int)patient->password.length, patient->password.bytes, host_length, options->listen,
               http_port(http), (int)options->mount.length, options->mount.bytes);
    }
    printf("listening on http://%.*s:%u%.*s\n", host_length, options->listen, http_port(http),
           (int)options->mount.length, options->mount.bytes);
    fflush(stdout);
}

/* Opens and migrates the database, and loads sample data when asked to. */
static struct store_connection *open_database(struct server *server, struct arena *arena,
                                              struct greeting *greeting)
{
    const char *reason;
    struct store_connection *connection = store_open(server->database_path, STORE_WRITE, &reason);

    if (!connection) {
        log_error("%s cannot be opened: %s", server->database_path, reason);
        return NULL;
    }
    if (!migrate(server->app, connection, 0) ||
        (server->options.demo && !demo_load(server, connection, arena, greeting->accounts))) {
        store_close(connection);
        return NULL;
    }
    return connection;
}

static bool make_folder(const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    log_error("%s cannot be made: %s", path, strerror(errno));
    return false;
}

static bool start_threads(struct server *server, struct store_connection *connection, int workers)
{
    server->webhooks = webhooks_start(&server->options, connection);
    server->writer = writer_start(connection, http_written, server);
    if (!server->writer) {
        store_close(connection);
        return false;
    }
    server->hash_pool = pool_start(workers, http_hash);
    server->call_pool = pool_start(CALL_THREADS, http_call);
    server->mailer = server->options.smtp_url ? mailer_start(&server->options) : NULL;
    return server->hash_pool && server->call_pool && server->webhooks &&
           (server->mailer || !server->options.smtp_url);
}

/* Ends the threads that requests pass through, in the order in which they pass, and then HTTP; all
 * of it is released only when nothing can ask for it any more. */
static void stop_threads(struct server *server, struct http *http, int64_t deadline)
{
    pool_stop(server->hash_pool);
    pool_stop(server->call_pool);
    if (server->writer)
        writer_stop(server->writer);
    if (http)
        http_stop(http);
    webhooks_stop(server->webhooks, deadline - wait_clock());
    mailer_stop(server->mailer, deadline - wait_clock());
    pool_free(server->hash_pool);
    pool_free(server->call_pool);
    if (server->writer)
        writer_free(server->writer);
}

/* Runs until a signal comes; returns the exit status. */
static int run(struct server *server, struct store_connection *connection,
               const struct greeting *greeting, const sigset_t *signals)
{
    int workers = server->options.workers ? (int)server->options.workers : get_nprocs();
    bool started = start_threads(server, connection, workers);
    struct http *http = started ? http_start(server) : NULL;
    int64_t deadline;
    int signal_number;

    if (!started)
        log_error("the server's threads cannot be started");
    if (http) {
        greet(server, http, greeting);
        sigwait(signals, &signal_number);
        log_info("stopping");
    }
    deadline = wait_clock() + server->options.stop_seconds * MILLISECONDS;
    if (http && !http_drain(http, deadline - wait_clock())) {
        log_error("stopping: not every request was answered within %lld s",
                  (long long)server->options.stop_seconds);
        atomic_store(&server->hurries, true);
        transfer_give_up();
        store_stop_reads();
    }
    stop_threads(server, http, deadline);
    return http ? 0 : 1;
}

static int serve(const struct app *app, const char *program, int argc, char **argv)
{
    static struct server server;
    struct greeting greeting = {0};
    struct store_connection *connection;
    struct arena arena;
    sigset_t signals;
    int status = 1;

    server.app = app;
    switch (options_read(&server.options, program, argc, argv)) {
    case OPTIONS_HELP:
        return 0;
    case OPTIONS_WRONG:
        return 2;
    case OPTIONS_OK:
        break;
    }
    /* Every thread inherits the mask, so only sigwait() sees these. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    umask(077); /* what the server writes holds patients' data */
    json_init();
    if (!transfer_init()) {
        log_error("libcurl cannot be initialised");
        return 1;
    }
    arena_init(&arena);
    if (oidc_check_options(&server.options) && password_policy_check_options(&server.options) &&
        make_folder(server.options.data) &&
        key_files_complete(&server.options, &arena, &greeting.master_key_made) &&
        (!app->is_audited || audit_key_keep(&arena, server.options.data)) &&
        file_store_open(server.options.data, server.options.file_key) &&
        file_url_set_key(server.options.file_key)) {
        sealed_value_set_key(server.options.seal_key);
        server.database_path =
            arena_printf(&arena, "%s/%s.db", server.options.data, app->name).bytes;
        connection = server.database_path ? open_database(&server, &arena, &greeting) : NULL;
        if (connection)
            status = run(&server, connection, &greeting, &signals);
    }
    arena_release(&arena);
    return status;
}

static void print_usage(FILE *file, const char *program)
{
    fprintf(file,
            "usage: %s serve [options]   (serve --help lists them)\n"
            "       %s audit verify|export|anchor [options]   (audit --help lists them)\n"
            "       %s user add-role|remove-role USERNAME ROLE [--data DIR]\n",
            program, program, program);
}

int server_main(const struct app *app, int argc, char **argv)
{
    if (sodium_init() < 0) {
        log_error("libsodium cannot be initialised");
        return 1;
    }
    if (argc >= 2 && text_is(text_of(argv[1]), "serve"))
        return serve(app, argv[0], argc - 2, argv + 2);
    if (argc >= 2 && text_is(text_of(argv[1]), "user"))
        return user_command(app, argv[0], argc - 2, argv + 2);
    if (argc >= 2 && text_is(text_of(argv[1]), "audit"))
        return audit_command(app, argv[0], argc - 2, argv + 2);
    if (argc == 2 && text_is(text_of(argv[1]), "--help")) {
        printf("%s - %s\n\n", argv[0], app->title);
        print_usage(stdout, argv[0]);
        return 0;
    }
    print_usage(stderr, argv[0]);
    return 2;
}
