/* fetch.h - rows for what an operation asks: each place of the document is one statement, for all the
 * objects at that place together. */
#ifndef RUNTIME_RESOLVE_FETCH_H
#define RUNTIME_RESOLVE_FETCH_H

#include "resolve/plan.h"

/* A row that is shown, as an object; NULL, and the request has failed, when it cannot be read. */
struct node *fetch_row(struct request *request, const struct row *row,
                       const struct shown_row *found);

/* Appends to a list; false when out of memory. */
bool fetch_add_node(struct arena *arena, struct node_list *list, struct node *node);

/* Which columns of a class are to be read, for plans that mark theirs: none where a hook looks at whole rows. Those
 * by which a row's fields are shown to more are among them. NULL without the request's failure: all. */
unsigned char *fetch_new_columns(struct run *run, const struct class *class);

/* Reads by a request of REST within the run's own, "/classes/X/id" or "/users/me" say, whose rows the taker has. False
 * when it fails, which is then the run's request's failure. */
bool fetch_request(struct run *run, struct text path, cJSON *body, struct row_taker *taker);

/* Takes back what was refused, and keeps it for the places where it would have been shown. False when the run is to
 * end. */
bool fetch_keep_refusal(struct run *run, struct parse_error *error);

/* Reads one object by its id: list->count is 1. Fails with 101 when there is none for the principal. */
bool fetch_object(struct run *run, const struct object_plan *plan, struct text path,
                  struct node_list *list);

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
