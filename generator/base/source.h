/* source.h - an input file held in memory, and places in it.
 *
 * Every node of the syntax tree and every field of the model remembers the place it came from, so
 * that each diagnostic can show the line and emitted code can point at the line of the schema. */
#ifndef GENERATOR_BASE_SOURCE_H
#define GENERATOR_BASE_SOURCE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct position;

struct source {
    const char *name;  /* as given on the command line; what diagnostics print */
    const char *bytes; /* NUL-terminated, but may also hold NULs: trust length */
    size_t length;
    const struct position *checkpoints; /* from source_init(); NULL only makes lookups slower */
    const struct source *written;       /* what this one is made of, or NULL: it is a file itself */
    const uint32_t *places;             /* of each byte, and of the end, in what is written */
};

/* A place in a source. A span whose source is NULL means "nowhere": built in, or absent. */
struct span {
    const struct source *source;
    uint32_t offset; /* bytes from the start */
    uint32_t length; /* bytes; 0 points between two bytes */
};

struct position {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in Unicode code points */
};

/* Sets up a source whose bytes the caller keeps alive; takes time in proportion to the length, and
 * makes each later span_position() take constant time. */
void source_init(struct source *source, struct arena *arena, const char *name, const char *bytes,
                 size_t length);

/* The span of length bytes at offset. */
struct span span_of(const struct source *source, size_t offset, size_t length);

/* The span in the file: the same one, unless its source was made of another (markdown.h). */
struct span span_written(struct span span);

/* Line and column of a span's start in the file. */
struct position span_position(struct span span);

#endif
