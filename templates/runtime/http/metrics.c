/* metrics.c - see metrics.h. What threads count is read from their counters; what the database and the
 * system know is asked for here. */
#include "http/metrics.h"

#include "base/pool.h"
#include "formats/date.h"
#include "guard/audit_head.h"
#include "http/credentials.h"
#include "http/exposition.h"
#include "http/process_metrics.h"
#include "http/tally.h"
#include "http/writer.h"
#include "outside/outbox.h"
#include "request/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum {
    FIRST_BYTES = 32768,
    /* Rows are counted anew when so many times what it took the last time is over: so that asking often
     * costs a large database no more than a hundredth of a thread. */
    REST = 100
};

/* What is counted in the database. */
struct counted {
    uint64_t sessions;
    uint64_t files;
    uint64_t file_bytes;
    int64_t due_at; /* tally_clock(), when it is to be counted anew; 0: it never was */
};

static struct counted last;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

bool metrics_admit(struct request *request, struct MHD_Connection *connection)
{
    static const char scheme[] = "Bearer ";
    size_t length = sizeof scheme - 1;
    const char *value;

    if (!text_is(request->path, "/metrics") || request->method != METHOD_GET)
        return false;
    value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    request->reads_metrics =
        value && strncasecmp(value, scheme, length) == 0 &&
        secret_matches(text_of(value + length), request->server->options.metrics_token);
    return request->reads_metrics;
}

static bool read_number(struct request *request, const char *statement, uint64_t *number)
{
    int64_t found = 0;

    if (!sql_number(&request->context, request_statement(request, statement, NULL), &found))
        return false;
    *number = found > 0 ? (uint64_t)found : 0;
    return true;
}

static bool count_rows(struct request *request, struct counted *counted)
{
    int64_t begun = tally_clock();

    pthread_mutex_lock(&lock);
    *counted = last;
    pthread_mutex_unlock(&lock);
    if (counted->due_at && begun < counted->due_at)
        return true;
    if (!read_number(request, "SELECT count(*) FROM \"_SessionToken\"", &counted->sessions) ||
        !read_number(request, "SELECT count(*) FROM \"_File\"", &counted->files) ||
        !read_number(request, "SELECT coalesce(sum(\"size\"), 0) FROM \"_File\"",
                     &counted->file_bytes))
        return false;
    counted->due_at = tally_clock() + REST * (tally_clock() - begun);
    pthread_mutex_lock(&lock);
    last = *counted;
    pthread_mutex_unlock(&lock);
    return true;
}

static bool write_rows(struct request *request, struct buffer *out)
{
    struct counted counted;
    struct audit_head head;

    if (!count_rows(request, &counted))
        return false;
    exposition_alone(out, "caregen_sessions", "gauge", "Sessions that have not ended.",
                     counted.sessions);
    exposition_alone(out, "caregen_files", "gauge", "Files that are stored.", counted.files);
    exposition_alone(out, "caregen_file_bytes", "gauge", "Their bytes.", counted.file_bytes);
    if (!request->app->is_audited)
        return true;
    if (!audit_head_find(&request->context, request->store, &head))
        return request->context.error.code
                   ? false
                   : fail_internal(&request->context, "the audit trail has no good end");
    exposition_alone(out, "caregen_audit_entries_total", "counter",
                     "The number of the audit trail's last entry.", (uint64_t)head.number);
    if (request->server->options.audit_syslog)
        exposition_alone(out, "caregen_audit_syslog_sent", "gauge",
                         "The number of the last entry that was sent to syslog.",
                         counters_sum(COUNT_AUDIT_SENT));
    return true;
}

/* Pools. */

static void write_pool(struct buffer *out, struct pool *pool, const char *pool_name,
                       const char *metric, uint64_t (*number)(const struct pool_state *state))
{
    struct pool_state state;

    if (!pool)
        return;
    state = pool_state(pool);
    exposition_begin(out, metric);
    exposition_label(out, "pool", text_of(pool_name));
    exposition_number(out, number(&state));
}

static uint64_t waiting_of(const struct pool_state *state)
{
    return state->waiting;
}

static uint64_t running_of(const struct pool_state *state)
{
    return state->running;
}

static uint64_t taken_of(const struct pool_state *state)
{
    return state->taken;
}

static uint64_t refused_of(const struct pool_state *state)
{
    return state->refused;
}

static void write_pools(struct buffer *out, const struct server *server)
{
    static const struct {
        const char *metric;
        const char *type;
        const char *help;
        uint64_t (*number)(const struct pool_state *state);
    } families[] = {
        {"caregen_pool_waiting", "gauge", "Jobs that wait for a thread.", waiting_of},
        {"caregen_pool_running", "gauge", "Jobs that run.", running_of},
        {"caregen_pool_jobs_total", "counter", "Jobs that were begun.", taken_of},
        {"caregen_pool_refused_total", "counter", "Jobs for which there was no room.", refused_of},
    };
    const struct {
        const char *name;
        struct pool *pool;
    } pools[] = {
        {"hash", server->hash_pool},
        {"read", server->read_pool},
        {"call", server->call_pool},
    };

    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        exposition_family(out, families[i].metric, families[i].type, families[i].help);
        for (size_t j = 0; j < sizeof pools / sizeof *pools; j++)
            write_pool(out, pools[j].pool, pools[j].name, families[i].metric, families[i].number);
    }
}

/* The outbox. */

enum outbox_number { OUTBOX_WAITING, OUTBOX_AGE, OUTBOX_BYTES, OUTBOX_GIVEN_UP };

static uint64_t outbox_number(const struct outbox_counts *counts, int kind,
                              enum outbox_number number, int64_t now)
{
    int64_t oldest = counts->oldest[kind];

    switch (number) {
    case OUTBOX_WAITING:
        return (uint64_t)counts->waiting[kind];
    case OUTBOX_AGE:
        return oldest && oldest < now ? (uint64_t)(now - oldest) / 1000 : 0;
    case OUTBOX_BYTES:
        return (uint64_t)counts->bytes[kind];
    case OUTBOX_GIVEN_UP:
        break;
    }
    return (uint64_t)counts->given_up[kind];
}

static void write_kinds(struct buffer *out, const char *name, const uint64_t *numbers)
{
    static const char *const kinds[] = {[OUTBOX_MAIL] = "mail", [OUTBOX_WEBHOOK] = "webhook"};

    for (int kind = 0; kind < OUTBOX_KINDS; kind++) {
        exposition_begin(out, name);
        exposition_label(out, "kind", text_of(kinds[kind]));
        exposition_number(out, numbers[kind]);
    }
}

static void write_outbox(struct buffer *out, const struct server *server)
{
    static const struct {
        const char *name;
        enum outbox_number number;
        const char *help;
    } gauges[] = {
        {"caregen_outbox_waiting", OUTBOX_WAITING, "Mails and webhooks that are to be sent."},
        {"caregen_outbox_oldest_seconds", OUTBOX_AGE, "How long the oldest of them has waited."},
        {"caregen_outbox_given_up", OUTBOX_GIVEN_UP,
         "Those that could not be sent, and are kept for an operator."},
        {"caregen_outbox_bytes", OUTBOX_BYTES, "Bytes of both."},
    };
    static const struct {
        const char *name;
        enum count counts[OUTBOX_KINDS];
        const char *help;
    } counters[] = {
        {"caregen_outbox_sent_total",
         {COUNT_MAILS_SENT, COUNT_WEBHOOKS_SENT},
         "Mails and webhooks that arrived."},
        {"caregen_outbox_failures_total",
         {COUNT_MAILS_FAILED, COUNT_WEBHOOKS_FAILED},
         "Attempts to send one that failed."},
    };
    struct outbox_counts counts = outbox_counts(server->outbox);
    int64_t now = date_now();
    uint64_t numbers[OUTBOX_KINDS];

    for (size_t i = 0; i < sizeof gauges / sizeof *gauges; i++) {
        exposition_family(out, gauges[i].name, "gauge", gauges[i].help);
        for (int kind = 0; kind < OUTBOX_KINDS; kind++)
            numbers[kind] = outbox_number(&counts, kind, gauges[i].number, now);
        write_kinds(out, gauges[i].name, numbers);
    }
    for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
        exposition_family(out, counters[i].name, "counter", counters[i].help);
        for (int kind = 0; kind < OUTBOX_KINDS; kind++)
            numbers[kind] = counters_sum(counters[i].counts[kind]);
        write_kinds(out, counters[i].name, numbers);
    }
}

/* The writer. */

static void write_groups(struct buffer *out)
{
    static const char name[] = "caregen_write_group_size";
    uint64_t count = 0;

    exposition_family(out, name, "histogram", "Writes that were put on disk together.");
    for (size_t i = 0; i < COUNT_GROUP_BUCKETS; i++) {
        char limit[24] = "+Inf";
        if (i < COUNT_GROUP_BUCKETS - 1)
            snprintf(limit, sizeof limit, "%u", 1u << i);
        count += counters_sum(COUNT_GROUPS + i);
        exposition_begin(out, "caregen_write_group_size_bucket");
        exposition_label(out, "le", text_of(limit));
        exposition_number(out, count);
    }
    exposition_sample(out, "caregen_write_group_size_sum", counters_sum(COUNT_GROUP_WRITES));
    exposition_sample(out, "caregen_write_group_size_count", count);
}

static void write_writer(struct buffer *out, const struct server *server)
{
    static const char commits[] = "caregen_commit_duration_seconds";

    exposition_alone(out, "caregen_writes_waiting", "gauge", "Requests that wait for the writer.",
                     writer_waiting(server->writer));
    write_groups(out);
    exposition_family(out, commits, "histogram",
                      "From taking a group of writes to having it on disk.");
    exposition_times(out, commits, COUNT_COMMITS, COUNT_COMMIT_MICROSECONDS, NULL, server->app, 0);
    exposition_alone(out, "caregen_write_groups_lost_total", "counter",
                     "Groups that could not be committed, and were answered so.",
                     counters_sum(COUNT_GROUPS_LOST));
}

/* What there is on disk. */

static uint64_t size_of(const char *path)
{
    struct stat status;

    return path && stat(path, &status) == 0 ? (uint64_t)status.st_size : 0;
}

static void write_disk(struct request *request, struct buffer *out)
{
    const struct server *server = request->server;
    struct arena *arena = request->context.arena;
    struct statvfs disk = {0};
    const char *log = arena_printf(arena, "%s-wal", server->database_path).bytes;

    exposition_alone(out, "caregen_database_bytes", "gauge", "Size of the database.",
                     size_of(server->database_path));
    exposition_alone(out, "caregen_database_log_bytes", "gauge",
                     "Size of its log, which is used anew when all of it is in the database.",
                     size_of(log));
    (void)statvfs(server->options.data, &disk);
    exposition_alone(out, "caregen_disk_free_bytes", "gauge", "Free on the data folder's disk.",
                     (uint64_t)disk.f_bavail * disk.f_frsize);
}

static void write_others(struct buffer *out)
{
    static const struct {
        enum count count;
        const char *name;
        const char *type;
        const char *help;
    } rows[] = {
        {COUNT_SLOW_READS, "caregen_slow_reads_total", "counter",
         "Reads that took long, and were handed to a thread for such."},
        {COUNT_BYTES_OUT, "caregen_answer_bytes_total", "counter", "Bytes of answers."},
        {COUNT_LIVE_CLIENTS, "caregen_live_connections", "gauge", "WebSockets of live queries."},
        {COUNT_SUBSCRIPTIONS, "caregen_live_subscriptions", "gauge", "Their subscriptions."},
        {COUNT_LIVE_EVENTS, "caregen_live_events_total", "counter", "Changes they were told of."},
        {COUNT_LIVE_DROPPED, "caregen_live_dropped_total", "counter",
         "WebSockets that were closed because they could not follow."},
        {COUNT_LIVE_REFUSED, "caregen_live_refused_total", "counter",
         "WebSockets for which there was no room."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        exposition_alone(out, rows[i].name, rows[i].type, rows[i].help,
                         counters_sum(rows[i].count));
}

static void write_info(struct buffer *out, const struct app *app)
{
    exposition_family(out, "caregen_info", "gauge", "The app, and what made its server.");
    exposition_begin(out, "caregen_info");
    exposition_label(out, "app", text_of(app->name));
    exposition_label(out, "generator", text_of(app->generator));
    exposition_number(out, 1);
}

bool metrics_get(struct request *request)
{
    const struct server *server = request->server;
    struct buffer out;

    if (!request->principal.master && !request->reads_metrics)
        return credentials_refuse(request);
    buffer_init(&out, request->context.arena, FIRST_BYTES);
    write_info(&out, request->app);
    tally_write(&out, request->app);
    write_writer(&out, server);
    write_pools(&out, server);
    write_outbox(&out, server);
    if (!write_rows(request, &out))
        return false;
    write_disk(request, &out);
    write_others(&out);
    process_metrics_write(&out);
    buffer_release(&request->response.body);
    request->response.body = out;
    request->response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return true;
}
