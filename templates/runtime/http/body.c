/* body.c - see body.h. */
#include "http/body.h"

#include "formats/date.h"
#include "http/connections.h"
#include "http/intake.h"
#include "http/intake_files.h"
#include "http/stages.h"
#include "request/server.h"
#include "routes/files.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/types.h>

enum {
    SMALL = 65536, /* bytes that are kept of anybody's body */
    /* A body that is too large is read to its end, so that the client gets to see the answer, when
     * it is no longer than this many limits; else the connection is closed on it. */
    READ_ON_LIMITS = 4
};

/* Bytes that are kept for those of whom nobody knows who they are. */
static atomic_int_fast64_t shared;

static void refuse(struct exchange *exchange, struct parse_error error)
{
    exchange->phase = PHASE_REFUSED;
    exchange->request.context.error = error;
}

static void refuse_size(struct exchange *exchange)
{
    refuse(exchange, (struct parse_error){
                         .code = PARSE_OBJECT_TOO_LARGE,
                         .status = 413,
                         .message = text_of("Request body is larger than this server accepts.")});
}

/* Takes from what is shared; false when there is not so much left. */
static bool borrow(struct exchange *exchange, int64_t bytes)
{
    int64_t limit = exchange->request.server->options.unknown_body_bytes;

    if (atomic_fetch_add(&shared, bytes) + bytes > limit) {
        atomic_fetch_sub(&shared, bytes);
        return false;
    }
    exchange->borrowed += bytes;
    return true;
}

/* What the head says of who asks, once. The request is judged again when its body is there. */
static bool judge(struct exchange *exchange)
{
    struct worker *worker = worker_get(exchange->workers);
    struct request request = exchange->request;

    if (exchange->judged || !worker)
        return worker != NULL;
    exchange->judged = true;
    request.now = date_now();
    request.store = worker->store;
    if (intake_judge_head(&request, exchange->connection, worker->sessions, &exchange->known))
        return true;
    refuse(exchange, request.context.error);
    return false;
}

/* Whether so many bytes more may be kept. */
static bool may_keep(struct exchange *exchange, int64_t bytes)
{
    if (!judge(exchange))
        return false;
    if (exchange->known || borrow(exchange, bytes))
        return true;
    refuse(exchange, (struct parse_error){.code = PARSE_INTERNAL,
                                          .status = 503,
                                          .message = text_of("The server is busy.")});
    return false;
}

bool body_begin(struct exchange *exchange)
{
    const char *length =
        MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Content-Length");
    int64_t announced = length ? strtoll(length, NULL, 10) : 0;
    int64_t limit = intake_body_limit(&exchange->request.server->options, exchange->request.method,
                                      exchange->request.path);

    exchange->limit = limit;
    exchange->read_on = 2 * limit;
    if (announced > limit) {
        refuse_size(exchange);
        exchange->read_on = announced;
        return announced / READ_ON_LIMITS <= limit;
    }
    if (exchange->streams)
        return true;
    if (announced <= SMALL || may_keep(exchange, announced))
        buffer_init(&exchange->body, &exchange->arena, announced > 0 ? (size_t)announced + 1 : 0);
    return true;
}

/* False: it is too much. */
static bool take(struct exchange *exchange, const char *data, size_t size)
{
    int64_t before = exchange->received;

    exchange->received += (int64_t)size;
    if (exchange->phase == PHASE_COLLECTING && exchange->received > exchange->limit)
        refuse_size(exchange);
    /* What was announced has been asked for already. */
    if (exchange->phase == PHASE_COLLECTING && exchange->received > SMALL &&
        exchange->borrowed < exchange->received && !exchange->known)
        may_keep(exchange, exchange->borrowed ? exchange->received - before : exchange->received);
    if (exchange->phase == PHASE_COLLECTING) {
        if (!exchange->body.arena)
            buffer_init(&exchange->body, &exchange->arena, size);
        buffer_add(&exchange->body, data, size);
    }
    return exchange->received <= exchange->read_on;
}

/* How many bytes of it were taken; -1: it is too much. */
static ssize_t take_file(struct exchange *exchange, const char *data, size_t size)
{
    size_t taken = size;

    if (exchange->phase == PHASE_COLLECTING &&
        !files_take(&exchange->request, data, size, &taken)) {
        exchange->phase = PHASE_REFUSED;
        taken = size;
    }
    exchange->received += (int64_t)taken;
    return exchange->received <= exchange->read_on ? (ssize_t)taken : -1;
}

bool body_collect(struct exchange *exchange, const char *data, size_t *size)
{
    size_t come = *size;
    ssize_t taken = exchange->streams            ? take_file(exchange, data, come)
                    : take(exchange, data, come) ? (ssize_t)come
                                                 : -1;

    if (taken < 0)
        return false;
    connection_received(exchange->held, (size_t)taken);
    *size = come - (size_t)taken;
    if (*size)
        stages_write(exchange);
    return true;
}

bool body_is_refused(const struct exchange *exchange)
{
    return exchange->phase == PHASE_REFUSED;
}

void body_release(struct exchange *exchange)
{
    if (exchange->borrowed)
        atomic_fetch_sub(&shared, exchange->borrowed);
    exchange->borrowed = 0;
}
