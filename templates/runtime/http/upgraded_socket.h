/* upgraded_socket.h - the bytes of a connection that is a WebSocket now.
 *
 * They go over a socket of the taker's own. Where the server speaks TLS they go through the session that
 * libmicrohttpd made: it has suspended the connection and leaves the session alone, until it is told to resume, and
 * then finds the socket shut. (Its own way, a pair of sockets with its workers between, takes two descriptors more,
 * and does not say when the client is gone.) */
#ifndef RUNTIME_HTTP_UPGRADED_SOCKET_H
#define RUNTIME_HTTP_UPGRADED_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct MHD_Connection;

struct upgraded_tls;

struct upgraded_socket {
    int descriptor;           /* to wait on; does not block */
    struct upgraded_tls *tls; /* NULL: plain bytes */
};

/* Makes one of a connection that speaks TLS and is suspended; false when out of memory. */
bool upgraded_open_tls(struct upgraded_socket *socket, struct MHD_Connection *connection);

/* As recv() and send() that neither block nor signal: negative with errno, EAGAIN when there is nothing to do. */
ssize_t upgraded_receive(struct upgraded_socket *socket, void *bytes, size_t limit);
ssize_t upgraded_send(struct upgraded_socket *socket, const void *bytes, size_t length);

/* Whether a piece was sent only in part: the same one has to be sent next. */
bool upgraded_is_amid(const struct upgraded_socket *socket);

/* Nothing more will be sent. */
void upgraded_finish(struct upgraded_socket *socket);

/* Closes it, or gives it back to be closed. */
void upgraded_close(struct upgraded_socket *socket);

#endif
