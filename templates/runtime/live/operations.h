/* operations.h - queries and mutations over the WebSockets of GraphQL: they are requests to POST /graphql, executed
 * where those that take long are (http/detached.h), and answered behind what has been told by then. */
#ifndef RUNTIME_LIVE_OPERATIONS_H
#define RUNTIME_LIVE_OPERATIONS_H

#include "live/engine.h"
#include "live/graphql_message.h"

struct live_execution;

/* Has the operation of a subscribe message executed; what is refused is answered. */
void live_operation_begin(struct live_client *client, const struct graphql_message *message);

/* The operation of that id whose answer is waited for, or NULL. */
struct live_execution *live_operation_find(const struct live_client *client, struct text id);

/* Its answer is not wanted any more; what it does is done all the same. NULL is allowed. */
void live_operation_forget(struct live_execution *operation);

/* The client goes: nobody waits for its operations. */
void live_operations_abandon(struct live_client *client);

/* Answers those that have been executed. */
void live_operations_answer(struct live *live);

/* Releases those that nobody will answer, once no thread executes any. */
void live_operations_free(struct live *live);

#endif
