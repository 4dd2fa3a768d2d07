/* names.h - what a name stands for, found in constant time whatever names somebody sends: the
 * table's hash has a key that nobody outside knows. */
#ifndef RUNTIME_GRAPHQL_NAMES_H
#define RUNTIME_GRAPHQL_NAMES_H

#include "base/arena.h"
#include "base/text.h"

struct graphql_names_entry;

/* All zero is an empty table. It keeps the texts that it is given as they are. */
struct graphql_names {
    struct graphql_names_entry *entries;
    size_t capacity; /* a power of two */
    size_t count;
};

/* What the name stands for; NULL when it is not there. */
void *graphql_names_find(const struct graphql_names *names, struct text name);

/* Adds a name. Returns the place of what it stands for: NULL there when it is new, which the caller
 * sets to something else. NULL when out of memory. Good until the next name is added. */
void **graphql_names_add(struct graphql_names *names, struct arena *arena, struct text name);

#endif
