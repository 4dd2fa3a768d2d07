/* buffer.h - bytes that grow, in an arena.
 *
 * Responses and SQL are written into buffers. Running out of memory sets `failed` and drops what
 * does not fit; whoever sends the buffer checks it once. What has been written may move when more
 * is: buffer_text() is good until then. */
#ifndef RUNTIME_BASE_BUFFER_H
#define RUNTIME_BASE_BUFFER_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

struct buffer {
    struct arena *arena;
    char *bytes;
    size_t length;
    size_t capacity;
    bool is_piece; /* of its arena, apart from the blocks */
    bool failed;
};

/* An empty buffer with room for `capacity` bytes. */
void buffer_init(struct buffer *buffer, struct arena *arena, size_t capacity);

/* Makes room for `more` bytes behind the end and returns where they go, or NULL. The caller writes
 * at most that many and adds to `length` what it wrote. */
char *buffer_reserve(struct buffer *buffer, size_t more);

void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, struct text text);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_char(struct buffer *buffer, char byte);
void buffer_add_int64(struct buffer *buffer, int64_t number);

/* Gives the memory of a large buffer back before its arena does; the buffer is empty then. */
void buffer_release(struct buffer *buffer);

/* What has been written so far. */
struct text buffer_text(const struct buffer *buffer);

#endif
