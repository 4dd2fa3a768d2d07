/* late_duties.h - what a server makes up for before it answers anybody. */
#ifndef RUNTIME_PROGRAM_LATE_DUTIES_H
#define RUNTIME_PROGRAM_LATE_DUTIES_H

#include "request/server.h"

/* To be called at the start, over the connection that writes. False, with the reason in the log, when
 * something is not done: the server is not to serve then. */
bool late_duties_do(struct server *server, struct store_connection *connection);

#endif
