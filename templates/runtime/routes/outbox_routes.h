/* outbox_routes.h - /outbox, for the master key: what waits to be sent and what was given up (outside/outbox.h). Neither
 * addresses nor texts are shown. */
#ifndef RUNTIME_ROUTES_OUTBOX_ROUTES_H
#define RUNTIME_ROUTES_OUTBOX_ROUTES_H

#include "request/request.h"

/* GET /outbox: the first 1000, what was given up first. */
bool outbox_list(struct request *request);

/* POST /outbox/ID/retry and /outbox/ID/drop: one that was given up is sent again, or goes. With "all" for ID all that
 * were given up, with "waiting" all that wait, which can only be dropped. Answers how many they were, as "count"; one
 * that is not there is an error. */
bool outbox_retry_one(struct request *request);
bool outbox_drop_one(struct request *request);

#endif
