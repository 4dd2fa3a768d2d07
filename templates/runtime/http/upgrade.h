/* upgrade.h - a request that asks for a WebSocket (RFC 6455, section 4), at the mount path, at / or at /graphql.
 *
 * libmicrohttpd answers 101 and lets go of the socket: who takes it has one of his own, and what
 * libmicrohttpd kept for the connection is released. With TLS the connection stays, suspended, as long as the
 * WebSocket (upgraded_socket.h). Until then it was one like any other, with a deadline for its head. The head
 * names no app and no key: those come with the first message. */
#ifndef RUNTIME_HTTP_UPGRADE_H
#define RUNTIME_HTTP_UPGRADE_H

#include "http/exchange.h"
#include "http/peer.h"
#include "http/upgraded_socket.h"

/* A connection that is a WebSocket now. */
struct upgraded {
    struct upgraded_socket socket; /* the taker's */
    struct text bytes;             /* what has come behind the head */
    uint64_t address;              /* peer.h */
    uint64_t counted;              /* the same as a request's: 0 for this machine */
    bool is_near;       /* it comes from this machine, and no proxy speaks for somebody else */
    bool is_graphql;    /* it was asked for at /graphql */
    bool is_understood; /* and its client speaks graphql-transport-ws */
    char peer[PEER_TEXT];
    struct workers *workers;
    const char *scheme; /* as the client reached the server: "http" or "https" */
    struct text host;
};

/* Takes such a connection, on a worker; must not wait. False: it is full, and the socket is closed. */
typedef bool (*upgrade_take)(void *taker, const struct upgraded *upgraded);

/* Whether the request asks for a WebSocket where there is one. */
bool upgrade_is_asked(const struct exchange *exchange, struct MHD_Connection *connection,
                      const char *url);

/* Answers 101, behind which the connection is taken; or 400, 403 or 426 where the handshake is no good. With TLS
 * the exchange may be handed over when this returns: it has no answer to come, and its connection is suspended. */
bool upgrade_answer(struct exchange *exchange, upgrade_take take, void *taker);

#endif
