/* template.h - mostly fixed files (templates/text/) with a few holes, written @LIKE_THIS@. */
#ifndef GENERATOR_EMIT_TEMPLATE_H
#define GENERATOR_EMIT_TEMPLATE_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct hole {
    const char *name; /* without the @ */
    const char *text; /* what goes in, already quoted for where the hole is */
};

/* Appends the template of that name, holes filled. A missing template, or a hole without a text, is
 * a fault of ours and ends the process. */
void template_add(struct buffer *buffer, const char *name, const struct hole *holes, size_t count);

/* The same for what is too large to be held twice: fill appends what goes into the hole of that
 * name, and returns false when it knows none. */
void template_render(struct buffer *buffer, const char *name,
                     bool (*fill)(struct buffer *buffer, const char *hole, const void *subject),
                     const void *subject);

#endif
