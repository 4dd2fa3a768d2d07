/* buffer.h - a string that grows, in an arena.
 *
 * Emitters render whole files into buffers. Free text from the inputs must pass through one of the
 * quote functions on its way into C, SQL, JSON or Markdown; there is no other sanctioned way in. */
#ifndef GENERATOR_BASE_BUFFER_H
#define GENERATOR_BASE_BUFFER_H

#include "base/arena.h"

#include <stddef.h>
#include <string.h>

struct buffer {
    struct arena *arena;    /* for whoever fills the buffer and needs memory to do so */
    struct arena *contents; /* where its bytes are: the same, but for emitted files (output.c) */
    char *bytes;            /* always NUL-terminated once something was added; "" before */
    size_t length;
    size_t capacity;
};

void buffer_init(struct buffer *buffer, struct arena *arena);

/* Gives back the room that the buffer has beyond its bytes. */
void buffer_trim(struct buffer *buffer);

/* Appends exactly length bytes. */
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);

/* Appends a C string. Here, so that the length of a literal is known when it is compiled. */
static inline void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, string, strlen(string));
}

/* Appends as printf does. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends a C string literal with its quotes; every byte outside printable ASCII, and '?', quotes
 * and backslashes, is escaped, so that no trigraph, comment end or encoding can get out of it. */
void buffer_quote_c(struct buffer *buffer, const char *string);

/* Appends an SQL identifier in double quotes. */
void buffer_quote_sql_name(struct buffer *buffer, const char *name);

/* Appends an SQL string literal in single quotes. The text must not hold a NUL. */
void buffer_quote_sql_text(struct buffer *buffer, const char *text);

/* Appends a JSON string with its quotes (RFC 8259), UTF-8 kept as it is. */
void buffer_quote_json(struct buffer *buffer, const char *string);

/* Appends text for a Markdown table cell or paragraph: markup, pipes and line ends neutralised. */
void buffer_quote_markdown(struct buffer *buffer, const char *text);

/* Appends text for the inside of a C block comment: no comment end, no line end. */
void buffer_quote_comment(struct buffer *buffer, const char *text);

#endif
