/* html.h - texts in pages for people. */
#ifndef RUNTIME_FORMATS_HTML_H
#define RUNTIME_FORMATS_HTML_H

#include "base/buffer.h"

/* Appends the text so that it stands for itself, between tags and in quoted attributes. */
void html_write(struct buffer *buffer, struct text text);

#endif
