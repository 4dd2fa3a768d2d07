/* quiesce.h - a server that stops takes no new connections and answers those that it has. */
#ifndef HTTP_QUIESCE_H
#define HTTP_QUIESCE_H

#include <microhttpd.h>
#include <stdbool.h>

/* Ends a daemon's listening and returns the socket, which the caller closes when the daemon has stopped: a
 * worker may be about to accept from it. With `is_own` it is shut down: whoever connects is refused. MHD_INVALID_SOCKET
 * for no daemon. */
MHD_socket quiesce(struct MHD_Daemon *daemon, bool is_own);

#endif
