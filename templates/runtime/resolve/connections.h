/* connections.h - pages of rows: those of a find, and those of a relation, for all the objects that have it together. */
#ifndef RUNTIME_RESOLVE_CONNECTIONS_H
#define RUNTIME_RESOLVE_CONNECTIONS_H

#include "resolve/plan.h"

/* Reads the page of a connection that its arguments ask for. What is refused is told in connection->error, and false
 * is only what ends the whole run. */
bool connection_fetch(struct run *run, const struct connection_plan *plan,
                      struct connection *connection);

/* Reads a relation of the objects, the same page of each, into the member's table, and what its rows lead to. */
bool connections_fetch(struct run *run, struct member *member, struct node *const *nodes,
                       size_t count);

#endif
