/* handshakes.c - see handshakes.h. GnuTLS reads through receive(), on the connection's worker. */
#include "http/handshakes.h"

#include "base/log.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS_AT_ONCE = 64 };

struct handshake {
    struct MHD_Connection *connection;
    gnutls_session_t session;
    int socket;
    bool is_over;             /* the handshake, not the connection */
    bool is_registered;       /* the thread's epoll knows the socket */
    struct handshake *next;   /* of those that wait; under the lock */
    struct handshake **place; /* NULL: it does not wait */
};

static struct {
    pthread_mutex_t lock;
    pthread_t thread;
    struct handshake *waiting;
    int sockets; /* epoll */
    int wake;    /* eventfd */
    bool started;
    bool stopping;
} handshakes = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Under the lock. */
static void link_waiting(struct handshake *handshake)
{
    handshake->next = handshakes.waiting;
    handshake->place = &handshakes.waiting;
    if (handshake->next)
        handshake->next->place = &handshake->next;
    handshakes.waiting = handshake;
}

static void unlink_waiting(struct handshake *handshake)
{
    *handshake->place = handshake->next;
    if (handshake->next)
        handshake->next->place = handshake->place;
    handshake->place = NULL;
}

static bool arm(struct handshake *handshake)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT,
                                .data.ptr = handshake};
    int how = handshake->is_registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

    handshake->is_registered = true;
    return epoll_ctl(handshakes.sockets, how, handshake->socket, &event) == 0;
}

/* From here on the connection is resumed when it has something, and at a stop. */
static void wait_for_client(struct handshake *handshake)
{
    bool waits;

    MHD_suspend_connection(handshake->connection);
    pthread_mutex_lock(&handshakes.lock);
    waits = !handshakes.stopping && arm(handshake);
    if (waits)
        link_waiting(handshake);
    pthread_mutex_unlock(&handshakes.lock);
    if (!waits)
        MHD_resume_connection(handshake->connection);
}

/* GnuTLS describes what has been agreed upon. */
static bool is_over(struct handshake *handshake)
{
    char *description = gnutls_session_get_desc(handshake->session);

    handshake->is_over = description != NULL;
    gnutls_free(description);
    return handshake->is_over;
}

static ssize_t receive(gnutls_transport_ptr_t pointer, void *bytes, size_t limit)
{
    struct handshake *handshake = pointer;
    ssize_t length = recv(handshake->socket, bytes, limit, 0);
    int reason = errno;

    if (length < 0 && reason == EAGAIN && !handshake->is_over && !is_over(handshake))
        wait_for_client(handshake);
    errno = reason;
    return length;
}

struct handshake *handshake_begin(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *session =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    const union MHD_ConnectionInfo *socket =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct handshake *handshake;

    if (!handshakes.started || !session || !session->tls_session || !socket)
        return NULL;
    handshake = calloc(1, sizeof *handshake);
    if (!handshake)
        return NULL;
    handshake->connection = connection;
    handshake->session = session->tls_session;
    handshake->socket = socket->connect_fd;
    gnutls_transport_set_ptr2(handshake->session, handshake,
                              gnutls_transport_get_ptr(handshake->session));
    gnutls_transport_set_pull_function(handshake->session, receive);
    return handshake;
}

void handshake_end(struct handshake *handshake)
{
    free(handshake);
}

static void take_up(struct handshake *handshake)
{
    struct MHD_Connection *connection = handshake->connection;
    bool waited;

    pthread_mutex_lock(&handshakes.lock);
    waited = handshake->place != NULL;
    if (waited)
        unlink_waiting(handshake);
    pthread_mutex_unlock(&handshakes.lock);
    /* It may be gone as soon as it has been resumed. */
    if (waited)
        MHD_resume_connection(connection);
}

static void *watch(void *unused)
{
    struct epoll_event events[EVENTS_AT_ONCE];

    (void)unused;
    for (;;) {
        int count = epoll_wait(handshakes.sockets, events, EVENTS_AT_ONCE, -1);
        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr)
                return NULL;
            take_up(events[i].data.ptr);
        }
    }
}

bool handshakes_start(void)
{
    struct epoll_event event = {.events = EPOLLIN};

    handshakes.sockets = epoll_create1(EPOLL_CLOEXEC);
    handshakes.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    handshakes.started =
        handshakes.sockets >= 0 && handshakes.wake >= 0 &&
        epoll_ctl(handshakes.sockets, EPOLL_CTL_ADD, handshakes.wake, &event) == 0 &&
        pthread_create(&handshakes.thread, NULL, watch, NULL) == 0;
    if (!handshakes.started)
        log_error("the thread that watches handshakes cannot be started: %s", strerror(errno));
    return handshakes.started;
}

void handshakes_stop(void)
{
    static const uint64_t one = 1;

    if (!handshakes.started)
        return;
    pthread_mutex_lock(&handshakes.lock);
    handshakes.stopping = true;
    pthread_mutex_unlock(&handshakes.lock);
    if (write(handshakes.wake, &one, sizeof one) != sizeof one)
        log_error("the thread that watches handshakes does not wake");
    pthread_join(handshakes.thread, NULL);
    while (handshakes.waiting)
        take_up(handshakes.waiting);
    close(handshakes.sockets);
    close(handshakes.wake);
}
