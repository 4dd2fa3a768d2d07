/* stages.c - see stages.h. */
#include "http/stages.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "base/pool.h"
#include "guard/audit.h"
#include "http/access_log.h"
#include "http/connections.h"
#include "http/detached.h"
#include "http/fetch.h"
#include "http/http_answer.h"
#include "http/peer.h"
#include "http/tally.h"
#include "http/writer.h"
#include "request/server.h"
#include "routes/files.h"

#include <microhttpd.h>

uint64_t stages_client(const struct exchange *exchange)
{
    const struct principal *principal = &exchange->request.principal;

    if (principal_signed_in(principal))
        return text_number(principal->user_id);
    return exchange->connection ? peer_number(exchange->connection) : exchange->request.address;
}

void stages_note(struct exchange *exchange, uint64_t bytes)
{
    const struct request *request = &exchange->request;
    int64_t microseconds = exchange->begun_at ? tally_clock() - exchange->begun_at : 0;

    tally_answer(request, bytes, microseconds);
    access_log_note(request->server->access_log, exchange, request->response.status, bytes,
                    microseconds);
}

bool stages_answer(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    const struct response *response = &request->response;
    bool queued;

    if (fetch_is_due(exchange)) {
        fetch_begin(exchange);
        return true;
    }
    exchange->sends_file = response->file != NULL;
    connection_is_answered(exchange->held, response->body.length + (uint64_t)response->file_length);
    queued = http_answer(request, exchange->connection, exchange->from_browser, exchange->last);
    stages_note(exchange, response->body.length +
                              (request->context.error.code ? 0 : (uint64_t)response->file_length));
    return queued;
}

/* Back to the worker that has the connection, or to whoever began a detached request. */
static void resume(struct exchange *exchange, enum phase phase)
{
    exchange->phase = phase;
    if (exchange->connection)
        MHD_resume_connection(exchange->connection);
    else
        exchange->done(exchange);
}

void stages_set_busy(struct exchange *exchange)
{
    bool stopping = atomic_load(&exchange->request.server->stopping);

    exchange->request.context.error = (struct parse_error){
        .code = PARSE_INTERNAL,
        .status = 503,
        .message = text_of(stopping ? "The server is stopping." : "The server is busy.")};
}

/* On a thread for it, or, when there is none left, here. */
static void write_chunk(struct exchange *exchange)
{
    if (!files_write(&exchange->request))
        exchange->phase = PHASE_REFUSED;
}

void stages_write_chunk(void *job)
{
    struct exchange *exchange = job;

    log_set_request(exchange->request.number);
    write_chunk(exchange);
    MHD_resume_connection(exchange->connection);
}

void stages_write(struct exchange *exchange)
{
    const struct server *server = exchange->request.server;

    MHD_suspend_connection(exchange->connection);
    if (pool_submit(server->chunk_pool, stages_client(exchange), exchange))
        return;
    write_chunk(exchange);
    MHD_resume_connection(exchange->connection);
}

static void refuse_busy(struct exchange *exchange)
{
    stages_set_busy(exchange);
    resume(exchange, PHASE_ANSWERABLE);
}

/* Refuses it when the server has no time left for what waits. */
static bool refuse_hurried(struct exchange *exchange)
{
    if (!atomic_load(&exchange->request.server->hurries))
        return false;
    refuse_busy(exchange);
    return true;
}

/* Sends the request to where its next stage runs, past those that it does not need; back to a
 * worker when it reads only, or has failed. The connection is suspended meanwhile. */
static void advance(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    const struct server *server = exchange->request.server;
    bool accepted;

    if (exchange->next == STAGE_HASH && !request->needs_hash)
        exchange->next = STAGE_CALL;
    if (exchange->next == STAGE_CALL && !request->call)
        exchange->next = STAGE_EXECUTE;
    if (request->context.error.code ||
        (exchange->next == STAGE_EXECUTE && !request->writes && !exchange->slow)) {
        resume(exchange, PHASE_EXECUTABLE);
        return;
    }
    if (exchange->next == STAGE_HASH)
        accepted = pool_submit(server->hash_pool, stages_client(exchange), exchange);
    else if (exchange->next == STAGE_CALL)
        accepted = pool_submit(request->upload ? server->contents_pool : server->call_pool,
                               stages_client(exchange), exchange);
    else if (request->writes)
        accepted = writer_submit(server->writer, request, stages_written, exchange);
    else
        accepted = pool_submit(server->read_pool, stages_client(exchange), exchange);
    if (!accepted)
        refuse_busy(exchange);
}

void stages_hash(void *job)
{
    struct exchange *exchange = job;
    struct request *request = &exchange->request;

    log_set_request(request->number);
    if (refuse_hurried(exchange))
        return;
    request_hash(request);
    if (!request->unfinished)
        exchange->next = STAGE_CALL;
    request->unfinished = false;
    advance(exchange);
}

void stages_call(void *job)
{
    struct exchange *exchange = job;

    log_set_request(exchange->request.number);
    if (refuse_hurried(exchange))
        return;
    request_call(&exchange->request);
    exchange->next = STAGE_EXECUTE;
    advance(exchange);
}

void stages_contents(void *job)
{
    struct exchange *exchange = job;

    if (exchange->next != STAGE_FETCH) {
        stages_call(exchange);
        return;
    }
    log_set_request(exchange->request.number);
    fetch_run(exchange);
}

void stages_written(struct request *request, void *carrier)
{
    struct exchange *exchange = carrier;

    if (!request->unfinished || request->context.error.code) {
        resume(exchange, PHASE_ANSWERABLE);
        return;
    }
    request->unfinished = false;
    request->session_changes = false; /* everybody has been told */
    advance(exchange);
}

/* Executes a request that does not write. False: it is to go on elsewhere. When it takes longer than
 * a worker has time for, that is from its start, unless it is made so that it can go on. */
static bool execute_read(struct exchange *exchange, enum budget_stay stay)
{
    struct request *request = &exchange->request;
    struct request before = *request;
    struct afterwards afterwards = exchange->afterwards;
    struct audit_dues audit = exchange->audit;
    bool leaves;

    exchange->next = STAGE_EXECUTE;
    budget_begin(&exchange->budget, stay);
    request_execute(request);
    budget_end();
    leaves = exchange->budget.leaves;
    exchange->budget.leaves = false;
    if (leaves && !request->unfinished) {
        *request = before;
        exchange->afterwards = afterwards;
        exchange->audit = audit;
    }
    if (leaves && !exchange->slow)
        counters_add(COUNT_SLOW_READS, 1);
    exchange->slow = exchange->slow || leaves;
    if (!leaves && (!request->unfinished || request->context.error.code))
        return true;
    request->unfinished = false;
    return false;
}

/* Answers when what has been executed is on disk: all that it owes the audit trail. */
static void answer_when_paid(struct exchange *exchange)
{
    exchange->request.executed = true;
    if (!audit_is_owed(&exchange->request))
        resume(exchange, PHASE_ANSWERABLE);
    else if (!writer_submit(exchange->request.server->writer, &exchange->request, stages_written,
                            exchange))
        refuse_busy(exchange);
}

/* The last stage of a request that does not write: here, or, when that takes long, on a thread for
 * such. */
static bool execute(struct exchange *exchange)
{
    bool has_slow = pool_serves(exchange->request.server->read_pool, stages_client(exchange));
    bool done = execute_read(exchange, has_slow ? BUDGET_BRIEFER : BUDGET_BRIEF);

    if (done && !audit_is_owed(&exchange->request))
        return stages_answer(exchange);
    exchange->phase = PHASE_WAITING;
    MHD_suspend_connection(exchange->connection);
    if (done)
        answer_when_paid(exchange);
    else
        advance(exchange);
    return true;
}

/* Lends the request what the calling thread reads with, and judges it by what is so now. */
static bool take_up(struct exchange *exchange)
{
    struct worker *worker = worker_get(exchange->workers);

    if (!worker)
        return false;
    exchange->request.store = worker->store;
    if (exchange->next == STAGE_PREPARE)
        return true;
    if (!exchange->request.context.error.code && !exchange->request.by_parts)
        session_confirm(&exchange->request, false);
    return true;
}

/* The first stage of a detached request, and whatever comes next. */
static void prepare(struct exchange *exchange)
{
    exchange->next = STAGE_HASH;
    if (detached_prepare(exchange, worker_get(exchange->workers)->sessions))
        advance(exchange);
    else
        resume(exchange, PHASE_ANSWERABLE);
}

void stages_submit(struct exchange *exchange)
{
    if (!pool_submit(exchange->request.server->read_pool, stages_client(exchange), exchange))
        refuse_busy(exchange);
}

void stages_read(void *job)
{
    struct exchange *exchange = job;

    log_set_request(exchange->request.number);
    if (refuse_hurried(exchange))
        return;
    if (!take_up(exchange))
        refuse_busy(exchange);
    else if (exchange->next == STAGE_PREPARE)
        prepare(exchange);
    else if (execute_read(exchange, BUDGET_LONG))
        answer_when_paid(exchange);
    else
        advance(exchange);
}

bool stages_begin(struct exchange *exchange)
{
    const struct request *request = &exchange->request;

    if (!request->needs_hash && !request->call && !request->writes)
        return execute(exchange);
    exchange->phase = PHASE_WAITING;
    MHD_suspend_connection(exchange->connection);
    advance(exchange);
    return true;
}

bool stages_finish(struct exchange *exchange)
{
    return take_up(exchange) ? execute(exchange) : false;
}
