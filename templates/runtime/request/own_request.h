/* own_request.h - what the server asks of itself: nobody has sent it, and it is made with the server's own rights. */
#ifndef RUNTIME_REQUEST_OWN_REQUEST_H
#define RUNTIME_REQUEST_OWN_REQUEST_H

#include "request/request.h"
#include "request/server.h"

/* A request of now that no permission, rule or ACL limits, over the connection (NULL: the writer's). What it is
 * given to take along lives as long as it; `budget` may be NULL where nothing asks for it. */
struct request own_request(const struct server *server, struct store_connection *store,
                           struct arena *arena, struct budget *budget);

#endif
