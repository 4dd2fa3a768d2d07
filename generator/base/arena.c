/* arena.c - bump allocation in blocks; see arena.h.
 *
 * Memory is zeroed when it is handed out, while it is in the processor's caches, and only for those who
 * do not write it at once. An allocation that does not fit the newest block starts a new one; a large one gets a block
 * to itself, placed behind the newest so that the room left there is still used. */
#include "base/arena.h"

#include "base/format.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024, ALIGNMENT = _Alignof(max_align_t) };

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t capacity;
    max_align_t bytes[]; /* capacity bytes */
};

static _Noreturn void out_of_memory(void)
{
    fputs("caregen: out of memory\n", stderr);
    exit(3);
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->blocks = NULL;
}

void arena_clear(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    if (!block)
        return;
    struct arena rest = {.blocks = block->next};
    arena_release(&rest);
    block->next = NULL;
    block->used = 0;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t capacity = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    if (capacity > SIZE_MAX - sizeof(struct arena_block))
        out_of_memory();
    size_t all = sizeof(struct arena_block) + capacity;
    struct arena_block *block = malloc(all);
    if (!block)
        out_of_memory();
    block->next = NULL;
    block->used = 0;
    block->capacity = capacity;
    if (capacity != BLOCK_SIZE && arena->blocks) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

static size_t aligned(size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        out_of_memory();
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Memory whose bytes are not said. */
static void *take(struct arena *arena, size_t size)
{
    size = aligned(size);
    struct arena_block *block = arena->blocks;
    if (!block || block->capacity - block->used < size)
        block = add_block(arena, size);
    char *memory = (char *)block->bytes + block->used;
    block->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

/* Where the pointer to the block is that holds this memory and nothing else, as far as it is one of
 * the two where a growing allocation can be; else NULL. */
static struct arena_block **block_of_its_own(struct arena *arena, const void *memory, size_t size)
{
    struct arena_block **link = &arena->blocks;
    for (int i = 0; i < 2 && *link; i++, link = &(*link)->next)
        if ((*link)->bytes == memory && (*link)->used == size && (*link)->capacity == size)
            return link;
    return NULL;
}

/* A large block moves by its pages, where the C library can, so that nothing of it is kept twice. */
static void *resize_block(struct arena_block **link, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        out_of_memory();
    struct arena_block *block = realloc(*link, sizeof(struct arena_block) + size);
    if (!block)
        out_of_memory();
    block->used = block->capacity = size;
    *link = block;
    return block->bytes;
}

void *arena_resize(struct arena *arena, void *memory, size_t old_size, size_t size)
{
    struct arena_block *block = arena->blocks;
    char *bytes = memory;
    struct arena_block **own = block_of_its_own(arena, memory, aligned(old_size));
    if (own && old_size > 0 && size > 0)
        return resize_block(own, aligned(size));
    bool is_newest =
        block && old_size > 0 && bytes + aligned(old_size) == (char *)block->bytes + block->used;
    size_t start = is_newest ? block->used - aligned(old_size) : 0;
    if (is_newest && aligned(size) <= block->capacity - start) {
        block->used = start + aligned(size);
        return memory;
    }
    if (size <= old_size)
        return memory;
    char *copy = take(arena, size);
    if (old_size > 0)
        memcpy(copy, memory, old_size);
    return copy;
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        out_of_memory();
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        out_of_memory();
    char *copy = take(arena, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
    return arena_copy(arena, string, strlen(string));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    struct arena_block *block = arena->blocks;
    char *text = block ? (char *)block->bytes + block->used : NULL;
    size_t room = block ? block->capacity - block->used : 0;
    va_list again;
    va_copy(again, arguments);
    int length = format_into(text, room, format, arguments); /* in place, where it fits */
    if (length < 0)
        out_of_memory();
    if ((size_t)length < room) {
        (void)take(arena, (size_t)length + 1);
    } else {
        text = take(arena, (size_t)length + 1);
        format_into(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}
