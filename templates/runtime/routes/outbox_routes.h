/* outbox_routes.h - /outbox, for the master key: what waits to be sent and what was given up (outside/outbox.h). Neither
 * addresses nor texts are shown. */
#ifndef RUNTIME_ROUTES_OUTBOX_ROUTES_H
#define RUNTIME_ROUTES_OUTBOX_ROUTES_H

#include "request/request.h"

/* GET /outbox: the first 1000, what was given up first. */
bool outbox_list(struct request *request);

/* POST /outbox/ID/retry, /outbox/ID/release and /outbox/ID/drop: one that was given up is sent again, one that is held
 * is sent, or either goes. With "all" for ID all that were given up, or are held; with "waiting" and "held" all such
 * are dropped. Answers how many they were, as "count"; one that is not there is an error. */
bool outbox_retry_one(struct request *request);
bool outbox_release_one(struct request *request);
bool outbox_drop_one(struct request *request);

#endif
