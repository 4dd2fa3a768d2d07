/* vector.h - a list of pointers that grows, in an arena. */
#ifndef GENERATOR_BASE_VECTOR_H
#define GENERATOR_BASE_VECTOR_H

#include "base/arena.h"

#include <stddef.h>

struct vector {
    void **items;
    size_t count;
    size_t capacity;
};

/* Appends an item. A zeroed vector is an empty one. */
void vector_add(struct vector *vector, struct arena *arena, void *item);

#endif
