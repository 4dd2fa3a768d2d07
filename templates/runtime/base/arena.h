/* arena.h - the memory of one request, released all at once when the request completes.
 *
 * An allocation that fails returns NULL and sets `failed`, which stays set: code that builds
 * something large may check once at its end, and the request then answers 500. An arena is used by
 * one thread at a time. */
#ifndef RUNTIME_BASE_ARENA_H
#define RUNTIME_BASE_ARENA_H

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;
struct arena_piece;

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_piece *pieces;
    size_t size; /* bytes that count by arena_set_limits() */
    bool failed;
    bool full; /* it failed because it may not have more */
};

/* To be called once at start, before any thread: how many bytes one arena may have, and all of them
 * together, beyond what each one keeps; 0 is no limit. Sees to it that what is large goes back to
 * the system as soon as it is released. */
void arena_set_limits(size_t one, size_t all);

/* What counts by these limits now, of all arenas. */
size_t arena_all_size(void);

void arena_init(struct arena *arena);

/* Frees every block but the first, which stays for the next request. */
void arena_reset(struct arena *arena);

/* Frees everything. */
void arena_release(struct arena *arena);

/* Zeroed memory aligned for any type; NULL when out of memory. */
void *arena_alloc(struct arena *arena, size_t size);

/* Bytes that the caller writes before reading them: neither zeroed nor aligned. */
char *arena_alloc_bytes(struct arena *arena, size_t size);

/* Room for count elements of size bytes; an overflow counts as out of memory. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Room that may grow: bytes of their own, apart from the blocks. NULL makes a new piece; one that is
 * there keeps what it holds, and may move. NULL, and the piece stays as it is, when out of memory. */
char *arena_resize_piece(struct arena *arena, char *bytes, size_t size);

/* Gives a piece back before its arena is. */
void arena_release_piece(struct arena *arena, char *bytes);

/* Copies the text and puts a NUL behind it; no text of no text, and when out of memory. */
struct text arena_copy(struct arena *arena, struct text text);

/* The texts one behind the other, with a NUL behind the last; no text when out of memory. */
struct text arena_join(struct arena *arena, const struct text *parts, size_t count);

/* Formats as printf does. */
struct text arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct text arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
