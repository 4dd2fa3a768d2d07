/* arguments.h - a field's arguments in the terms of REST: ids, conditions, orders, pages. */
#ifndef RUNTIME_RESOLVE_ARGUMENTS_H
#define RUNTIME_RESOLVE_ARGUMENTS_H

#include "resolve/plan.h"

/* The argument's value; NULL when it is not given, or null. */
const struct graphql_coerced *argument_find(const struct graphql_field *field,
                                            const struct graphql_coerced *arguments,
                                            const char *name);

/* Fills in `where` and `order` of a plan from its arguments. False, with the request failed or an error in the
 * run's list. */
bool arguments_of_find(struct run *run, const struct graphql_field *field,
                       struct connection_plan *plan);

/* Which page of a connection is asked for: parse-server's arithmetic over skip, first, after, last and
 * before. limit is negative where none is said; `from_end` says that the page is the last one, which only the
 * number of all tells. Fails with 102. */
struct page {
    int64_t skip;
    int64_t limit;
    bool from_end;
};

bool arguments_page(struct run *run, const struct graphql_field *field,
                    const struct graphql_coerced *arguments, struct page *page);

/* What an id names: "PatientProfile:abc" in Base64, as in the field `id`, or an objectId itself. *class is set where
 * the id says one, else to NULL. The text is the arena's. */
bool global_id_read(struct run *run, struct text id, const struct class **class,
                    struct text *object_id);

/* The objectId that an id of an object of the class stands for: its own or its global one. */
struct text global_id_of_class(struct arena *arena, const struct class *class, struct text id);

/* Appends the quoted global id. */
void global_id_write(struct buffer *json, const struct class *class, struct text object_id);

/* Appends the quoted cursor of the row at that place. */
void cursor_write(struct buffer *json, int64_t place);

#endif
