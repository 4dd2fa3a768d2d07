/* buffer.c - growing strings and the ways of quoting; see buffer.h. */
#include "base/buffer.h"

#include "base/format.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

void buffer_init(struct buffer *buffer, struct arena *arena)
{
    static char empty[1];
    *buffer = (struct buffer){.arena = arena, .contents = arena, .bytes = empty};
}

/* Makes room for length more bytes and the NUL. */
static void reserve(struct buffer *buffer, size_t length)
{
    if (length < buffer->capacity - buffer->length)
        return;
    if (length >= SIZE_MAX / 4 || buffer->capacity >= SIZE_MAX / 4) {
        fputs("caregen: out of memory\n", stderr);
        exit(3);
    }
    size_t capacity = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity * 2;
    while (capacity <= buffer->length + length)
        capacity *= 2;
    buffer->bytes = arena_resize(buffer->contents, buffer->bytes, buffer->capacity, capacity);
    buffer->capacity = capacity;
}

void buffer_trim(struct buffer *buffer)
{
    if (buffer->capacity == 0)
        return;
    buffer->bytes =
        arena_resize(buffer->contents, buffer->bytes, buffer->capacity, buffer->length + 1);
    buffer->capacity = buffer->length + 1;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    reserve(buffer, length);
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t room = buffer->capacity - buffer->length;
    int length = format_into(buffer->bytes + buffer->length, room, format, arguments);
    if (length < 0) {
        fputs("caregen: BUG: a format that vsnprintf refuses\n", stderr);
        exit(3);
    }
    if ((size_t)length >= room) {
        reserve(buffer, (size_t)length);
        format_into(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    }
    buffer->length += (size_t)length;
    va_end(again);
    va_end(arguments);
}

static void add_char(struct buffer *buffer, char c)
{
    reserve(buffer, 1);
    buffer->bytes[buffer->length++] = c;
    buffer->bytes[buffer->length] = '\0';
}

/* Where a character does not stand for itself. Control characters and what is not ASCII are looked
 * at one by one everywhere. */
enum place { IN_C = 1, IN_JSON = 2, IN_MARKDOWN = 4, IN_COMMENT = 8 };

static const unsigned char marks[256] = {
    ['"'] = IN_C | IN_JSON,
    ['\\'] = IN_C | IN_JSON | IN_MARKDOWN,
    ['?'] = IN_C,
    ['/'] = IN_COMMENT,
    ['*'] = IN_COMMENT | IN_MARKDOWN,
    ['&'] = IN_MARKDOWN,
    ['<'] = IN_MARKDOWN,
    ['>'] = IN_MARKDOWN,
    ['`'] = IN_MARKDOWN,
    ['_'] = IN_MARKDOWN,
    ['['] = IN_MARKDOWN,
    [']'] = IN_MARKDOWN,
    ['|'] = IN_MARKDOWN,
    ['#'] = IN_MARKDOWN,
    ['~'] = IN_MARKDOWN,
    ['!'] = IN_MARKDOWN,
};

/* Adds the characters that stand for themselves, and returns what comes behind them. */
static const char *add_plain(struct buffer *buffer, const char *text, enum place place)
{
    size_t length = 0;
    while (text[length] >= 0x20 && text[length] < 0x7F &&
           (marks[(unsigned char)text[length]] & place) == 0)
        length++;
    buffer_add(buffer, text, length);
    return text + length;
}

void buffer_quote_c(struct buffer *buffer, const char *string)
{
    add_char(buffer, '"');
    for (const char *c = add_plain(buffer, string, IN_C); *c != '\0';
         c = add_plain(buffer, c + 1, IN_C)) {
        unsigned char byte = (unsigned char)*c;
        if (byte == '\n') {
            buffer_add_string(buffer, "\\n");
        } else if (byte == '"' || byte == '\\' || byte == '?') {
            add_char(buffer, '\\');
            add_char(buffer, *c);
        } else if (byte < 0x20 || byte > 0x7E) {
            /* Three octal digits, always: an escape that cannot swallow the next character. */
            buffer_printf(buffer, "\\%03o", byte);
        } else {
            add_char(buffer, *c);
        }
    }
    add_char(buffer, '"');
}

static void quote_by_doubling(struct buffer *buffer, const char *text, char quote)
{
    add_char(buffer, quote);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == quote)
            add_char(buffer, quote);
        add_char(buffer, *c);
    }
    add_char(buffer, quote);
}

void buffer_quote_sql_name(struct buffer *buffer, const char *name)
{
    quote_by_doubling(buffer, name, '"');
}

void buffer_quote_sql_text(struct buffer *buffer, const char *text)
{
    quote_by_doubling(buffer, text, '\'');
}

void buffer_quote_json(struct buffer *buffer, const char *string)
{
    add_char(buffer, '"');
    for (const char *c = add_plain(buffer, string, IN_JSON); *c != '\0';
         c = add_plain(buffer, c + 1, IN_JSON)) {
        unsigned char byte = (unsigned char)*c;
        switch (byte) {
        case '"':
        case '\\':
            add_char(buffer, '\\');
            add_char(buffer, *c);
            break;
        case '\n':
            buffer_add_string(buffer, "\\n");
            break;
        case '\r':
            buffer_add_string(buffer, "\\r");
            break;
        case '\t':
            buffer_add_string(buffer, "\\t");
            break;
        default:
            if (byte < 0x20 || byte == 0x7F)
                buffer_printf(buffer, "\\u%04x", byte);
            else
                add_char(buffer, *c);
        }
    }
    add_char(buffer, '"');
}

void buffer_quote_markdown(struct buffer *buffer, const char *text)
{
    for (const char *c = add_plain(buffer, text, IN_MARKDOWN); *c != '\0';
         c = add_plain(buffer, c + 1, IN_MARKDOWN)) {
        switch (*c) {
        case '&':
            buffer_add_string(buffer, "&amp;");
            break;
        case '<':
            buffer_add_string(buffer, "&lt;");
            break;
        case '>':
            buffer_add_string(buffer, "&gt;");
            break;
        case '\n':
        case '\r':
        case '\t':
            add_char(buffer, ' ');
            break;
        case '\\':
        case '`':
        case '*':
        case '_':
        case '[':
        case ']':
        case '|':
        case '#':
        case '~':
        case '!':
            add_char(buffer, '\\');
            add_char(buffer, *c);
            break;
        default:
            add_char(buffer, *c);
        }
    }
}

void buffer_quote_comment(struct buffer *buffer, const char *text)
{
    for (const char *c = add_plain(buffer, text, IN_COMMENT); *c != '\0';
         c = add_plain(buffer, c + 1, IN_COMMENT))
        if ((*c == '*' && c[1] == '/') || (*c == '/' && c[1] == '*'))
            buffer_printf(buffer, "%c ", *c);
        else if ((unsigned char)*c < 0x20 || *c == 0x7F)
            add_char(buffer, ' ');
        else
            add_char(buffer, *c);
}
