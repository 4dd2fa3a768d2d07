/* fetch.c - see fetch.h. */
#include "http/fetch.h"

#include "base/pool.h"
#include "files/file_store.h"
#include "http/connections.h"
#include "http/stages.h"
#include "request/server.h"

#include <microhttpd.h>

bool fetch_is_due(const struct exchange *exchange)
{
    const struct request *request = &exchange->request;

    return !request->context.error.code && request->response.file &&
           file_reader_waits(request->response.file);
}

static void fail_fetch(struct exchange *exchange, bool unavailable)
{
    struct context *context = &exchange->request.context;

    if (exchange->sends_file)
        exchange->broken = true;
    else if (unavailable)
        context->error =
            (struct parse_error){.code = PARSE_INTERNAL,
                                 .status = 503,
                                 .message = text_of("The store of files does not answer.")};
    else
        fail_internal(context, "a file cannot be read");
}

static void resume(struct exchange *exchange)
{
    /* Who waited for the store has as much time as at first. */
    if (exchange->sends_file)
        connection_is_answered(exchange->held, (uint64_t)exchange->request.response.file_length);
    exchange->phase = PHASE_ANSWERABLE;
    MHD_resume_connection(exchange->connection);
}

void fetch_begin(struct exchange *exchange)
{
    const struct server *server = exchange->request.server;

    exchange->phase = PHASE_WAITING;
    exchange->next = STAGE_FETCH;
    connection_is_served(exchange->held);
    MHD_suspend_connection(exchange->connection);
    if (pool_submit(server->contents_pool, stages_client(exchange), exchange))
        return;
    fail_fetch(exchange, true);
    resume(exchange);
}

void fetch_run(struct exchange *exchange)
{
    bool unavailable;

    if (!file_reader_fetch(exchange->request.response.file, &unavailable))
        fail_fetch(exchange, unavailable);
    resume(exchange);
}
