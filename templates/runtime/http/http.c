/* http.c - see http.h. A request's life is `struct exchange`: begin, collect, dispatch, and then
 * either answer at once or wait and answer when resumed. */
#include "http/http.h"

#include "accounts/session_cache.h"
#include "base/log.h"
#include "base/pool.h"
#include "files/file_store.h"
#include "formats/date.h"
#include "formats/query_string.h"
#include "guard/audit.h"
#include "http/http_answer.h"
#include "http/intake.h"
#include "http/intake_files.h"
#include "http/location.h"
#include "http/writer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/sysinfo.h>
#include <unistd.h>

enum {
    IDLE_SECONDS = 20,
    BACKLOG = 1024,
    SPARE_LIMIT = 64, /* exchanges that a worker keeps for reuse */
    /* A body that is too large is read to its end, so that the client gets to see the answer, when
     * it is no longer than this many limits; else the connection is closed on it. */
    READ_ON_LIMITS = 4
};

enum phase {
    PHASE_COLLECTING,
    PHASE_TOO_LARGE,
    PHASE_WAITING,
    PHASE_EXECUTABLE, /* back on a worker for its last stage */
    PHASE_ANSWERABLE
};

/* Where a request that has been prepared is to go next; request.h has the stages. */
enum stage { STAGE_HASH, STAGE_CALL, STAGE_EXECUTE };

struct exchange {
    struct request request; /* first: a request is its exchange */
    struct arena arena;
    struct http *http;
    struct MHD_Connection *connection;
    enum phase phase;
    enum stage next;
    struct afterwards afterwards;
    struct audit_dues audit;
    bool from_browser;
    struct buffer body;
    int64_t limit;    /* bytes of a body that are kept */
    int64_t received; /* bytes of the body so far, kept or not */
    int64_t read_on;  /* bytes after which the connection is dropped */
    struct exchange *next_spare;
};

/* What belongs to one worker thread. */
struct worker {
    struct store_connection *store;
    struct session_cache *sessions;
    struct exchange *spares;
    int spare_count;
    struct worker *next;
};

struct http {
    struct server *server;
    struct MHD_Daemon *daemon;
    pthread_mutex_t lock;
    struct worker *workers; /* all of them, to be released at the end */
};

static _Thread_local struct worker *this_worker;

/* The calling thread's worker, opened when the thread has its first request. */
static struct worker *worker_get(struct http *http)
{
    const char *reason = "out of memory";
    struct worker *worker = this_worker;

    if (worker)
        return worker;
    worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    worker->sessions = session_cache_new();
    worker->store = store_open(http->server->database_path, STORE_READ, &reason);
    if (!worker->sessions || !worker->store) {
        log_error("a worker cannot open the database: %s", reason);
        session_cache_free(worker->sessions);
        store_close(worker->store);
        free(worker);
        return NULL;
    }
    pthread_mutex_lock(&http->lock);
    worker->next = http->workers;
    http->workers = worker;
    pthread_mutex_unlock(&http->lock);
    this_worker = worker;
    return worker;
}

static struct exchange *exchange_new(struct http *http, struct MHD_Connection *connection)
{
    struct worker *worker = worker_get(http);
    struct exchange *exchange = worker ? worker->spares : NULL;
    struct arena arena;

    if (!worker)
        return NULL;
    if (exchange) {
        worker->spares = exchange->next_spare;
        worker->spare_count--;
        arena = exchange->arena;
    } else {
        exchange = malloc(sizeof *exchange);
        if (!exchange)
            return NULL;
        arena_init(&arena);
    }
    *exchange = (struct exchange){.arena = arena, .http = http, .connection = connection};
    exchange->request.context.arena = &exchange->arena;
    exchange->request.server = http->server;
    exchange->request.app = http->server->app;
    exchange->request.response.status = 200;
    exchange->request.afterwards = &exchange->afterwards;
    exchange->request.audit = &exchange->audit;
    return exchange;
}

static void exchange_free(struct exchange *exchange)
{
    struct worker *worker = this_worker;

    file_reader_close(exchange->request.response.file);
    if (worker && worker->spare_count < SPARE_LIMIT) {
        arena_reset(&exchange->arena);
        exchange->next_spare = worker->spares;
        worker->spares = exchange;
        worker->spare_count++;
        return;
    }
    arena_release(&exchange->arena);
    free(exchange);
}

static enum MHD_Result answer(struct exchange *exchange)
{
    return http_answer(&exchange->request, exchange->connection, exchange->from_browser) ? MHD_YES
                                                                                         : MHD_NO;
}

static void resume(struct exchange *exchange, enum phase phase)
{
    exchange->phase = phase;
    MHD_resume_connection(exchange->connection);
}

static void refuse_busy(struct exchange *exchange)
{
    exchange->request.context.error = (struct parse_error){
        .code = PARSE_INTERNAL, .status = 503, .message = text_of("The server is busy.")};
    resume(exchange, PHASE_ANSWERABLE);
}

/* Sends the request to where its next stage runs, past those that it does not need; back to a
 * worker when it does not write, or has failed. The connection is suspended meanwhile. */
static void advance(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct server *server = exchange->http->server;
    bool accepted;

    if (exchange->next == STAGE_HASH && !request->needs_hash)
        exchange->next = STAGE_CALL;
    if (exchange->next == STAGE_CALL && !request->call)
        exchange->next = STAGE_EXECUTE;
    if (request->context.error.code || (exchange->next == STAGE_EXECUTE && !request->writes)) {
        resume(exchange, PHASE_EXECUTABLE);
        return;
    }
    if (exchange->next == STAGE_HASH)
        accepted = pool_submit(server->hash_pool, exchange);
    else if (exchange->next == STAGE_CALL)
        accepted = pool_submit(server->call_pool, exchange);
    else
        accepted = writer_submit(server->writer, request, exchange);
    if (!accepted)
        refuse_busy(exchange);
}

void http_hash(void *job)
{
    struct exchange *exchange = job;

    request_hash(&exchange->request);
    exchange->next = STAGE_CALL;
    advance(exchange);
}

void http_call(void *job)
{
    struct exchange *exchange = job;

    request_call(&exchange->request);
    exchange->next = STAGE_EXECUTE;
    advance(exchange);
}

void http_written(struct request *request, void *carrier)
{
    (void)request;
    resume(carrier, PHASE_ANSWERABLE);
}

/* Everything up to the route's first stage. */
static bool prepare(struct exchange *exchange, struct worker *worker)
{
    struct request *request = &exchange->request;

    request->now = date_now();
    request->store = worker->store;
    location_find_host(request, exchange->connection);
    request->principal.no_acl_is_public = !request->app->private_by_default;
    buffer_init(&request->response.body, &exchange->arena, 1024);
    request->body_text = buffer_text(&exchange->body);
    if (exchange->body.failed)
        return fail_internal(&request->context, "out of memory");
    return intake(request, exchange->connection, worker->sessions);
}

/* The last stage of a request that does not write. What it owes the audit trail goes to the writer
 * first, and the answer waits until that is on disk. */
static enum MHD_Result execute(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    request_execute(request);
    if (!audit_is_owed(request))
        return answer(exchange);
    request->executed = true;
    exchange->phase = PHASE_WAITING;
    MHD_suspend_connection(exchange->connection);
    if (!writer_submit(exchange->http->server->writer, request, exchange))
        refuse_busy(exchange);
    return MHD_YES;
}

/* The last stage of a request that was away and does not write. */
static enum MHD_Result finish(struct exchange *exchange)
{
    struct worker *worker = worker_get(exchange->http);

    if (!worker)
        return MHD_NO;
    exchange->request.store = worker->store;
    if (!exchange->request.context.error.code)
        session_confirm(&exchange->request, false);
    return execute(exchange);
}

static enum MHD_Result dispatch(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct worker *worker = worker_get(exchange->http);

    if (!worker)
        return MHD_NO;
    if (exchange->phase == PHASE_TOO_LARGE) {
        request->context.error = (struct parse_error){
            .code = PARSE_OBJECT_TOO_LARGE,
            .status = 413,
            .message = text_of("Request body is larger than this server accepts.")};
        return answer(exchange);
    }
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
    if (!prepare(exchange, worker))
        return answer(exchange);
    if (request->needs_hash || request->call || request->writes) {
        exchange->phase = PHASE_WAITING;
        MHD_suspend_connection(exchange->connection);
        advance(exchange);
        return MHD_YES;
    }
    return execute(exchange);
}

static enum MHD_Result begin(struct http *http, struct MHD_Connection *connection, const char *url,
                             const char *method, void **state)
{
    struct exchange *exchange = exchange_new(http, connection);
    const char *length;
    int64_t limit;
    long long announced;

    if (!exchange)
        return MHD_NO;
    *state = exchange;
    exchange->request.method =
        strcmp(method, MHD_HTTP_METHOD_HEAD) == 0 ? METHOD_GET : method_from_text(text_of(method));
    exchange->request.path = intake_path(http->server->options.mount, url);
    exchange->from_browser =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin") != NULL;
    limit = exchange->limit =
        intake_body_limit(&http->server->options, exchange->request.method, exchange->request.path);
    exchange->read_on = 2 * limit;
    if (exchange->request.method == METHOD_GET)
        return MHD_YES; /* hardly any has a body */
    length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    announced = length ? strtoll(length, NULL, 10) : 0;
    if (announced > limit) {
        exchange->phase = PHASE_TOO_LARGE;
        exchange->read_on = announced;
        return announced / READ_ON_LIMITS > limit ? dispatch(exchange) : MHD_YES;
    }
    buffer_init(&exchange->body, &exchange->arena, announced > 0 ? (size_t)announced + 1 : 0);
    return MHD_YES;
}

/* Keeps a piece of the body; what is too much is dropped, and at last so is the connection. */
static enum MHD_Result collect(struct exchange *exchange, const char *data, size_t size)
{
    int64_t limit = exchange->limit;

    exchange->received += (int64_t)size;
    if (!exchange->body.arena)
        buffer_init(&exchange->body, &exchange->arena, size);
    if (exchange->received <= limit && exchange->phase == PHASE_COLLECTING)
        buffer_add(&exchange->body, data, size);
    else
        exchange->phase = PHASE_TOO_LARGE;
    return exchange->received > exchange->read_on ? MHD_NO : MHD_YES;
}

static enum MHD_Result on_request(void *closure, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    struct exchange *exchange = *state;

    (void)version;
    if (!exchange)
        return begin(closure, connection, url, method, state);
    if (*data_size) {
        enum MHD_Result result = collect(exchange, data, *data_size);
        *data_size = 0;
        return result;
    }
    if (exchange->phase == PHASE_EXECUTABLE)
        return finish(exchange);
    if (exchange->phase == PHASE_ANSWERABLE)
        return answer(exchange);
    return dispatch(exchange);
}

static void on_completed(void *closure, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)closure;
    (void)connection;
    (void)code;
    if (*state)
        exchange_free(*state);
    *state = NULL;
}

/* Percent-decoding as libmicrohttpd does it, but %00 stays as it is: a NUL would cut the text. */
static size_t unescape(void *closure, struct MHD_Connection *connection, char *text)
{
    char *write = text;
    char *read = text;

    (void)closure;
    (void)connection;
    while (*read) {
        int byte = -1;
        if (*read == '%')
            byte = hex_pair(read + 1);
        if (byte > 0) {
            *write++ = (char)byte;
            read += 3;
        } else {
            *write++ = *read++;
        }
    }
    *write = '\0';
    return (size_t)(write - text);
}

/* Resolves HOST:PORT, where HOST may be [::1]; NULL when it can't be. */
static struct addrinfo *resolve(const char *listen_on)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *address = NULL;
    const char *colon = strrchr(listen_on, ':');
    char host[256];
    size_t length = colon ? (size_t)(colon - listen_on) : 0;

    if (!colon || length >= sizeof host)
        return NULL;
    if (length >= 2 && listen_on[0] == '[' && listen_on[length - 1] == ']') {
        listen_on++;
        length -= 2;
    }
    memcpy(host, listen_on, length);
    host[length] = '\0';
    if (getaddrinfo(length ? host : NULL, colon + 1, &hints, &address) != 0)
        return NULL;
    return address;
}

static void log_nothing(void *closure, const char *format, va_list arguments)
{
    (void)closure;
    (void)format;
    (void)arguments;
}

struct http *http_start(struct server *server)
{
    struct http *http = calloc(1, sizeof *http);
    struct addrinfo *address = resolve(server->options.listen);
    int workers = server->options.workers ? (int)server->options.workers : get_nprocs();
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;

    if (!http || !address || pthread_mutex_init(&http->lock, NULL)) {
        log_error("cannot listen on %s: no such address", server->options.listen);
        free(http);
        if (address)
            freeaddrinfo(address);
        return NULL;
    }
    http->server = server;
    if (address->ai_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    /* A pool of one is no pool for libmicrohttpd. */
    http->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER, log_nothing, NULL,
        MHD_OPTION_SOCK_ADDR, address->ai_addr, MHD_OPTION_THREAD_POOL_SIZE,
        workers > 1 ? (unsigned)workers : 0u, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
        MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 0u, MHD_OPTION_END);
    freeaddrinfo(address);
    if (!http->daemon) {
        log_error("cannot listen on %s: %s", server->options.listen, strerror(errno));
        pthread_mutex_destroy(&http->lock);
        free(http);
        return NULL;
    }
    return http;
}

unsigned short http_port(const struct http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info ? info->port : 0;
}

void http_quiesce(struct http *http)
{
    MHD_socket socket = MHD_quiesce_daemon(http->daemon);

    if (socket != MHD_INVALID_SOCKET)
        close(socket);
}

static void worker_free(struct worker *worker)
{
    while (worker->spares) {
        struct exchange *exchange = worker->spares;
        worker->spares = exchange->next_spare;
        arena_release(&exchange->arena);
        free(exchange);
    }
    session_cache_free(worker->sessions);
    store_close(worker->store);
    free(worker);
}

void http_stop(struct http *http)
{
    MHD_stop_daemon(http->daemon);
    while (http->workers) {
        struct worker *worker = http->workers;
        http->workers = worker->next;
        worker_free(worker);
    }
    pthread_mutex_destroy(&http->lock);
    free(http);
}
