/* markdown.h - a spec without its Markdown: what is bold or back-quoted is a name like any other. */
#ifndef GENERATOR_READ_MARKDOWN_H
#define GENERATOR_READ_MARKDOWN_H

#include "base/arena.h"
#include "base/source.h"

/* The source without "**", "*" around words, back-quotes and lines that fence code, or the source
 * itself where it has none of them. Texts in double quotes stay as they are, and so do bullets.
 * Spans of the result are shown where they stand in the file. */
const struct source *markdown_strip(struct arena *arena, const struct source *source);

#endif
