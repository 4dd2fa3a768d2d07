/* clients.h - clients while they are connected: their sockets, their deadlines, and their share of the
 * thread. */
#ifndef RUNTIME_LIVE_CLIENTS_H
#define RUNTIME_LIVE_CLIENTS_H

#include "live/engine.h"

/* A client has arrived, or its socket has something (events of epoll). */
void client_begin(struct live *live, struct live_client *client);
void client_handle(struct live_client *client, uint32_t events);

/* Sees to what the client's socket is waited for, after something was sent or received, and that it
 * goes when it is at its end. */
void live_attend(struct live_client *client);

/* Each second: closes those that miss a deadline, asks silent ones whether they are there. */
void clients_tick(struct live *live, int64_t now);

/* Puts the clients from this one on before the others. */
void clients_rotate(struct live *live, struct live_client *client);

/* Releases those that have gone; to be called when nothing of a turn knows them any more. */
void clients_reap(struct live *live);

/* Closes all of them. */
void clients_end(struct live *live);

/* What the thread has worked so far, in microseconds. */
int64_t live_clock(void);

#endif
