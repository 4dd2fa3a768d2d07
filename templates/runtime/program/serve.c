/* serve.c - starts everything in order, waits for a signal, and stops it in the reverse order. */
#include "program/serve.h"

#include "accounts/auth_adapter.h"
#include "accounts/auth_oidc.h"
#include "accounts/password_policy.h"
#include "base/log.h"
#include "base/pool.h"
#include "base/pulse.h"
#include "base/wait.h"
#include "files/file_store.h"
#include "formats/json.h"
#include "hooks/webhook.h"
#include "http/access_log.h"
#include "http/cors.h"
#include "http/http.h"
#include "http/peer.h"
#include "http/router.h"
#include "http/stages.h"
#include "http/tally.h"
#include "http/writer.h"
#include "live/live.h"
#include "outside/outbox.h"
#include "outside/transfer.h"
#include "program/audit_syslog.h"
#include "program/data_folder.h"
#include "program/demo.h"
#include "program/file_sweep.h"
#include "program/files_bucket.h"
#include "program/greeting.h"
#include "program/key_files.h"
#include "program/key_rewrap.h"
#include "program/key_rings.h"
#include "program/late_duties.h"
#include "program/migrate_command.h"
#include "program/object_steps.h"
#include "program/outbox_sender.h"
#include "program/service_manager.h"
#include "request/rates.h"
#include "request/server.h"
#include "resolve/resolve.h"
#include "routes/refusals.h"
#include "web/site.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

enum {
    CALL_THREADS = 16, /* they wait for other servers most of their time */
    CHUNK_THREADS = 4,
    CONTENTS_THREADS = 16, /* they wait for a disk, or a bucket */
    FILES_WAITING = 16384, /* chunks and files: a client may upload many at a time */
    LEAST_READ_THREADS = 2,
    LONGEST_HASH_WAIT = 10000, /* ms */
    LONGEST_READ_WAIT = 30000, /* ms */
    MILLISECONDS = 1000,
    SIGNS = 4 /* of life, in the time after which it is taken for dead */
};

/* Brings an opened database up to date, holds the keys against it, and loads sample data when asked
 * to. */
static bool ready_database(struct server *server, const struct data_folder *folder,
                           struct store_connection *connection, struct arena *arena,
                           struct greeting *greeting)
{
    const struct options *options = &server->options;

    return data_folder_check_database(folder, connection) &&
           key_rings_check(connection, options, server->app) &&
           migrate_at_start(server, connection, 0) &&
           key_rings_settle(connection, options, server->app, folder->is_new) &&
           late_duties_do(server, connection) &&
           (!options->demo || demo_load(server, connection, arena, greeting->accounts)) &&
           data_folder_settle(folder);
}

static struct store_connection *open_database(struct server *server,
                                              const struct data_folder *folder, struct arena *arena,
                                              struct greeting *greeting)
{
    const char *reason;
    struct store_connection *connection = store_open(folder->database, STORE_WRITE, &reason);

    if (!connection) {
        log_error("%s cannot be opened: %s", folder->database, reason);
        return NULL;
    }
    server->database_path = folder->database;
    if (ready_database(server, folder, connection, arena, greeting))
        return connection;
    store_close(connection);
    return NULL;
}

static bool open_files(const struct options *options, struct arena *arena)
{
    static struct object_store bucket;
    bool has;

    return files_bucket_enter(&bucket, &has, options, arena) &&
           file_store_open(options->data, has ? &bucket : NULL,
                           options->files_keep_seconds * MILLISECONDS);
}

/* Opens all that the server keeps. NULL, with the reason in the log, when something of it is amiss. */
static struct store_connection *open_data(struct server *server, struct arena *arena,
                                          struct greeting *greeting)
{
    struct options *options = &server->options;
    struct data_folder folder;

    if (!data_folder_enter(&folder, arena, options->data, server->app->name) ||
        !key_files_complete(options, arena, folder.is_new, &greeting->master_key_made) ||
        !key_rings_open(options, server->app, folder.is_new) || !open_files(options, arena))
        return NULL;
    return open_database(server, &folder, arena, greeting);
}

static bool open_access_log(struct server *server)
{
    const char *path = server->options.access_log;

    server->access_log = path ? access_log_open(path) : NULL;
    return server->access_log || !path;
}

static bool start_threads(struct server *server, struct store_connection *connection, int workers)
{
    bool has_graphql;

    server->graphql = resolve_start(server, &has_graphql);
    server->refusals = refusals_start(server);
    server->rates = rates_start(&server->options);
    server->webhooks = webhooks_start(connection);
    server->writer = writer_start(connection, server);
    if (!server->writer) {
        store_close(connection);
        return false;
    }
    server->hash_pool = pool_start(&(struct pool_plan){.run = stages_hash,
                                                       .threads = workers,
                                                       .longest_milliseconds = LONGEST_HASH_WAIT,
                                                       .background = true});
    server->read_pool = pool_start(
        &(struct pool_plan){.run = stages_read,
                            .threads = workers > LEAST_READ_THREADS ? workers : LEAST_READ_THREADS,
                            .share = workers > LEAST_READ_THREADS ? workers / 2 : 1,
                            .longest_milliseconds = LONGEST_READ_WAIT,
                            .background = true});
    server->call_pool =
        pool_start(&(struct pool_plan){.run = stages_call, .threads = CALL_THREADS});
    server->chunk_pool = pool_start(&(struct pool_plan){
        .run = stages_write_chunk, .threads = CHUNK_THREADS, .queue = FILES_WAITING});
    server->contents_pool = pool_start(&(struct pool_plan){
        .run = stages_contents, .threads = CONTENTS_THREADS, .queue = FILES_WAITING});
    server->outbox = outbox_open();
    return open_access_log(server) && (server->graphql || !has_graphql) && server->refusals &&
           server->rates && server->hash_pool && server->read_pool && server->call_pool &&
           server->chunk_pool && server->contents_pool && server->webhooks && server->outbox;
}

/* What runs while a server serves, but for what requests ask for, which is in struct server. */
struct running {
    struct site_account accounts[DEMO_ACCOUNTS]; /* the pages sign in as these */
    struct live *live;
    struct http *http;
    struct outbox_sender *sender;
    struct file_sweep *sweep;
    struct audit_syslog *syslog; /* NULL: the trail is not sent */
};

/* Ends the threads that requests pass through, in the order in which they pass, and then HTTP; all
 * of it is released only when nothing can ask for it any more. */
static void stop(struct server *server, struct running *running, int64_t deadline)
{
    file_sweep_stop(running->sweep);
    key_rewrap_stop(server->key_rewrap);
    live_stop(running->live);
    pool_stop(server->hash_pool);
    pool_stop(server->call_pool);
    pool_stop(server->chunk_pool);
    pool_stop(server->contents_pool);
    pool_stop(server->read_pool);
    outbox_sender_stop(running->sender, deadline - wait_clock());
    if (server->writer)
        writer_stop(server->writer);
    if (running->http)
        http_stop(running->http);
    live_free(running->live);
    refusals_stop(server->refusals);
    webhooks_stop(server->webhooks);
    outbox_close(server->outbox);
    transfer_give_up();
    file_store_stop();
    rates_stop(server->rates);
    pool_free(server->hash_pool);
    pool_free(server->call_pool);
    pool_free(server->chunk_pool);
    pool_free(server->contents_pool);
    pool_free(server->read_pool);
    if (server->writer)
        writer_free(server->writer);
    key_rewrap_free(server->key_rewrap);
    resolve_stop(server->graphql);
    audit_syslog_stop(running->syslog);
    access_log_close(server->access_log);
}

/* A sign of life means that no thread hangs: who serves, reads for long, hashes, writes or tells of changes. */
static void give_sign(int64_t watchdog)
{
    int64_t longest = pulse_longest();

    if (longest < watchdog)
        service_tell("WATCHDOG=1");
    else
        log_error(
            "a thread has been at one thing for %lld s: the service manager gets no sign of life",
            (long long)(longest / MILLISECONDS));
}

/* To a service SIGHUP says that its certificate was renewed, or its log moved away. */
static void renew(const struct server *server, struct http *http)
{
    bool reloads = http_reload(http);

    if (!reloads && !server->access_log)
        log_info("SIGHUP changes nothing: what a server is told, it is told at its start");
    access_log_reopen(server->access_log);
}

/* A terminal that goes away takes its server with it. */
static void wait_for_end(const struct server *server, const sigset_t *signals, struct http *http)
{
    int64_t watchdog = service_watchdog();
    int64_t pause = watchdog ? watchdog / SIGNS : MILLISECONDS;
    const struct timespec deadline = {.tv_sec = (time_t)(pause / MILLISECONDS),
                                      .tv_nsec = (long)(pause % MILLISECONDS) * 1000000};

    for (;;) {
        int signal_number =
            watchdog ? sigtimedwait(signals, NULL, &deadline) : sigwaitinfo(signals, NULL);
        if (signal_number < 0 && errno == EAGAIN)
            give_sign(watchdog);
        else if (signal_number == SIGHUP && !isatty(STDERR_FILENO))
            renew(server, http);
        else if (signal_number > 0)
            return;
    }
}

/* The pages, which sign in as the demo accounts: a patient and a provider, demo.h says. */
static bool open_site(struct server *server, const struct greeting *greeting,
                      struct site_account *accounts)
{
    static const char *const roles[DEMO_ACCOUNTS] = {"Patient", "Provider"};

    for (int i = 0; i < DEMO_ACCOUNTS; i++)
        accounts[i] = (struct site_account){.role = roles[i],
                                            .username = greeting->accounts[i].username,
                                            .password = greeting->accounts[i].password};
    server->site = site_open(server, accounts, DEMO_ACCOUNTS);
    return server->site != NULL;
}

/* What a server does beside answering. False, with the reason in the log, when something cannot be begun. */
static bool begin_chores(struct server *server, struct running *running)
{
    running->sender = outbox_sender_start(server);
    if (!running->sender || server->is_alone)
        return running->sender != NULL;
    if (server->options.audit_syslog && !(running->syslog = audit_syslog_start(server)))
        return false;
    running->sweep = file_sweep_start(server);
    return running->sweep != NULL && file_store_start();
}

/* The same of all that a server does. What was begun before is to be stopped all the same. */
static bool begin(struct server *server, struct running *running,
                  struct store_connection *connection, int listener,
                  const struct greeting *greeting)
{
    int workers = server->options.workers ? (int)server->options.workers : get_nprocs();

    if (!start_threads(server, connection, workers) || !key_rewrap_start(server) ||
        !open_site(server, greeting, running->accounts)) {
        log_error("the server's threads cannot be started");
        return false;
    }
    running->live = live_start(server);
    if (running->live)
        running->http =
            http_start(server, listener, server->is_alone ? NULL : live_take, running->live);
    return running->http && begin_chores(server, running);
}

/* Lets requests that are under way be answered, for so long. */
static void drain(struct server *server, struct http *http, int64_t deadline)
{
    if (!http || http_drain(http, deadline - wait_clock()))
        return;
    log_error("stopping: not every request was answered within %lld s",
              (long long)server->options.stop_seconds);
    atomic_store(&server->hurries, true);
    transfer_give_up();
    store_stop_reads();
}

/* Runs until a signal comes; returns the exit status. */
static int run(struct server *server, struct store_connection *connection, int listener,
               const struct greeting *greeting, const sigset_t *signals)
{
    struct running running = {.http = NULL};
    bool runs = begin(server, &running, connection, listener, greeting);
    int64_t deadline;

    if (runs && !server->is_alone) {
        greet(server, running.http, greeting);
        service_tell("READY=1");
    }
    if (runs)
        wait_for_end(server, signals, running.http);
    if (runs && !server->is_alone) {
        service_tell("STOPPING=1");
        log_info("stopping");
    }
    deadline = wait_clock() + server->options.stop_seconds * MILLISECONDS;
    drain(server, running.http, deadline);
    stop(server, &running, deadline);
    return runs ? 0 : 1;
}

static void limit_memory(const struct options *options)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long page = sysconf(_SC_PAGESIZE);
    size_t all = pages > 0 && page > 0 ? (size_t)pages * (size_t)page / 2 : 0;

    arena_set_limits((size_t)options->request_memory, all);
}

/* Whoever wants the trail elsewhere relies on it. */
static bool check_audit(const struct server *server)
{
    if (!server->options.audit_syslog || server->app->is_audited)
        return true;
    log_error("--audit-syslog: %s has no audit trail, its spec does not ask for one",
              server->app->name);
    return false;
}

/* Whether the options fit the app, and each other, as far as only the rooms that use them know. */
static bool check_options(const struct server *server)
{
    const struct options *options = &server->options;

    return check_audit(server) && oidc_check_options(options) &&
           password_policy_check_options(options) && cors_check_options(options) &&
           peer_trust(options->trust_proxy);
}

/* Every thread inherits the mask, so only who waits for them sees the signals. */
static void block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
}

/* What holds for the whole process, before there are threads. */
static bool prepare_process(const struct server *server)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
    umask(077);               /* what the server writes holds patients' data */
    json_init();
    limit_memory(&server->options);
    log_set_plain(text_is(server->options.log, "text"));
    store_log_slow(server->options.slow_ms);
    tally_start(server->app);
    if (transfer_init())
        return true;
    log_error("libcurl cannot be initialised");
    return false;
}

/* Serves with the options that the server has. */
static int serve_with(struct server *server)
{
    struct greeting greeting = {0};
    struct store_connection *connection;
    struct arena arena;
    sigset_t signals;
    int listener = -1;
    int status = 1;

    server->object_steps = &object_steps;
    server->find_route = router_find;
    block_signals(&signals);
    if (!prepare_process(server))
        return 1;
    arena_init(&arena);
    if (check_options(server) &&
        (server->is_alone || service_take_socket(&arena, &listener, &server->options.listen))) {
        connection = open_data(server, &arena, &greeting);
        if (connection)
            status = run(server, connection, listener, &greeting, &signals);
    }
    arena_release(&arena);
    return status;
}

int serve_command(const struct app *app, const char *program, int argc, char **argv)
{
    static struct server server;

    server.app = app;
    switch (options_read(&server.options, program, argc, argv)) {
    case OPTIONS_HELP:
        return 0;
    case OPTIONS_WRONG:
        return 2;
    case OPTIONS_OK:
        break;
    }
    return serve_with(&server);
}

int serve_operators(const struct app *app, const struct options *options)
{
    static struct server server;

    server.app = app;
    server.options = *options;
    server.is_alone = true;
    return serve_with(&server);
}
