/* upgraded_socket.c - see upgraded_socket.h. */
#include "http/upgraded_socket.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct upgraded_tls {
    gnutls_session_t session;
    struct MHD_Connection *connection; /* whose it is */
    bool is_amid;                      /* of a piece that GnuTLS has sealed already, and keeps */
};

bool upgraded_open_tls(struct upgraded_socket *socket, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *descriptor =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *session =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

    *socket = (struct upgraded_socket){.descriptor = -1};
    if (!descriptor || !session || !session->tls_session)
        return false;
    socket->tls = malloc(sizeof *socket->tls);
    if (!socket->tls)
        return false;
    socket->descriptor = descriptor->connect_fd;
    *socket->tls = (struct upgraded_tls){session->tls_session, connection, false};
    return true;
}

/* What GnuTLS says, as the system would. What is no TLS any more is a connection that broke; so is a client that
 * wants to negotiate anew. */
static ssize_t result_of(ssize_t result)
{
    if (result >= 0)
        return result;
    if (result == GNUTLS_E_AGAIN)
        errno = EAGAIN;
    else
        errno = result == GNUTLS_E_INTERRUPTED ? EINTR : ECONNRESET;
    return -1;
}

ssize_t upgraded_receive(struct upgraded_socket *socket, void *bytes, size_t limit)
{
    return socket->tls ? result_of(gnutls_record_recv(socket->tls->session, bytes, limit))
                       : recv(socket->descriptor, bytes, limit, 0);
}

ssize_t upgraded_send(struct upgraded_socket *socket, const void *bytes, size_t length)
{
    ssize_t sent;

    if (!socket->tls)
        return send(socket->descriptor, bytes, length, MSG_NOSIGNAL);
    sent = gnutls_record_send(socket->tls->session, bytes, length);
    socket->tls->is_amid = sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED;
    return result_of(sent);
}

bool upgraded_is_amid(const struct upgraded_socket *socket)
{
    return socket->tls && socket->tls->is_amid;
}

void upgraded_finish(struct upgraded_socket *socket)
{
    if (socket->tls)
        (void)gnutls_bye(socket->tls->session, GNUTLS_SHUT_WR);
    shutdown(socket->descriptor, SHUT_WR);
}

void upgraded_close(struct upgraded_socket *socket)
{
    if (!socket->tls) {
        close(socket->descriptor);
        return;
    }
    shutdown(socket->descriptor, SHUT_RDWR);
    MHD_resume_connection(socket->tls->connection);
    free(socket->tls);
}
