/* vector.c - see vector.h. */
#include "base/vector.h"

#include <string.h>

void vector_add(struct vector *vector, struct arena *arena, void *item)
{
    if (vector->count == vector->capacity) {
        size_t capacity = vector->capacity == 0 ? 8 : vector->capacity * 2;
        void **items = arena_alloc_array(arena, capacity, sizeof *items);
        if (vector->count > 0)
            memcpy(items, vector->items, vector->count * sizeof *items);
        vector->items = items;
        vector->capacity = capacity;
    }
    vector->items[vector->count++] = item;
}
