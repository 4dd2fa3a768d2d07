/* detached.h - a request that no connection of HTTP waits for: an operation of GraphQL over a WebSocket. It passes
 * through its stages as any other does (stages.h), on the threads for what takes long, and whoever began it is told
 * when it is done. */
#ifndef RUNTIME_HTTP_DETACHED_H
#define RUNTIME_HTTP_DETACHED_H

#include "http/exchange.h"

/* One that is to be filled in: method, path, body, who asks. NULL when out of memory. */
struct exchange *detached_new(struct workers *workers);
void detached_free(struct exchange *exchange);

/* Has it executed. `done` is called on any thread, the calling one included, once its answer is there: its body, or
 * the request's error. The exchange is the caller's again then. */
void detached_begin(struct exchange *exchange, void (*done)(struct exchange *exchange),
                    void *carrier);

/* To be called once it is done: what it came to goes to counters and logs. */
void detached_note(struct exchange *exchange);

/* Reads who asks and prepares the request; on a thread that executes such. */
bool detached_prepare(struct exchange *exchange, struct session_cache *sessions);

#endif
