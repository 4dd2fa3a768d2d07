/* arena.c - bump allocation in blocks; see arena.h.
 *
 * A request begins with one block of FIRST_BLOCK bytes, which most requests never outgrow and which
 * stays when the arena is reset, so that such a request costs no malloc() at all. Each further
 * block is twice as large as the one before, so that a large request costs few of them. What grows
 * to more than a block is a piece: realloc() moves its pages without copying them. */
#include "base/arena.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FIRST_BLOCK = 16 * 1024,
    LARGEST_BLOCK = 1024 * 1024,
    ALIGNMENT = _Alignof(max_align_t),
    /* What malloc() gives a mapping of its own, which is gone when it is freed. */
    MAPPED_BYTES = 256 * 1024,
    /* What a thread's heap keeps at its end: giving pages back and taking them anew with each
     * request costs more than the request's own work on them. */
    KEPT_BYTES = 1024 * 1024
};

static size_t one_limit;
static size_t all_limit;
static atomic_size_t all_size;

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t capacity;
    max_align_t bytes[]; /* capacity bytes */
};

struct arena_piece {
    struct arena_piece *next;
    struct arena_piece **place; /* that points here */
    size_t size;
    max_align_t bytes[];
};

void arena_set_limits(size_t one, size_t all)
{
    one_limit = one;
    all_limit = all;
    /* Left to itself, glibc raises it to what was freed last, and keeps that much. */
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

size_t arena_all_size(void)
{
    return atomic_load(&all_size);
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){.blocks = NULL};
}

/* Takes so many bytes from what arenas may have. */
static bool count(struct arena *arena, size_t more)
{
    size_t before = atomic_fetch_add(&all_size, more);

    if ((!one_limit || (more <= one_limit && arena->size <= one_limit - more)) &&
        (!all_limit || (more <= all_limit && before <= all_limit - more))) {
        arena->size += more;
        return true;
    }
    atomic_fetch_sub(&all_size, more);
    arena->failed = arena->full = true;
    return false;
}

static void discount(struct arena *arena, size_t less)
{
    arena->size -= less;
    atomic_fetch_sub(&all_size, less);
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    while (arena->pieces) {
        struct arena_piece *piece = arena->pieces;
        arena->pieces = piece->next;
        free(piece);
    }
    if (arena->size)
        discount(arena, arena->size);
    arena->failed = arena->full = false;
    if (!block)
        return;
    while (block->older) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    block->used = 0;
    arena->blocks = block;
}

void arena_release(struct arena *arena)
{
    arena_reset(arena);
    free(arena->blocks);
    arena->blocks = NULL;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t capacity = FIRST_BLOCK;

    if (arena->blocks) {
        capacity = arena->blocks->capacity * 2;
        if (capacity > LARGEST_BLOCK)
            capacity = LARGEST_BLOCK;
    }
    /* The first block is of the usual size even when the first request is larger: it is kept. */
    if (!arena->blocks && size > capacity && !add_block(arena, 0))
        return NULL;
    if (capacity < size)
        capacity = size;

    if (arena->blocks && !count(arena, capacity))
        return NULL;
    struct arena_block *block = malloc(sizeof *block + capacity);
    if (!block) {
        if (arena->blocks)
            discount(arena, capacity);
        return NULL;
    }
    block->older = arena->blocks;
    block->used = 0;
    block->capacity = capacity;
    arena->blocks = block;
    return block;
}

/* Takes size bytes that start at a multiple of the alignment, a power of two. */
static void *take(struct arena *arena, size_t size, size_t alignment)
{
    struct arena_block *block = arena->blocks;

    if (size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    if (block) {
        size_t start = (block->used + alignment - 1) & ~(alignment - 1);
        if (start <= block->capacity && size <= block->capacity - start) {
            block->used = start + size;
            return (char *)block->bytes + start;
        }
    }
    block = add_block(arena, size);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    block->used = size;
    return block->bytes;
}

static struct arena_piece *piece_of(char *bytes)
{
    return (struct arena_piece *)(void *)(bytes - offsetof(struct arena_piece, bytes));
}

char *arena_resize_piece(struct arena *arena, char *bytes, size_t size)
{
    struct arena_piece *piece = bytes ? piece_of(bytes) : NULL;
    size_t before = piece ? piece->size : 0;
    struct arena_piece *grown;

    if (size > SIZE_MAX / 2 || size < before) {
        arena->failed = true;
        return NULL;
    }
    if (!count(arena, size - before))
        return NULL;
    grown = realloc(piece, sizeof *grown + size);
    if (!grown) {
        discount(arena, size - before);
        arena->failed = true;
        return NULL;
    }
    grown->size = size;
    if (!bytes) {
        grown->next = arena->pieces;
        grown->place = &arena->pieces;
    }
    *grown->place = grown;
    if (grown->next)
        grown->next->place = &grown->next;
    return (char *)grown->bytes;
}

void arena_release_piece(struct arena *arena, char *bytes)
{
    struct arena_piece *piece = piece_of(bytes);

    *piece->place = piece->next;
    if (piece->next)
        piece->next->place = piece->place;
    discount(arena, piece->size);
    free(piece);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *memory = take(arena, size, ALIGNMENT);

    return memory ? memset(memory, 0, size) : NULL;
}

char *arena_alloc_bytes(struct arena *arena, size_t size)
{
    return take(arena, size, 1);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

struct text arena_copy(struct arena *arena, struct text text)
{
    if (!text.bytes)
        return text_none();
    if (text.length == SIZE_MAX) {
        arena->failed = true;
        return text_none();
    }

    char *copy = arena_alloc_bytes(arena, text.length + 1);
    if (!copy)
        return text_none();
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return (struct text){copy, text.length};
}

struct text arena_join(struct arena *arena, const struct text *parts, size_t count)
{
    size_t length = 0;
    char *bytes;

    for (size_t i = 0; i < count; i++) {
        if (parts[i].length >= SIZE_MAX - length) {
            arena->failed = true;
            return text_none();
        }
        length += parts[i].length;
    }
    bytes = arena_alloc_bytes(arena, length + 1);
    if (!bytes)
        return text_none();
    char *end = bytes;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].length)
            memcpy(end, parts[i].bytes, parts[i].length);
        end += parts[i].length;
    }
    *end = '\0';
    return (struct text){bytes, length};
}

struct text arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    struct text text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

struct text arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        arena->failed = true;
        return text_none();
    }

    char *bytes = arena_alloc_bytes(arena, (size_t)length + 1);
    if (!bytes)
        return text_none();
    vsnprintf(bytes, (size_t)length + 1, format, arguments);
    return (struct text){bytes, (size_t)length};
}
