/* embed.h - a file that the program carries, as it is when the program is compiled.
 *
 *     EMBED(schema, "api/schema.graphql")
 *     static const struct embedded schema = {schema_start, schema_end};
 *
 * The path is one below the emitted folder. The compiler does not tell make of it: the object's rule in the
 * Makefile names it. */
#ifndef RUNTIME_BASE_EMBED_H
#define RUNTIME_BASE_EMBED_H

#include "base/text.h"

#include <stdint.h>

/* Two symbols round the bytes of a file, for this object alone; a NUL stands behind them. */
#define EMBED(name, path)                                                                          \
    __asm__(".section .rodata\n" #name "_start:\n.incbin \"" path "\"\n" #name                     \
            "_end:\n.byte 0\n.previous\n");                                                        \
    extern const char name##_start[];                                                              \
    extern const char name##_end[];

/* Bytes from start up to end. */
struct embedded {
    const char *start;
    const char *end;
};

static inline struct text embedded_text(const struct embedded *embedded)
{
    size_t length = (uintptr_t)embedded->end - (uintptr_t)embedded->start;
    struct text text = {length ? embedded->start : NULL, length};

    return text;
}

#endif
