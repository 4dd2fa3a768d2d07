/* excerpt.h - a line of a source with a caret under the place in question. */
#ifndef GENERATOR_BASE_EXCERPT_H
#define GENERATOR_BASE_EXCERPT_H

#include "base/buffer.h"
#include "base/source.h"

/* Appends the line that holds the span, and under it a caret and an underline as wide on screen as
 * the span is. A long line is cut to a window around the span. Appends nothing for no source. */
void excerpt_add(struct buffer *out, struct span span);

/* Appends text from an input so that it cannot steer a terminal or break the line: control
 * characters, tabs and bytes that are no UTF-8 are replaced. */
void excerpt_add_clean(struct buffer *out, const char *text, size_t length);

#endif
