/* handshakes.h - TLS handshakes that wait for their clients.
 *
 * libmicrohttpd 0.9.75 asks again and again, with epoll, whether such a one has come further: a client that sends half a
 * hello keeps a worker at full speed. So the connection is suspended as long as there is nothing to read, and a thread
 * resumes it when there is. */
#ifndef RUNTIME_HTTP_HANDSHAKES_H
#define RUNTIME_HTTP_HANDSHAKES_H

#include <stdbool.h>

struct MHD_Connection;
struct handshake;

/* To be called before the daemon of a server that speaks TLS. False, with the reason in the log, when it fails. */
bool handshakes_start(void);

/* Resumes all that wait; to be called before the daemon is stopped. Does nothing where none were started. */
void handshakes_stop(void);

/* A connection begins, and is closed. NULL without TLS, or when out of memory. */
struct handshake *handshake_begin(struct MHD_Connection *connection);
void handshake_end(struct handshake *handshake);

#endif
