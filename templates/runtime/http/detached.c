/* detached.c - see detached.h. */
#include "http/detached.h"

#include "base/pool.h"
#include "formats/date.h"
#include "http/authenticate.h"
#include "http/router.h"
#include "http/stages.h"
#include "http/tally.h"
#include "request/rates.h"
#include "request/server.h"
#include "routes/refusals.h"

#include <stdlib.h>

struct exchange *detached_new(struct workers *workers)
{
    struct exchange *exchange = malloc(sizeof *exchange);
    struct arena arena;

    if (!exchange)
        return NULL;
    arena_init(&arena);
    exchange_init(exchange, workers, arena);
    exchange->workers = workers;
    exchange->next = STAGE_PREPARE;
    exchange->slow = true;
    buffer_init(&exchange->request.response.body, &exchange->arena, 1024);
    return exchange;
}

void detached_free(struct exchange *exchange)
{
    arena_release(&exchange->arena);
    free(exchange);
}

void detached_begin(struct exchange *exchange, void (*done)(struct exchange *exchange),
                    void *carrier)
{
    exchange->done = done;
    exchange->carrier = carrier;
    exchange->begun_at = tally_clock();
    stages_submit(exchange);
}

bool detached_prepare(struct exchange *exchange, struct session_cache *sessions)
{
    struct request *request = &exchange->request;

    request->now = date_now();
    return authenticate_session(request, sessions) && rates_take(request, RATE_REQUESTS, 1) &&
           router_find(request) && request_prepare(request);
}

void detached_note(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    if (request->context.error.code) {
        refusal_note(request);
        request->response.status = request->context.error.status;
    }
    stages_note(exchange, request->response.body.length);
}
