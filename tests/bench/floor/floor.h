/* floor.h - what the floor programs share: starting, announcing the port, answering, stopping.
 *
 * A floor program does the least that any server on these libraries has to do for one kind of
 * request: no routes, no permissions, no checks. How far a real server stays above it is what its
 * own code costs. The floors run as the emitted server does: libmicrohttpd's epoll threads, one
 * for each core. */
#ifndef FLOOR_H
#define FLOOR_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>

struct floor {
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed; /* or NULL */
    bool suspends;                          /* whether handle() suspends connections */
};

/* Listens on 127.0.0.1 on a port that the kernel picks, prints "listening on URL", and serves until
 * SIGINT or SIGTERM. Returns the exit status. The signals are blocked in all threads that are
 * started after floor_block_signals(). */
int floor_serve(const struct floor *floor);
void floor_block_signals(void);

/* Queues a JSON answer; the body is copied. */
enum MHD_Result floor_answer(struct MHD_Connection *connection, unsigned status, const char *body,
                             size_t length);

#endif
