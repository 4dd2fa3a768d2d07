/* source.c - places in a source; see source.h.
 *
 * Inputs may be megabytes long, in one line or in many, and every field asks for its line. So a
 * source keeps the position of each CHECKPOINT_STEP'th byte, and a lookup counts on from there. */
#include "base/source.h"

enum { CHECKPOINT_STEP = 128 };

/* Moves a position from one offset to a later one. A byte 10xxxxxx continues a code point. */
static struct position advance(struct position position, const struct source *source, size_t from,
                               size_t to)
{
    for (size_t i = from; i < to && i < source->length; i++) {
        unsigned char byte = (unsigned char)source->bytes[i];
        if (byte == '\n') {
            position.line++;
            position.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            position.column++;
        }
    }
    return position;
}

void source_init(struct source *source, struct arena *arena, const char *name, const char *bytes,
                 size_t length)
{
    *source = (struct source){.name = name, .bytes = bytes, .length = length};
    size_t count = length / CHECKPOINT_STEP + 1;
    struct position *checkpoints = arena_alloc_array(arena, count, sizeof *checkpoints);
    checkpoints[0] = (struct position){.line = 1, .column = 1};
    for (size_t i = 1; i < count; i++) {
        checkpoints[i] =
            advance(checkpoints[i - 1], source, (i - 1) * CHECKPOINT_STEP, i * CHECKPOINT_STEP);
    }
    source->checkpoints = checkpoints;
}

struct span span_of(const struct source *source, size_t offset, size_t length)
{
    return (struct span){.source = source, .offset = (uint32_t)offset, .length = (uint32_t)length};
}

struct span span_written(struct span span)
{
    const struct source *source = span.source;
    if (!source || !source->written)
        return span;
    size_t start = span.offset < source->length ? span.offset : source->length;
    size_t end = span.offset + (size_t)span.length;
    size_t last =
        end > start && end <= source->length ? source->places[end - 1] + 1U : source->places[start];
    return span_of(source->written, source->places[start], last - source->places[start]);
}

struct position span_position(struct span span)
{
    struct position start = {.line = 1, .column = 1};
    span = span_written(span);
    if (!span.source)
        return start;
    if (!span.source->checkpoints)
        return advance(start, span.source, 0, span.offset);
    size_t offset = span.offset < span.source->length ? span.offset : span.source->length;
    size_t checkpoint = offset / CHECKPOINT_STEP;
    return advance(span.source->checkpoints[checkpoint], span.source, checkpoint * CHECKPOINT_STEP,
                   offset);
}
