/* writer.c - group commit. See writer.h for what it promises.
 *
 * The queue is a list under a mutex. The thread takes the whole list at once, so while one group is
 * being put on disk the next one gathers: the busier the server, the larger the groups. */
#include "http/writer.h"

#include "accounts/lockout.h"
#include "accounts/session_cache.h"
#include "accounts/session_use.h"
#include "base/log.h"
#include "base/pulse.h"
#include "crypto/session_token.h"
#include "formats/encoding.h"
#include "guard/audit.h"
#include "guard/audit_head.h"
#include "http/tally.h"
#include "request/idempotency.h"
#include "request/server.h"
#include "store/database_clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* More than this in one transaction would keep the first of them waiting for no gain. */
enum {
    GROUP_LIMIT = 256,
    /* Uses beyond these are not kept: their sessions may end up to an interval too early. */
    USE_LIMIT = 4096
};

/* A session that was used. */
struct use {
    char session_id[OBJECT_ID_LENGTH];
    struct kept_token kept;
    int64_t used_at; /* ms */
};

struct job {
    struct request *request;
    writer_done done;
    void *carrier;
    struct job *next;
};

struct writer {
    struct store_connection *connection;
    struct server *server;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct job *first;
    struct job **end;
    uint64_t waiting;            /* jobs in it */
    struct use noted[USE_LIMIT]; /* to be kept */
    size_t noted_count;
    struct use keeping[USE_LIMIT]; /* the writer's own: those that it is keeping */
    size_t keeping_count;
    int64_t clock_noted_at; /* the writer's own, as what follows */
    int head_file;          /* of the audit trail; -1: there is none */
    struct audit_head head;
    bool stopping;
};

/* Waits for work and takes up to GROUP_LIMIT jobs, and all uses; false when the writer is to stop.
 */
static bool take_group(struct writer *writer, struct job **group)
{
    struct job *last;
    int count = 1;

    pthread_mutex_lock(&writer->lock);
    while (!writer->first && !writer->noted_count && !writer->stopping)
        pthread_cond_wait(&writer->work, &writer->lock);
    *group = writer->first;
    if (*group) {
        for (last = *group; last->next && count < GROUP_LIMIT && !last->request->alone &&
                            !last->next->request->alone;
             count++)
            last = last->next;
        writer->waiting -= (uint64_t)count;
        writer->first = last->next;
        if (!writer->first)
            writer->end = &writer->first;
        last->next = NULL;
    }
    writer->keeping_count = writer->noted_count;
    memcpy(writer->keeping, writer->noted, writer->noted_count * sizeof *writer->noted);
    writer->noted_count = 0;
    pthread_mutex_unlock(&writer->lock);
    return *group || writer->keeping_count;
}

/* A batch judges each of its parts, and is told that they must be judged anew. */
static bool confirm(struct request *request, bool changed)
{
    if (!request->by_parts)
        return session_confirm(request, changed);
    request->session_changes = request->session_changes || changed;
    return true;
}

/* Runs one request in its savepoint; *changed tells whether sessions or roles have changed in this
 * group. False when the transaction itself can't be trusted any more. */
static bool run_job(struct writer *writer, struct request *request, bool *changed)
{
    bool done;

    log_set_request(request->number);
    request->store = writer->connection;
    if (!store_savepoint(writer->connection))
        return false;
    budget_begin(request->budget, BUDGET_LONG);
    done = (request->executed || (confirm(request, *changed) && idempotency_claim(request) &&
                                  request_execute(request))) &&
           audit_pay(request);
    budget_end();
    if (done) {
        *changed = *changed || request->session_changes;
        return store_savepoint_release(writer->connection);
    }
    request->session_changes = false;
    if (!store_savepoint_rollback(writer->connection))
        return false;
    /* What a failure leaves behind is a part of its answer: a log-in that nobody counts, or a refusal
     * that the trail lacks, is not to be answered as if it were there. But nobody answers for the
     * server's own failures. */
    return request->context.error.internal ||
           (lockout_count(request) && audit_pay_failure(request));
}

static bool keep_uses(struct writer *writer)
{
    struct arena arena;
    struct context context = {.arena = &arena};
    bool done = true;

    arena_init(&arena);
    for (size_t i = 0; done && i < writer->keeping_count; i++)
        done = session_use_keep(
            &context, writer->connection,
            (struct text){writer->keeping[i].session_id, sizeof writer->keeping[i].session_id},
            &writer->keeping[i].kept, writer->keeping[i].used_at);
    arena_release(&arena);
    return done;
}

static bool run_group(struct writer *writer, struct job *group)
{
    struct job *job;
    bool changed = false;

    log_set_request(0);
    if (!store_begin(writer->connection) ||
        !database_clock_note(writer->connection, &writer->clock_noted_at) || !keep_uses(writer))
        return false;
    for (job = group; job; job = job->next)
        if (!run_job(writer, job->request, &changed))
            return false;
    log_set_request(0);
    return store_commit(writer->connection);
}

/* Counts what became of a group, and what it took. */
static void tally_group(const struct job *group, int64_t microseconds, bool committed)
{
    uint64_t writes = 0;
    size_t bucket = 0;

    for (; group; group = group->next)
        writes++;
    while (bucket < COUNT_GROUP_BUCKETS - 1 && writes > (uint64_t)1 << bucket)
        bucket++;
    counters_add(COUNT_GROUPS + bucket, 1);
    counters_add(COUNT_GROUP_WRITES, writes);
    counters_add(COUNT_GROUPS_LOST, !committed);
    counters_add(COUNT_COMMIT_MICROSECONDS, (uint64_t)microseconds);
    tally_time(COUNT_COMMITS, microseconds);
}

static void write_group(struct writer *writer, struct job *group)
{
    struct job *job;
    bool sessions_changed = false;
    int64_t begun = tally_clock();
    bool committed = run_group(writer, group);

    tally_group(group, tally_clock() - begun, committed);
    if (!committed) {
        log_error("a group of writes was not committed: %s", store_error(writer->connection));
        store_rollback(writer->connection);
        writer->clock_noted_at = 0;
        for (job = group; job; job = job->next) {
            job->request->context.error = (struct parse_error){0};
            fail_internal(&job->request->context, "not committed");
            job->request->session_changes = false;
        }
    }
    if (writer->head_file >= 0)
        audit_head_note(writer->head_file, writer->connection, &writer->head);
    for (job = group; job; job = job->next)
        sessions_changed = sessions_changed || job->request->session_changes;
    if (sessions_changed)
        server_sessions_changed(writer->server);
    while ((job = group)) {
        group = job->next;
        if (!job->request->context.error.code)
            request_run_afterwards(job->request);
        job->done(job->request, job->carrier);
        /* The request, and with it this job, may be gone from here on. */
    }
}

static void *write_forever(void *argument)
{
    struct writer *writer = argument;
    struct job *group;

    while (take_group(writer, &group)) {
        pulse_begin();
        write_group(writer, group);
        pulse_end();
    }
    return NULL;
}

struct writer *writer_start(struct store_connection *connection, struct server *server)
{
    struct writer *writer = calloc(1, sizeof *writer);

    if (!writer)
        return NULL;
    writer->connection = connection;
    writer->server = server;
    writer->end = &writer->first;
    writer->head_file = server->app->is_audited ? audit_head_open(server->options.data) : -1;
    if (pthread_mutex_init(&writer->lock, NULL) || pthread_cond_init(&writer->work, NULL) ||
        pthread_create(&writer->thread, NULL, write_forever, writer)) {
        free(writer);
        return NULL;
    }
    return writer;
}

uint64_t writer_waiting(struct writer *writer)
{
    uint64_t waiting;

    pthread_mutex_lock(&writer->lock);
    waiting = writer->waiting;
    pthread_mutex_unlock(&writer->lock);
    return waiting;
}

bool writer_submit(struct writer *writer, struct request *request, writer_done done, void *carrier)
{
    struct job *job = arena_alloc(request->context.arena, sizeof *job);
    bool accepted;

    if (!job)
        return false;
    job->request = request;
    job->done = done;
    job->carrier = carrier;
    pthread_mutex_lock(&writer->lock);
    accepted = !writer->stopping;
    if (accepted) {
        *writer->end = job;
        writer->end = &job->next;
        writer->waiting++;
        pthread_cond_signal(&writer->work);
    }
    pthread_mutex_unlock(&writer->lock);
    return accepted;
}

void writer_note_use(struct writer *writer, const struct request *request)
{
    const struct ring_key *key = key_ring_newest(KEY_SESSION);
    struct text session_id = request->principal.session_id;
    struct use use = {.used_at = request->now};

    if (!key || session_id.length != sizeof use.session_id)
        return;
    memcpy(use.session_id, session_id.bytes, session_id.length);
    session_token_keep(key, request->session_token, &use.kept);
    pthread_mutex_lock(&writer->lock);
    if (writer->noted_count < USE_LIMIT && !writer->stopping) {
        writer->noted[writer->noted_count++] = use;
        pthread_cond_signal(&writer->work);
    }
    pthread_mutex_unlock(&writer->lock);
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->work);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
}

void writer_free(struct writer *writer)
{
    if (writer->head_file >= 0)
        close(writer->head_file);
    pthread_cond_destroy(&writer->work);
    pthread_mutex_destroy(&writer->lock);
    store_close(writer->connection);
    free(writer);
}
