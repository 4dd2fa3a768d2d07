/* live.h - live queries: clients that are told over a WebSocket what happens to the rows that they
 * may see (Parse's LiveQuery protocol).
 *
 * One thread holds all clients, and waits for their sockets and for changes (change_feed.h). It judges
 * each change for each subscriber by the guard, as the row was and as it is, at the moment at which it
 * is told: there is no second set of rules. README.md of the room says more. */
#ifndef RUNTIME_LIVE_LIVE_H
#define RUNTIME_LIVE_LIVE_H

#include "http/upgrade.h"
#include "request/server.h"

struct live;

/* Starts the thread, and from now on changes are noted in server->changes. NULL, with the reason in
 * the log, when that fails. */
struct live *live_start(struct server *server);

/* Takes a WebSocket over; to be given to http_start() with the live queries. */
bool live_take(void *live, const struct upgraded *upgraded);

/* Closes all clients, who are to connect anew, and ends the thread. The writer must still run. NULL
 * is allowed. */
void live_stop(struct live *live);

/* Releases what live_stop() left, once the writer has ended. NULL is allowed. */
void live_free(struct live *live);

#endif
