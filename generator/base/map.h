/* map.h - from strings to pointers, in an arena.
 *
 * Every lookup by name in the front half goes through a map, so that checking takes time in
 * proportion to the input. A map has no order and cannot be iterated: output never depends on it.
 */
#ifndef GENERATOR_BASE_MAP_H
#define GENERATOR_BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct map_entry;

struct map {
    struct arena *arena;
    struct map_entry *entries;
    size_t count;
    size_t capacity;  /* a power of two, or 0 */
    bool ignore_case; /* ASCII letters of either case are the same key */
};

void map_init(struct map *map, struct arena *arena);

/* As map_init(), for keys in which ASCII case makes no difference. */
void map_init_ignoring_case(struct map *map, struct arena *arena);

/* The value of a key, or NULL. */
void *map_get(const struct map *map, const char *key);

/* Adds a key that the map keeps a pointer to. A key that is there already keeps its value, which
 * is returned; else returns NULL. The value must not be NULL. */
void *map_add(struct map *map, const char *key, void *value);

#endif
