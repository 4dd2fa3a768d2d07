/* arena.c - bump allocation in blocks; see arena.h.
 *
 * A request begins with one block of FIRST_BLOCK bytes, which most requests never outgrow and which
 * stays when the arena is reset, so that such a request costs no malloc() at all. Each further
 * block is twice as large as the one before, so that a large request costs few of them. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024, ALIGNMENT = _Alignof(max_align_t) };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t capacity;
    max_align_t bytes[]; /* capacity bytes */
};

void arena_init(struct arena *arena)
{
    arena->blocks = NULL;
    arena->failed = false;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;

    arena->failed = false;
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

    struct arena_block *block = malloc(sizeof *block + capacity);
    if (!block)
        return NULL;
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
