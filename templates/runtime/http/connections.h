/* connections.h - who is connected, how many from where, and until when.
 *
 * libmicrohttpd closes connections on which nothing moves. Whoever sends a byte now and then would
 * keep one for ever: so each has a deadline for what it is at, and a thread closes those that miss
 * theirs. A request's head has to be there so many seconds (--head-seconds) after the connection's
 * begin or the last answer; a body has as many and then has to come at LEAST_BYTES_A_SECOND, and so
 * has an answer to be taken. Deadlines do not run while the server is at work. */
#ifndef RUNTIME_HTTP_CONNECTIONS_H
#define RUNTIME_HTTP_CONNECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { LEAST_BYTES_A_SECOND = 8192 };

struct connections;
struct MHD_Connection;

/* Allows so many connections of one address; 0: any number. From loopback addresses and trusted proxies any
 * number is allowed: a proxy speaks for others. NULL when out of memory. */
struct connections *connections_start(int64_t per_address, int64_t head_seconds);
void connections_stop(struct connections *connections);

/* Whether one more may come from there. */
bool connections_allow(struct connections *connections, const struct sockaddr *address);

/* A connection begins; returns what stands for it, or NULL when out of memory. */
struct held_connection *connections_add(struct connections *connections,
                                        struct MHD_Connection *connection);
void connections_remove(struct connections *connections, struct held_connection *held);

/* Whether somebody has connected within so many milliseconds and not asked for anything yet. */
bool connections_expect(struct connections *connections, int64_t milliseconds);

/* What a connection is at from now on; all but the first take NULL for one that is not known. */
void connection_awaits_head(struct held_connection *held);
void connection_awaits_body(struct held_connection *held);
void connection_received(struct held_connection *held, size_t bytes);
void connection_is_served(struct held_connection *held);
void connection_is_answered(struct held_connection *held, uint64_t bytes);

/* It is a WebSocket now, which whoever has it counts: it has no deadline, and is none of its address's. */
void connection_is_handed_over(struct held_connection *held);

#endif
