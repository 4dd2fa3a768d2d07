/* http.c - see http.h: the sockets that are listened on, libmicrohttpd's threads, and how both end. What
 * becomes of a request is in turns.c. */
#include "http/http.h"

#include "base/log.h"
#include "base/wait.h"
#include "http/address.h"
#include "http/connections.h"
#include "http/control.h"
#include "http/daemon_options.h"
#include "http/handshakes.h"
#include "http/quiesce.h"
#include "http/tls.h"
#include "http/turns.h"

#include <errno.h>
#include <netdb.h>
#include <stdatomic.h>
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
    struct turns *turns;
    struct connections *connections;
    struct MHD_Daemon *daemon;  /* NULL: it listens for operators alone */
    struct MHD_Daemon *control; /* on DATA/control */
    MHD_socket quiet;           /* the socket that was listened on, once it is no more */
    MHD_socket quiet_control;
    bool is_given; /* others listen on the clients' socket, too, and go on */
};

static enum MHD_Result on_request(void *closure, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    const struct http *http = closure;
    const struct turns_head head = {.url = url, .method = method, .version = version};

    return turns_take(http->turns, connection, &head, data, data_size, state);
}

/* The same of what comes by DATA/control. */
static enum MHD_Result on_control(void *closure, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **state)
{
    const struct http *http = closure;
    const struct turns_head head = {
        .url = url, .method = method, .version = version, .is_operators = true};

    if (!*state && !control_is_operator(connection))
        return MHD_NO;
    return turns_take(http->turns, connection, &head, data, data_size, state);
}

static void on_completed(void *closure, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    const struct http *http = closure;

    (void)code;
    turns_end(http->turns, connection, state);
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

static void http_free(struct http *http)
{
    turns_free(http->turns);
    if (http->connections)
        connections_stop(http->connections);
    free(http);
}

static struct http *http_new(struct server *server, upgrade_take take, void *taker)
{
    struct http *http = calloc(1, sizeof *http);

    if (!http)
        return NULL;
    http->server = server;
    http->quiet = http->quiet_control = MHD_INVALID_SOCKET;
    http->turns = turns_new(server, take, taker);
    http->connections =
        connections_start(server->options.address_connections, server->options.head_seconds);
    if (http->turns && http->connections)
        return http;
    http_free(http);
    return NULL;
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
    struct http *http = http_new(server, take, taker);

    if (!http)
        return NULL;
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
    return turns_begun(http->turns) == begun && !turns_are_under_way(http->turns) &&
           !connections_expect(http->connections,
                               http->is_given ? LONG_EXPECTED_MILLISECONDS : EXPECTED_MILLISECONDS);
}

bool http_drain(struct http *http, int64_t milliseconds)
{
    int64_t deadline = wait_clock() + milliseconds;
    unsigned begun;
    bool idle;

    http->quiet = quiesce(http->daemon, !http->is_given);
    http->quiet_control = quiesce(http->control, true);
    control_remove(http->server->options.data);
    atomic_store(&http->server->stopping, true);
    do {
        idle = turns_wait_idle(http->turns, deadline - wait_clock());
        begun = turns_begun(http->turns);
    } while (idle && wait_clock() < deadline && !settles(http, begun));
    turns_close(http->turns);
    return idle;
}

void http_stop(struct http *http)
{
    turns_wait_idle(http->turns, LAST_MILLISECONDS);
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
