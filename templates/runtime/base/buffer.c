/* buffer.c - growing bytes; see buffer.h. What a small buffer outgrows stays behind in its arena; a
 * large one is a piece of the arena's that grows in its place. */
#include "base/buffer.h"

enum {
    LEAST_CAPACITY = 64,
#ifndef BUFFER_LARGE /* tests make it small */
    BUFFER_LARGE = 256 * 1024,
#endif
    LARGEST_STEP =
        8 * 1024 * 1024, /* beyond what is asked for; memory that is not used costs none */
    INT64_DIGITS = 20
};

void buffer_init(struct buffer *buffer, struct arena *arena, size_t capacity)
{
    *buffer = (struct buffer){.arena = arena};
    if (capacity > 0)
        buffer_reserve(buffer, capacity);
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->failed)
        return NULL;
    if (buffer->bytes && more <= buffer->capacity - buffer->length)
        return buffer->bytes + buffer->length;
    if (more > SIZE_MAX / 4 || buffer->capacity > SIZE_MAX / 4) {
        buffer->failed = true;
        buffer->arena->failed = true;
        return NULL;
    }

    size_t step = buffer->capacity < LARGEST_STEP ? buffer->capacity : LARGEST_STEP;
    size_t capacity = buffer->capacity + step;
    if (capacity < buffer->length + more)
        capacity = buffer->length + more;
    if (capacity < LEAST_CAPACITY)
        capacity = LEAST_CAPACITY;
    bool is_piece = buffer->is_piece || capacity > BUFFER_LARGE;
    char *bytes = is_piece ? arena_resize_piece(buffer->arena,
                                                buffer->is_piece ? buffer->bytes : NULL, capacity)
                           : arena_alloc_bytes(buffer->arena, capacity);
    if (!bytes) {
        buffer->failed = true;
        return NULL;
    }
    if (!buffer->is_piece && buffer->bytes && buffer->length > 0)
        memcpy(bytes, buffer->bytes, buffer->length);
    buffer->is_piece = is_piece;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return bytes + buffer->length;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    if (length == 0)
        return;

    char *end = buffer_reserve(buffer, length);
    if (!end)
        return;
    memcpy(end, bytes, length);
    buffer->length += length;
}

void buffer_add_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.bytes, text.length);
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

void buffer_add_char(struct buffer *buffer, char byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_add_int64(struct buffer *buffer, int64_t number)
{
    char digits[INT64_DIGITS];
    size_t start = sizeof digits;
    /* Negated as unsigned, since the least int64_t has no positive counterpart. */
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--start] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--start] = '-';
    buffer_add(buffer, digits + start, sizeof digits - start);
}

void buffer_release(struct buffer *buffer)
{
    if (!buffer->is_piece)
        return;
    arena_release_piece(buffer->arena, buffer->bytes);
    buffer_init(buffer, buffer->arena, 0);
}

struct text buffer_text(const struct buffer *buffer)
{
    /* Nothing written is an empty text, not "no text". */
    return (struct text){buffer->bytes ? buffer->bytes : "", buffer->length};
}
