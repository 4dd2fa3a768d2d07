/* peer.h - who is at the other end of a connection. */
#ifndef RUNTIME_HTTP_PEER_H
#define RUNTIME_HTTP_PEER_H

#include <stdbool.h>

struct MHD_Connection;

/* Whether the connection comes from this machine: from the client itself, or from a proxy. */
bool peer_is_loopback(struct MHD_Connection *connection);

#endif
