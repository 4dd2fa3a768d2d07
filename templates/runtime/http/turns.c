/* turns.c - see turns.h. A request's life is `struct exchange`: begin, collect, dispatch, and then
 * either answer at once or wait and answer when resumed. */
#include "http/turns.h"

#include "base/log.h"
#include "base/pulse.h"
#include "base/wait.h"
#include "formats/date.h"
#include "http/body.h"
#include "http/connections.h"
#include "http/exchange.h"
#include "http/framing.h"
#include "http/intake.h"
#include "http/intake_files.h"
#include "http/location.h"
#include "http/page_answer.h"
#include "http/peer.h"
#include "http/stages.h"
#include "http/tally.h"
#include "routes/health.h"
#include "web/site.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct turns {
    struct server *server;
    upgrade_take take; /* of WebSockets */
    void *taker;
    struct workers *workers;
    atomic_int under_way; /* requests that have begun and are not answered to their end */
    atomic_uint begun;    /* requests so far; it may wrap round */
    atomic_bool closed;   /* requests that begin are refused */
    pthread_mutex_t lock;
    pthread_cond_t idle; /* nothing is under way, for a server that stops */
};

struct turns *turns_new(struct server *server, upgrade_take take, void *taker)
{
    struct turns *turns = calloc(1, sizeof *turns);

    if (!turns)
        return NULL;
    turns->server = server;
    turns->take = take;
    turns->taker = taker;
    turns->workers = workers_new(server);
    if (turns->workers && pthread_mutex_init(&turns->lock, NULL) == 0) {
        if (wait_init(&turns->idle))
            return turns;
        pthread_mutex_destroy(&turns->lock);
    }
    if (turns->workers)
        workers_free(turns->workers);
    free(turns);
    return NULL;
}

void turns_free(struct turns *turns)
{
    if (!turns)
        return;
    workers_free(turns->workers);
    pthread_cond_destroy(&turns->idle);
    pthread_mutex_destroy(&turns->lock);
    free(turns);
}

static enum MHD_Result answer(struct exchange *exchange)
{
    return stages_answer(exchange) ? MHD_YES : MHD_NO;
}

/* Everything up to the route's first stage. */
static bool prepare(struct exchange *exchange, struct worker *worker)
{
    struct request *request = &exchange->request;

    request->now = date_now();
    request->store = worker->store;
    request->address = peer_number_to_count(exchange->connection);
    location_find_host(request, exchange->connection);
    request->principal.no_acl_is_public = !request->app->private_by_default;
    buffer_init(&request->response.body, &exchange->arena, 1024);
    request->body_text = buffer_text(&exchange->body);
    if (exchange->body.failed)
        return fail_internal(&request->context, "out of memory");
    return intake(request, exchange->connection, worker->sessions);
}

static enum MHD_Result dispatch(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct worker *worker = worker_get(exchange->workers);

    connection_is_served(exchange->held);
    exchange->begun_at = tally_clock();
    if (!worker)
        return MHD_NO;
    if (body_is_refused(exchange))
        return answer(exchange);
    if (exchange->page)
        return page_answer(exchange) ? MHD_YES : MHD_NO;
    if (request->method == METHOD_OPTIONS) {
        buffer_init(&request->response.body, &exchange->arena, 16);
        buffer_add_string(&request->response.body, "OK");
        exchange->from_browser = true;
        return answer(exchange);
    }
    if (!request->path.bytes || request->method == METHOD_OTHER) {
        request->context.error =
            (struct parse_error){.code = -1, .status = 404, .message = text_of("not found")};
        return answer(exchange);
    }
    if (!exchange->streams && !prepare(exchange, worker))
        return answer(exchange);
    return stages_begin(exchange) ? MHD_YES : MHD_NO;
}

static enum MHD_Result refuse_head(struct exchange *exchange, const char *message)
{
    exchange->last = true;
    exchange->request.context.error =
        (struct parse_error){.code = -1, .status = 400, .message = text_of(message)};
    return answer(exchange);
}

static struct held_connection *held_connection(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

/* What stands for an exchange that is no more, since its connection is somebody else's. */
static char elsewhere;

/* Whoever waits for what is under way does not wait for this one. */
static void end_exchange(struct turns *turns, struct exchange *exchange)
{
    exchange_free(exchange);
    if (atomic_fetch_sub(&turns->under_way, 1) > 1 || !atomic_load(&turns->server->stopping))
        return;
    pthread_mutex_lock(&turns->lock);
    pthread_cond_broadcast(&turns->idle);
    pthread_mutex_unlock(&turns->lock);
}

static enum MHD_Result upgrade(struct turns *turns, struct exchange *exchange, void **state)
{
    bool done = upgrade_answer(exchange, turns->take, turns->taker);

    if (exchange->handed_over) {
        *state = &elsewhere;
        end_exchange(turns, exchange);
    }
    return done ? MHD_YES : MHD_NO;
}

/* A file is judged before its first byte is taken. */
static enum MHD_Result begin_file(struct exchange *exchange)
{
    struct worker *worker = worker_get(exchange->workers);

    if (worker && !body_is_refused(exchange) && !prepare(exchange, worker))
        exchange->phase = PHASE_REFUSED;
    return worker ? MHD_YES : MHD_NO;
}

/* What is asked for, and by whom it is to be answered: the API, or a page for people. */
static void read_target(struct exchange *exchange, const struct turns_head *head,
                        const struct server *server)
{
    struct request *request = &exchange->request;
    struct text mount = head->is_operators ? text_of("") : server->options.mount;

    request->method = strcmp(head->method, MHD_HTTP_METHOD_HEAD) == 0
                          ? METHOD_GET
                          : method_from_text(text_of(head->method));
    request->is_operators = head->is_operators;
    request->path = intake_path(mount, head->url);
    /* What is below the mount path is the API's; at the root both are. */
    if (request->method == METHOD_GET && !head->is_operators &&
        site_has_path(server->site, head->url) && (!mount.length || !request->path.bytes))
        exchange->page = head->url;
    /* Whatever the method is called, and whatever comes with it: the JavaScript SDK asks by POST. */
    if (health_has_path(request->path) && request->method != METHOD_OPTIONS)
        request->method = METHOD_GET;
}

/* The exchange of a request whose head is there. */
static struct exchange *begin_exchange(struct turns *turns, struct MHD_Connection *connection)
{
    struct exchange *exchange = exchange_new(turns->workers, connection);

    if (!exchange)
        return NULL;
    log_set_request(exchange->request.number);
    exchange->workers = turns->workers;
    exchange->held = held_connection(connection);
    exchange->from_browser =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin") != NULL;
    connection_awaits_body(exchange->held);
    atomic_fetch_add(&turns->under_way, 1);
    atomic_fetch_add(&turns->begun, 1);
    return exchange;
}

static enum MHD_Result begin(struct turns *turns, struct MHD_Connection *connection,
                             const struct turns_head *head, void **state)
{
    struct framing framing = framing_judge(connection, head->method, head->version);
    struct exchange *exchange = begin_exchange(turns, connection);

    if (!exchange)
        return MHD_NO;
    *state = exchange;
    read_target(exchange, head, turns->server);
    if (atomic_load(&turns->closed)) {
        stages_set_busy(exchange);
        return answer(exchange);
    }
    if (framing.error)
        return refuse_head(exchange, framing.error);
    /* What follows a body that ends where its chunks say is never taken for another request. */
    exchange->last = framing.chunked;
    if (!head->is_operators && upgrade_is_asked(exchange, connection, head->url))
        return upgrade(turns, exchange, state);
    exchange->streams = !head->is_operators && intake_is_stream(&exchange->request, connection);
    if (!body_begin(exchange))
        return dispatch(exchange);
    return exchange->streams ? begin_file(exchange) : MHD_YES;
}

static enum MHD_Result take(struct turns *turns, struct MHD_Connection *connection,
                            const struct turns_head *head, const char *data, size_t *data_size,
                            void **state)
{
    struct exchange *exchange = *state;

    if (!exchange)
        return begin(turns, connection, head, state);
    if (*state == &elsewhere) /* it has been given back, to be closed */
        return MHD_NO;
    log_set_request(exchange->request.number);
    if (*data_size)
        return body_collect(exchange, data, data_size) ? MHD_YES : MHD_NO;
    if (exchange->phase == PHASE_EXECUTABLE)
        return stages_finish(exchange) ? MHD_YES : MHD_NO;
    if (exchange->phase == PHASE_ANSWERABLE)
        return answer(exchange);
    return dispatch(exchange);
}

enum MHD_Result turns_take(struct turns *turns, struct MHD_Connection *connection,
                           const struct turns_head *head, const char *data, size_t *data_size,
                           void **state)
{
    enum MHD_Result result;

    pulse_begin();
    result = take(turns, connection, head, data, data_size, state);
    pulse_end();
    log_set_request(0);
    return result;
}

void turns_end(struct turns *turns, struct MHD_Connection *connection, void **state)
{
    if (*state && *state != &elsewhere) {
        connection_awaits_head(held_connection(connection));
        end_exchange(turns, *state);
    }
    *state = NULL;
}

/* What a server that stops asks. */

bool turns_wait_idle(struct turns *turns, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;

    pthread_mutex_lock(&turns->lock);
    while (in_time && atomic_load(&turns->under_way))
        in_time = pthread_cond_timedwait(&turns->idle, &turns->lock, &deadline) == 0;
    pthread_mutex_unlock(&turns->lock);
    return !atomic_load(&turns->under_way);
}

unsigned turns_begun(const struct turns *turns)
{
    return atomic_load(&turns->begun);
}

bool turns_are_under_way(const struct turns *turns)
{
    return atomic_load(&turns->under_way) != 0;
}

void turns_close(struct turns *turns)
{
    atomic_store(&turns->closed, true);
}
