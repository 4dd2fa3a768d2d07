/* fetch.h - rows for what an operation asks: each place of the document is one statement, for all the
 * objects at that place together. */
#ifndef RUNTIME_RESOLVE_FETCH_H
#define RUNTIME_RESOLVE_FETCH_H

#include "resolve/plan.h"

/* A row that is shown, as an object; NULL, and the request has failed, when it cannot be read. */
struct node *fetch_row(struct request *request, const struct row *row,
                       const struct shown_row *found);

/* Reads one object by its id: list->count is 1. Fails with 101 when there is none for the principal. */
bool fetch_object(struct run *run, const struct object_plan *plan, struct text path,
                  struct node_list *list);

/* Reads the page of a connection that its arguments ask for; of a relation that of the owner. What is refused is
 * told in connection->error, and false is only what ends the whole run. */
bool fetch_connection(struct run *run, const struct connection_plan *plan,
                      const struct class_field *relation, const struct node *owner,
                      struct connection *connection);

/* Reads what the objects lead to: pointers, elements, relations, and what these lead to. False when that ends the
 * run; what is refused otherwise is told by the members. */
bool fetch_below(struct run *run, struct object_plan *plan, struct node *const *nodes,
                 size_t count);

/* The same below the nodes of connections of one plan. */
bool fetch_below_connection(struct run *run, const struct connection_plan *plan,
                            struct node *const *nodes, size_t count);

/* What a member has read for a pointer's target; NULL: nothing that the principal may get. */
const struct node *fetch_find(const struct member *member, const struct class *class,
                              struct text object_id, struct arena *arena);

#endif
