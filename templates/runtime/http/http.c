/* http.c - see http.h. A request's life is `struct exchange`: begin, collect, dispatch, and then
 * either answer at once or wait and answer when resumed. */
#include "http/http.h"

#include "base/log.h"
#include "base/pulse.h"
#include "base/wait.h"
#include "formats/date.h"
#include "http/address.h"
#include "http/body.h"
#include "http/connections.h"
#include "http/control.h"
#include "http/daemon_options.h"
#include "http/exchange.h"
#include "http/framing.h"
#include "http/handshakes.h"
#include "http/intake.h"
#include "http/intake_files.h"
#include "http/location.h"
#include "http/page_answer.h"
#include "http/peer.h"
#include "http/stages.h"
#include "http/tally.h"
#include "http/tls.h"
#include "routes/health.h"
#include "web/site.h"

#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/sysinfo.h>
#include <unistd.h>

enum {
    BACKLOG = 1024,
    /* Bytes of a connection's own: a request's head has to fit. A connection that has been used keeps
     * them. */
    CONNECTION_MEMORY = 24 * 1024,
    OPERATOR_CONNECTIONS = 16,
    /* What is left to be sent when the time to stop in is over. */
    LAST_MILLISECONDS = 1000,
    /* For how long nobody must have asked for anything before a stop takes it that all is answered:
     * what was sent may not have been read yet. */
    SETTLED_MILLISECONDS = 50,
    /* For how long those are expected to ask who have connected; longer where a stop keeps nobody else waiting, since
     * who comes now waits in the socket for the next server. */
    EXPECTED_MILLISECONDS = 500,
    LONG_EXPECTED_MILLISECONDS = 3000
};

struct http {
    struct server *server;
    upgrade_take take; /* of WebSockets */
    void *taker;
    struct MHD_Daemon *daemon;  /* NULL: it listens for operators alone */
    struct MHD_Daemon *control; /* on DATA/control */
    struct workers *workers;
    struct connections *connections;
    MHD_socket quiet; /* the socket that was listened on, once it is no more */
    MHD_socket quiet_control;
    bool is_given;        /* others listen on the clients' socket, too, and go on */
    atomic_int under_way; /* requests that have begun and are not answered to their end */
    atomic_uint begun;    /* requests so far; it may wrap round */
    atomic_bool closed;   /* requests that begin are refused */
    pthread_mutex_t lock;
    pthread_cond_t idle; /* nothing is under way, for a server that stops */
};

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
static void end_exchange(struct http *http, struct exchange *exchange)
{
    exchange_free(exchange);
    if (atomic_fetch_sub(&http->under_way, 1) > 1 || !atomic_load(&http->server->stopping))
        return;
    pthread_mutex_lock(&http->lock);
    pthread_cond_broadcast(&http->idle);
    pthread_mutex_unlock(&http->lock);
}

static enum MHD_Result upgrade(struct http *http, struct exchange *exchange, void **state)
{
    bool done = upgrade_answer(exchange, http->take, http->taker);

    if (exchange->handed_over) {
        *state = &elsewhere;
        end_exchange(http, exchange);
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

static enum MHD_Result begin(struct http *http, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, void **state, bool control)
{
    struct exchange *exchange = exchange_new(http->workers, connection);
    struct framing framing = framing_judge(connection, method, version);

    if (!exchange)
        return MHD_NO;
    *state = exchange;
    log_set_request(exchange->request.number);
    exchange->workers = http->workers;
    exchange->held = held_connection(connection);
    connection_awaits_body(exchange->held);
    atomic_fetch_add(&http->under_way, 1);
    atomic_fetch_add(&http->begun, 1);
    exchange->request.method =
        strcmp(method, MHD_HTTP_METHOD_HEAD) == 0 ? METHOD_GET : method_from_text(text_of(method));
    exchange->request.is_operators = control;
    exchange->request.path = intake_path(control ? text_of("") : http->server->options.mount, url);
    /* What is below the mount path is the API's; at the root both are. */
    if (exchange->request.method == METHOD_GET && !control &&
        site_has_path(http->server->site, url) &&
        (!http->server->options.mount.length || !exchange->request.path.bytes))
        exchange->page = url;
    /* Whatever the method is called, and whatever comes with it: the JavaScript SDK asks by POST. */
    if (health_has_path(exchange->request.path) && exchange->request.method != METHOD_OPTIONS)
        exchange->request.method = METHOD_GET;
    exchange->from_browser =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin") != NULL;
    if (atomic_load(&http->closed)) {
        stages_set_busy(exchange);
        return answer(exchange);
    }
    if (framing.error)
        return refuse_head(exchange, framing.error);
    /* What follows a body that ends where its chunks say is never taken for another request. */
    exchange->last = framing.chunked;
    if (!control && upgrade_is_asked(exchange, connection, url))
        return upgrade(http, exchange, state);
    exchange->streams = !control && intake_is_stream(&exchange->request, connection);
    if (!body_begin(exchange))
        return dispatch(exchange);
    return exchange->streams ? begin_file(exchange) : MHD_YES;
}

static enum MHD_Result take_turn(struct http *http, struct MHD_Connection *connection,
                                 const char *url, const char *method, const char *version,
                                 const char *data, size_t *data_size, void **state, bool control)
{
    struct exchange *exchange = *state;

    if (!exchange)
        return begin(http, connection, url, method, version, state, control);
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

static enum MHD_Result on_request(void *closure, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    enum MHD_Result result;

    pulse_begin();
    result = take_turn(closure, connection, url, method, version, data, data_size, state, false);
    pulse_end();
    log_set_request(0);
    return result;
}

/* The same of what comes by DATA/control. */
static enum MHD_Result on_control(void *closure, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    enum MHD_Result result = MHD_NO;

    pulse_begin();
    if (*state || control_is_operator(connection))
        result = take_turn(closure, connection, url, method, version, data, data_size, state, true);
    pulse_end();
    log_set_request(0);
    return result;
}

static void on_completed(void *closure, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    struct http *http = closure;

    (void)code;
    if (*state && *state != &elsewhere) {
        connection_awaits_head(held_connection(connection));
        end_exchange(http, *state);
    }
    *state = NULL;
}

static void log_nothing(void *closure, const char *format, va_list arguments)
{
    (void)closure;
    (void)format;
    (void)arguments;
}

static enum MHD_Result on_accept(void *closure, const struct sockaddr *address, socklen_t length)
{
    struct http *http = closure;

    (void)length;
    return connections_allow(http->connections, address) ? MHD_YES : MHD_NO;
}

static void on_connection(void *closure, struct MHD_Connection *connection, void **held,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http *http = closure;

    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *held = connections_add(http->connections, connection);
    else if (*held)
        connections_remove(http->connections, *held);
}

static struct http *http_new(struct server *server)
{
    struct http *http = calloc(1, sizeof *http);

    if (!http)
        return NULL;
    http->server = server;
    http->quiet = http->quiet_control = MHD_INVALID_SOCKET;
    http->workers = workers_new(server);
    http->connections =
        connections_start(server->options.address_connections, server->options.head_seconds);
    if (http->workers && http->connections && pthread_mutex_init(&http->lock, NULL) == 0) {
        if (wait_init(&http->idle))
            return http;
        pthread_mutex_destroy(&http->lock);
    }
    if (http->workers)
        workers_free(http->workers);
    if (http->connections)
        connections_stop(http->connections);
    free(http);
    return NULL;
}

static void http_free(struct http *http)
{
    workers_free(http->workers);
    connections_stop(http->connections);
    pthread_cond_destroy(&http->idle);
    pthread_mutex_destroy(&http->lock);
    free(http);
}

static bool listen_on(struct http *http, int listener, const struct addrinfo *address)
{
    const struct options *options = &http->server->options;
    int workers = options->workers ? (int)options->workers : get_nprocs();
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_ALLOW_UPGRADE |
                     MHD_USE_ERROR_LOG;
    struct MHD_OptionItem items[DAEMON_OPTIONS];

    daemon_options(items, options, listener, address);
    if (address && address->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    if (options->tls_cert)
        flags |= MHD_USE_TLS;
    /* A pool of one is no pool for libmicrohttpd. */
    http->daemon = MHD_start_daemon(
        flags, 0, on_accept, http, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, log_nothing, NULL,
        MHD_OPTION_ARRAY, items, MHD_OPTION_THREAD_POOL_SIZE, workers > 1 ? (unsigned)workers : 0u,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_UNESCAPE_CALLBACK,
        daemon_unescape, NULL, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->head_seconds,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_CONNECTION_LIMIT,
        daemon_connection_limit(options), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG,
#if MHD_VERSION >= 0x01000000
        MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#endif
        MHD_OPTION_END);
    if (!http->daemon)
        log_error("cannot listen on %s: %s", options->listen, strerror(errno));
    return http->daemon != NULL;
}

/* One thread is enough for those who may come there. */
static bool listen_for_operators(struct http *http)
{
    int found = control_listen(http->server->options.data);

    if (found < 0)
        return false;
    http->control = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
        on_control, http, MHD_OPTION_EXTERNAL_LOGGER, log_nothing, NULL, MHD_OPTION_LISTEN_SOCKET,
        found, MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_UNESCAPE_CALLBACK,
        daemon_unescape, NULL, MHD_OPTION_CONNECTION_LIMIT, (unsigned)OPERATOR_CONNECTIONS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_END);
    if (http->control)
        return true;
    log_error("cannot serve %s/control", http->server->options.data);
    close(found);
    return false;
}

static bool listen_for_clients(struct http *http, int listener)
{
    const struct options *options = &http->server->options;
    struct addrinfo *address = listener < 0 ? address_resolve(options->listen) : NULL;
    bool listens = (address || listener >= 0) &&
                   (!options->tls_cert || (tls_start(options) && handshakes_start())) &&
                   listen_on(http, listener, address);

    http->is_given = listener >= 0;
    if (address)
        freeaddrinfo(address);
    return listens;
}

struct http *http_start(struct server *server, int listener, upgrade_take take, void *taker)
{
    struct http *http = http_new(server);

    if (!http)
        return NULL;
    http->take = take;
    http->taker = taker;
    if ((!take || listen_for_clients(http, listener)) && listen_for_operators(http))
        return http;
    handshakes_stop();
    if (http->daemon)
        MHD_stop_daemon(http->daemon);
    tls_stop();
    http_free(http);
    return NULL;
}

bool http_reload(struct http *http)
{
    if (!http->server->options.tls_cert)
        return false;
    tls_reload();
    return true;
}

unsigned short http_port(const struct http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info ? info->port : 0;
}

/* Whether nothing is under way at last, nothing new has begun since, and nobody is about to begin. */
static bool settles(struct http *http, unsigned begun)
{
    const struct timespec pause = {.tv_nsec = SETTLED_MILLISECONDS * 1000000L};

    nanosleep(&pause, NULL);
    return atomic_load(&http->begun) == begun && !atomic_load(&http->under_way) &&
           !connections_expect(http->connections,
                               http->is_given ? LONG_EXPECTED_MILLISECONDS : EXPECTED_MILLISECONDS);
}

static bool wait_until_idle(struct http *http, int64_t milliseconds)
{
    struct timespec deadline = wait_deadline(milliseconds);
    bool in_time = true;

    pthread_mutex_lock(&http->lock);
    while (in_time && atomic_load(&http->under_way))
        in_time = pthread_cond_timedwait(&http->idle, &http->lock, &deadline) == 0;
    pthread_mutex_unlock(&http->lock);
    return !atomic_load(&http->under_way);
}

static MHD_socket quiesce(struct MHD_Daemon *daemon, bool is_own)
{
    MHD_socket quiet = daemon ? MHD_quiesce_daemon(daemon) : MHD_INVALID_SOCKET;

    if (quiet != MHD_INVALID_SOCKET && is_own)
        shutdown(quiet, SHUT_RDWR);
    return quiet;
}

bool http_drain(struct http *http, int64_t milliseconds)
{
    int64_t deadline = wait_clock() + milliseconds;
    unsigned begun;
    bool idle;

    /* Closed only at the end: a worker may be about to accept from it. */
    http->quiet = quiesce(http->daemon, !http->is_given);
    http->quiet_control = quiesce(http->control, true);
    control_remove(http->server->options.data);
    atomic_store(&http->server->stopping, true);
    do {
        idle = wait_until_idle(http, deadline - wait_clock());
        begun = atomic_load(&http->begun);
    } while (idle && wait_clock() < deadline && !settles(http, begun));
    atomic_store(&http->closed, true);
    return idle;
}

void http_stop(struct http *http)
{
    wait_until_idle(http, LAST_MILLISECONDS);
    handshakes_stop();
    if (http->daemon)
        MHD_stop_daemon(http->daemon);
    MHD_stop_daemon(http->control);
    tls_stop();
    if (http->quiet != MHD_INVALID_SOCKET)
        close(http->quiet);
    if (http->quiet_control != MHD_INVALID_SOCKET)
        close(http->quiet_control);
    http_free(http);
}
