/* websocket.h - texts in and out of one WebSocket (RFC 6455), framed by wslay.
 *
 * The socket does not block, and neither does anything here. What is to be sent and cannot be yet is
 * kept in a queue with an end: who does not read what he is sent is closed, and what waits for him is
 * dropped. A WebSocket on which nothing happens has no buffer: wslay's contexts take 4 KB and more
 * each, so one is made when a frame begins and released when it ends. */
#ifndef RUNTIME_LIVE_WEBSOCKET_H
#define RUNTIME_LIVE_WEBSOCKET_H

#include "base/text.h"
#include "http/upgraded_socket.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /* The longest text that a client may send; its frames together. */
    WEBSOCKET_TEXT_LIMIT = 64 * 1024,
    /* Bytes that may wait for one client beside a single message, and for all of them together. */
    WEBSOCKET_QUEUE_LIMIT = 512 * 1024,
    WEBSOCKET_ALL_LIMIT = 128 * 1024 * 1024
};

/* Why a WebSocket is closed (RFC 6455, section 7.4.1; 1013: the registry of IANA; from 4400 on: graphql-transport-ws). */
enum websocket_code {
    WEBSOCKET_NORMAL = 1000,
    WEBSOCKET_GOING_AWAY = 1001,
    WEBSOCKET_PROTOCOL_ERROR = 1002,
    WEBSOCKET_NOT_TEXT = 1003,
    WEBSOCKET_BAD_TEXT = 1007,
    WEBSOCKET_POLICY = 1008,
    WEBSOCKET_TOO_LARGE = 1009,
    WEBSOCKET_TRY_AGAIN = 1013, /* connect and subscribe anew */
    GRAPHQL_BAD_MESSAGE = 4400,
    GRAPHQL_UNAUTHORIZED = 4401, /* nobody has connected yet */
    GRAPHQL_FORBIDDEN = 4403,
    GRAPHQL_BAD_PROTOCOL = 4406,
    GRAPHQL_LATE = 4408,
    GRAPHQL_TAKEN = 4409, /* there is an operation of that id */
    GRAPHQL_TOO_MANY_INITS = 4429
};

struct websocket_frame;
struct websocket_input;

struct websocket {
    struct upgraded_socket socket;
    struct websocket_input *input; /* of a frame or message that has begun; NULL: of none */
    struct websocket_frame *first; /* to be sent */
    struct websocket_frame **end;
    size_t queued; /* bytes in it */
    size_t sent;   /* of the first */
    bool closing;  /* the closing frame is queued, and nothing will follow it */
    bool ended;    /* the other side sent its own, or went away */
    bool heard;    /* something has come since this was last set back */
};

/* What is done with a text that has come. */
typedef void (*websocket_taker)(void *state, struct text text);

/* Over a socket that is closed by websocket_release(). */
void websocket_init(struct websocket *websocket, struct upgraded_socket socket);
void websocket_release(struct websocket *websocket);

/* Takes bytes that have come otherwise, and those that the socket has now, but not without end: the
 * rest is for the next turn. Pings are answered. Breaches of the protocol close. */
void websocket_take(struct websocket *websocket, struct text bytes, websocket_taker taker,
                    void *state);
void websocket_receive(struct websocket *websocket, websocket_taker taker, void *state);

/* Sends a text, or asks whether the other side is there. Where too much waits already, closes with
 * 1013. */
void websocket_send(struct websocket *websocket, struct text text);
void websocket_ping(struct websocket *websocket);

/* Sends what waits, as far as the socket takes it. */
void websocket_flush(struct websocket *websocket);

/* Says why, and that nothing follows; the first reason counts. With `drop` what waits is not sent. */
void websocket_close(struct websocket *websocket, enum websocket_code code, const char *reason,
                     bool drop);

/* Whether something waits to be sent. */
static inline bool websocket_waits(const struct websocket *websocket)
{
    return websocket->first != NULL;
}

#endif
