/* deliver.h - from changes to messages. */
#ifndef RUNTIME_LIVE_DELIVER_H
#define RUNTIME_LIVE_DELIVER_H

#include "live/engine.h"

struct live_pending *live_pending_new(void);
void live_pending_free(struct live_pending *pending);

/* Tells what has changed since the last time, some of it; whether there is more. */
bool live_deliver(struct live *live);

/* Has what the requests owe written, and waits until it is: the writer is told to go on behind what
 * it was at. A request that could not pay has its error. */
void live_pay(struct live *live, struct request **requests, size_t count);

#endif
