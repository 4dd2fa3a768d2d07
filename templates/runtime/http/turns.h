/* turns.h - what libmicrohttpd calls for a request, turn after turn: with its head, with pieces of its body,
 * for its answer, and once more when it is resumed (stages.h). And how many requests are under way. */
#ifndef RUNTIME_HTTP_TURNS_H
#define RUNTIME_HTTP_TURNS_H

#include "http/upgrade.h"
#include "request/server.h"

#include <microhttpd.h>

struct turns;

/* The head of a request, as far as libmicrohttpd says it by itself. */
struct turns_head {
    const char *url;
    const char *method;
    const char *version;
    bool is_operators; /* it came by DATA/control */
};

/* WebSockets are given to `take` with the taker. NULL when out of memory. */
struct turns *turns_new(struct server *server, upgrade_take take, void *taker);

/* To be called when the threads that call have ended. NULL is allowed. */
void turns_free(struct turns *turns);

/* A turn. *state is the request's from its first turn on; MHD_NO drops the connection. */
enum MHD_Result turns_take(struct turns *turns, struct MHD_Connection *connection,
                           const struct turns_head *head, const char *data, size_t *data_size,
                           void **state);

/* The request is over, however it went. */
void turns_end(struct turns *turns, struct MHD_Connection *connection, void **state);

/* Waits until no request is under way, at most so long; whether that is so. */
bool turns_wait_idle(struct turns *turns, int64_t milliseconds);
bool turns_are_under_way(const struct turns *turns);

/* How many have begun so far; it may wrap round. */
unsigned turns_begun(const struct turns *turns);

/* Refuses those that begin from now on (503). */
void turns_close(struct turns *turns);

#endif
