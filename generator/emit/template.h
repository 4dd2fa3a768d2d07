/* template.h - mostly fixed files (templates/text/) with a few holes, written @LIKE_THIS@. */
#ifndef GENERATOR_EMIT_TEMPLATE_H
#define GENERATOR_EMIT_TEMPLATE_H

#include "base/buffer.h"

#include <stddef.h>

struct hole {
    const char *name; /* without the @ */
    const char *text; /* what goes in, already quoted for where the hole is */
};

/* Appends the template of that name, holes filled. A missing template, or a hole without a text, is
 * a fault of ours and ends the process. */
void template_add(struct buffer *buffer, const char *name, const struct hole *holes, size_t count);

#endif
