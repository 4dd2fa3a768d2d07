/* arena.h - memory that is released all at once.
 *
 * The generator reads its inputs, builds its trees, renders its files and ends: everything it
 * allocates lives in one arena and is never freed piece by piece. Running out of memory ends the
 * process with a message and exit status 3, so no caller has to check for NULL. */
#ifndef GENERATOR_BASE_ARENA_H
#define GENERATOR_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
};

/* Prepares an empty arena. */
void arena_init(struct arena *arena);

/* Releases every allocation made from the arena; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* The same, but keeps a block for the next allocations: for work that is done many times over. */
void arena_clear(struct arena *arena);

/* Returns size bytes of zeroed memory, aligned for any type. Never returns NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* The memory with another size, what fits of it kept: in place where it shrinks, or is the newest
 * allocation and there is room, or is large and the newest of its kind, else a copy. What new bytes
 * hold is not said. */
void *arena_resize(struct arena *arena, void *memory, size_t old_size, size_t size);

/* Returns zeroed memory for count elements of size bytes; an overflow counts as out of memory. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Copies length bytes and adds a NUL. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* Copies a C string. */
char *arena_strdup(struct arena *arena, const char *string);

/* Formats as printf does, into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Formats as vprintf does, into the arena. */
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
